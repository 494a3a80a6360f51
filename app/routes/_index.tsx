import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { WorkplanTimeline } from '#components/meetings/workplan-timeline'
import { useMessages } from '#components/ui/language'
import { findWorkplanOverview, listWorkplans } from '#db/queries/workplans'

/** Makes the first administrator of an empty database; everything else is set up from the screens. */
const operatorsCommand = `npm run -s rapporteur -- administrator add --name NAME --email ADDRESS`

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
      <p>
        <Link className="button button-primary" to="/groups">
          {t('groups.title')}
        </Link>
      </p>
      <p>{t('workplan.empty.commands')}</p>
      <pre className="commands" dir="ltr" lang="en">
        <code>{operatorsCommand}</code>
      </pre>
    </div>
  )
}
