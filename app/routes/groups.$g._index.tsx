import { Form } from '#components/ui/form'
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { WorkplanFields } from '#components/meetings/workplan-fields'
import { useFormat, useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { findGroup } from '#db/queries/groups'
import { listMeetings } from '#db/queries/meetings'
import { listGroupWorkplans } from '#db/queries/workplans'
import { can } from '#domain/permissions/can'
import { meetingIs } from '#domain/status'
import { optionalActor, requireActor } from '#server/auth/require-actor'
import { createWorkplan } from '#server/commands/workplans/create'
import { titleIn, typedFields } from '#server/http/typed-fields'

export const handle = { title: 'group.workplans' }

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db } = context
  const group = await findGroup(db, String(params['g']))
  if (!group) throw new Response(null, { status: 404 })
  const workplans = await listGroupWorkplans(db, group.id)
  return {
    group,
    workplans: await Promise.all(
      workplans.map(async ({ id, title, fromYear, toYear }) => ({
        id,
        title,
        years: [fromYear, toYear] as const,
        meetings: (await listMeetings(db, id)).map((meeting) => ({
          id: meeting.id,
          title: meeting.title,
          status: meeting.status,
          startsOn: meeting.startsOn,
          endsOn: meeting.endsOn,
        })),
      })),
    ),
    mayManage: can(optionalActor(context), 'workplan.manage', { group: group.id }),
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const typed = typedFields(await request.formData())
  const group = await findGroup(context.db, String(params['g']))
  if (!group) throw new Response(null, { status: 404 })
  const made = await createWorkplan(context.db, actor, {
    group: group.id,
    title: titleIn(typed, 'title'),
    fromYear: Number(typed['fromYear']),
    toYear: Number(typed['toYear']),
  })
  if (!made.ok) return data({ refusal: made.refusal, typed }, { status: 409 })
  return redirect(`/workplans/${made.workplan}/plan`)
}

export default function GroupWorkplans() {
  const { group, workplans, mayManage } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const format = useFormat()
  return (
    <div className="page page-list">
      <h1>{format.name(group.name)}</h1>
      <p className="chip-row">
        {group.establishedBy && (
          <span className="chip">{t('workplan.established-by', { symbol: group.establishedBy })}</span>
        )}
        {Object.keys(group.parentBody).length > 0 && (
          <span className="chip">{t('workplan.parent', { body: format.name(group.parentBody) })}</span>
        )}
      </p>
      <RefusalNotice refusal={answer?.refusal} />
      {workplans.length === 0 && <p className="empty">{t('group.no-workplan')}</p>}
      {workplans.map((plan) => (
        <section key={plan.id} aria-labelledby={plan.id}>
          <h2 id={plan.id}>
            <Link to={`/workplans/${plan.id}`}>{format.name(plan.title)}</Link>{' '}
            <span className="soft" dir="ltr">
              {plan.years.join('–')}
            </span>
          </h2>
          <ul className="rows">
            {plan.meetings.map((meeting) => (
              <li key={meeting.id}>
                <span>
                  <Link to={`/meetings/${meeting.id}`}>{format.name(meeting.title)}</Link>{' '}
                  <span className="soft">{format.days(meeting.startsOn, meeting.endsOn)}</span>
                </span>
                <span
                  className="chip status-dot"
                  data-tone={meetingIs.inSession(meeting.status) ? 'active' : undefined}
                >
                  {t(`meeting.status.${meeting.status}`)}
                </span>
              </li>
            ))}
          </ul>
          {mayManage && (
            <p>
              <Link className="button" to={`/workplans/${plan.id}/plan`}>
                {t('workplan.plan')}
                <span className="visually-hidden"> {format.name(plan.title)}</span>
              </Link>
            </p>
          )}
        </section>
      ))}
      {mayManage && (
        <details className="reason-form" open={answer !== undefined || workplans.length === 0}>
          <summary>{t('workplan.create')}</summary>
          <Form method="post" key={workplans.length}>
            <WorkplanFields language={group.language} typed={answer?.typed} />
            <button className="button button-primary" type="submit">
              {t('workplan.create')}
            </button>
          </Form>
        </details>
      )}
    </div>
  )
}
