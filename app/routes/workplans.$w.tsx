import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { findWorkplanOverview } from '#db/queries/workplans'
import { WorkplanTimeline } from '#components/workplan-timeline'

export async function loader({ params, context }: LoaderFunctionArgs) {
  const plan = await findWorkplanOverview(context.db, String(params['w']))
  if (!plan) throw new Response(null, { status: 404 })
  return { plan }
}

export default function Workplan() {
  return <WorkplanTimeline plan={useLoaderData<typeof loader>().plan} />
}
