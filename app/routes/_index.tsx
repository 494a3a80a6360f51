import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { GroupOverviews } from '#components/meetings/group-overviews'
import { WorkplanTimeline } from '#components/meetings/workplan-timeline'
import { useMessages } from '#components/ui/language'
import { findWorkplanOverview, listGroupOverviews } from '#db/queries/workplans'

/** What begins a workplan in an empty database. */
const operatorsCommands = `npm run -s rapporteur -- workplan example > workplan.json
npm run -s rapporteur -- workplan add workplan.json
npm run -s rapporteur -- participant add --help`

/** All groups and their workplans; where there is only one of each, the workplan itself. */
export async function loader({ context }: LoaderFunctionArgs) {
  const groups = await listGroupOverviews(context.db)
  const workplans = groups.flatMap((group) => group.workplans)
  const [only] = groups.length === 1 && workplans.length === 1 ? workplans : []
  return { groups, plan: only && (await findWorkplanOverview(context.db, only.id)) }
}

export default function Home() {
  const { groups, plan } = useLoaderData<typeof loader>()
  const t = useMessages()
  if (plan) return <WorkplanTimeline plan={plan} />
  if (groups.length > 0) return <GroupOverviews groups={groups} />
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
