import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { GroupOverviews } from '#components/meetings/group-overviews'
import { WorkplanTimeline } from '#components/meetings/workplan-timeline'
import { useMessages } from '#components/ui/language'
import { findWorkplanOverview, listGroupOverviews } from '#db/queries/workplans'

/** Makes the first administrator of an empty database; everything else is set up from the screens. */
const operatorsCommand = `npm run -s rapporteur -- administrator add --name NAME --email ADDRESS`

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
