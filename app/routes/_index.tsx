import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { WorkplanTimeline } from '#components/meetings/workplan-timeline'
import { useMessages } from '#components/ui/language'
import { findWorkplanOverview, listWorkplans } from '#db/queries/workplans'

/** What begins a workplan in an empty database. */
const operatorsCommands = `npm run -s rapporteur -- workplan example > workplan.json
npm run -s rapporteur -- workplan add workplan.json
npm run -s rapporteur -- participant add --help`

/** The newest workplan; older ones have their own addresses. */
export async function loader({ context }: LoaderFunctionArgs) {
  const [newest] = await listWorkplans(context.db)
  return { plan: newest && (await findWorkplanOverview(context.db, newest.id)) }
}

export default function Home() {
  const { plan } = useLoaderData<typeof loader>()
  const t = useMessages()
  if (plan) return <WorkplanTimeline plan={plan} />
  return (
    <div className="page page-narrow">
      <h1>{t('workplan.empty.title')}</h1>
      <p className="empty">{t('workplan.empty.advice')}</p>
      <p>{t('workplan.empty.commands')}</p>
      <pre className="commands" dir="ltr" lang="en">
        <code>{operatorsCommands}</code>
      </pre>
    </div>
  )
}
