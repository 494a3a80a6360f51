import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { WorkplanTimeline } from '#components/meetings/workplan-timeline'
import { findWorkplanOverview } from '#db/queries/workplans'

export async function loader({ params, context }: LoaderFunctionArgs) {
  const plan = await findWorkplanOverview(context.db, String(params['w']))
  if (!plan) throw new Response(null, { status: 404 })
  return { plan }
}

export default function Workplan() {
  return <WorkplanTimeline plan={useLoaderData<typeof loader>().plan} />
}
