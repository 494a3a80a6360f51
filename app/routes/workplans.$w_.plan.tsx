import { Form } from '#components/ui/form'
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { MeetingFields } from '#components/meetings/meeting-fields'
import { TopicRows } from '#components/meetings/topic-rows'
import { WorkplanFields } from '#components/meetings/workplan-fields'
import { useFormat, useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { typedIn } from '#components/ui/typed-in'
import { findGroup } from '#db/queries/groups'
import { listMeetings } from '#db/queries/meetings'
import { findWorkplan } from '#db/queries/workplans'
import { can } from '#domain/permissions/can'
import { requireActor } from '#server/auth/require-actor'
import { planMeeting } from '#server/commands/meetings/plan'
import { changeWorkplan } from '#server/commands/workplans/change'
import { planIn, topicsIn } from '#server/http/meeting-form'
import { titleIn, typedFields } from '#server/http/typed-fields'

export const handle = { title: 'workplan.plan' }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db } = context
  const actor = requireActor(request, context)
  const plan = await findWorkplan(db, String(params['w']))
  const group = plan && (await findGroup(db, plan.group))
  if (!group || !can(actor, 'workplan.manage', plan)) throw new Response(null, { status: 404 })
  const meetings = await listMeetings(db, plan.id)
  return {
    plan,
    group: { id: group.id, name: group.name, language: group.language },
    meetings: meetings.map(({ id, title, startsOn, endsOn }) => ({ id, title, startsOn, endsOn })),
    usualZone: meetings.at(-1)?.timeZone,
    timeZones: Intl.supportedValuesOf('timeZone'),
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const { db } = context
  const typed = typedFields(await request.formData())
  const workplan = await findWorkplan(db, String(params['w']))
  if (!workplan) throw new Response(null, { status: 404 })
  if (typed['intent'] === 'change') {
    const done = await changeWorkplan(db, actor, {
      workplan: workplan.id,
      title: titleIn(typed, 'title'),
      fromYear: Number(typed['fromYear']),
      toYear: Number(typed['toYear']),
    })
    if (!done.ok) return data({ refusal: done.refusal, typed }, { status: 409 })
    return redirect(`/workplans/${workplan.id}/plan`)
  }
  const plan = planIn(typed)
  if (!plan) return data({ refusal: 'invalid' as const, typed }, { status: 400 })
  const made = await planMeeting(db, actor, {
    workplan: workplan.id,
    ...plan,
    startsOn: typed['startsOn'] ?? '',
    endsOn: typed['endsOn'] ?? '',
    topics: topicsIn(typed).map(({ title }) => title),
  })
  if (!made.ok) return data({ refusal: made.refusal, typed }, { status: 409 })
  return redirect(`/workplans/${workplan.id}/plan`)
}

export default function PlanWorkplan() {
  const { plan, group, meetings, usualZone, timeZones } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const format = useFormat()
  return (
    <div className="page page-list">
      <p>
        <Link to={`/groups/${group.id}`}>{format.name(group.name)}</Link>
      </p>
      <h1>{format.name(plan.title)}</h1>
      <RefusalNotice refusal={answer?.refusal} />
      <details className="reason-form" open={typedIn(answer, 'change') !== undefined}>
        <summary>{t('workplan.change')}</summary>
        <Form method="post" key={JSON.stringify(plan)}>
          <WorkplanFields language={group.language} plan={plan} typed={typedIn(answer, 'change')} />
          <button className="button button-primary" type="submit" name="intent" value="change">
            {t('group.save')}
          </button>
        </Form>
      </details>
      <h2>{t('workplan.meetings')}</h2>
      {meetings.length === 0 && <p className="empty">{t('workplan.no-meetings')}</p>}
      <ul className="rows">
        {meetings.map((meeting) => (
          <li key={meeting.id}>
            <span>
              <Link to={`/meetings/${meeting.id}`}>{format.name(meeting.title)}</Link>{' '}
              <span className="soft">{format.days(meeting.startsOn, meeting.endsOn)}</span>
            </span>
            <Link className="button button-small" to={`/meetings/${meeting.id}/plan`}>
              {t('plan.change')}
              <span className="visually-hidden"> {format.name(meeting.title)}</span>
            </Link>
          </li>
        ))}
      </ul>
      <details className="reason-form" open={typedIn(answer, 'plan') !== undefined || meetings.length === 0}>
        <summary>{t('plan.new')}</summary>
        <Form method="post" key={meetings.length}>
          <MeetingFields
            language={group.language}
            usualZone={usualZone}
            timeZones={timeZones}
            typed={typedIn(answer, 'plan')}
          />
          <div className="field-row">
            {(['startsOn', 'endsOn'] as const).map((name) => (
              <div className="field" key={name}>
                <label htmlFor={name}>
                  {t(name === 'startsOn' ? 'meeting.first-day' : 'meeting.last-day')}
                </label>
                <input
                  id={name}
                  name={name}
                  type="date"
                  required
                  defaultValue={typedIn(answer, 'plan')?.[name]}
                />
              </div>
            ))}
          </div>
          <fieldset className="field">
            <legend>{t('plan.topics')}</legend>
            <TopicRows language={group.language} topics={[]} typed={typedIn(answer, 'plan')} />
          </fieldset>
          <button className="button button-primary" type="submit" name="intent" value="plan">
            {t('plan.submit')}
          </button>
        </Form>
      </details>
    </div>
  )
}
