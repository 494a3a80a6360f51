import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { WorkplanTimeline } from '#components/meetings/workplan-timeline'
import { findWorkplanOverview } from '#db/queries/workplans'
import { can } from '#domain/permissions/can'
import { optionalActor } from '#server/auth/require-actor'

export async function loader({ params, context }: LoaderFunctionArgs) {
  const plan = await findWorkplanOverview(context.db, String(params['w']))
  if (!plan) throw new Response(null, { status: 404 })
  const mayPlan = can(optionalActor(context), 'workplan.manage', { group: plan.expertGroup.id })
  return { plan, mayPlan }
}

export default function Workplan() {
  const { plan, mayPlan } = useLoaderData<typeof loader>()
  return <WorkplanTimeline plan={plan} mayPlan={mayPlan} />
}
