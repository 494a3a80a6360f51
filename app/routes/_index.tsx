import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { findWorkplanOverview, listWorkplans } from '#db/queries/workplans'
import { useMessages } from '#components/language'
import { WorkplanTimeline } from '#components/workplan-timeline'

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
    </div>
  )
}
