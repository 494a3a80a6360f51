import { Form } from '#components/ui/form'
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { MeetingFields } from '#components/meetings/meeting-fields'
import { TopicRows } from '#components/meetings/topic-rows'
import { useFormat, useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { typedIn } from '#components/ui/typed-in'
import { findGroup } from '#db/queries/groups'
import { countItemsByTopic, findMeeting, listTopics } from '#db/queries/meetings'
import { can } from '#domain/permissions/can'
import { meetingIs } from '#domain/status'
import { requireActor } from '#server/auth/require-actor'
import { changeMeetingPlan } from '#server/commands/meetings/change'
import { setTopics } from '#server/commands/meetings/set-topics'
import { planIn, topicsIn } from '#server/http/meeting-form'
import { typedFields } from '#server/http/typed-fields'

export const handle = { title: 'plan.change' }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db } = context
  const actor = requireActor(request, context)
  const meeting = await findMeeting(db, String(params['m']))
  const group = meeting && (await findGroup(db, meeting.group))
  if (!group || !can(actor, 'workplan.manage', meeting)) throw new Response(null, { status: 404 })
  const [topics, items] = await Promise.all([listTopics(db, meeting.id), countItemsByTopic(db, meeting.id)])
  const { id, workplan, kind, title, place, timeZone, symbol, firstParagraph } = meeting
  return {
    meeting: { id, workplan, title },
    plan: { kind, title, place, timeZone, symbol, firstParagraph },
    isKindFixed: !meetingIs.planned(meeting.status),
    isOver: meetingIs.reported(meeting.status),
    language: group.language,
    topics: topics.map((topic) => ({ id: topic.id, title: topic.title, items: items.get(topic.id) ?? 0 })),
    timeZones: Intl.supportedValuesOf('timeZone'),
    isSaved: new URL(request.url).searchParams.has('saved'),
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { db } = context
  const actor = requireActor(request, context)
  const typed = typedFields(await request.formData())
  const meeting = await findMeeting(db, String(params['m']))
  if (!meeting) throw new Response(null, { status: 404 })
  const plan = planIn(typed)
  if (typed['intent'] !== 'topics' && !plan)
    return data({ refusal: 'invalid' as const, typed }, { status: 400 })
  const done = plan
    ? await changeMeetingPlan(db, actor, { meeting: meeting.id, ...plan })
    : await setTopics(db, actor, { meeting: meeting.id, topics: topicsIn(typed) })
  if (!done.ok) return data({ refusal: done.refusal, typed }, { status: 409 })
  return redirect(`/meetings/${meeting.id}/plan?saved`)
}

export default function PlanMeeting() {
  const page = useLoaderData<typeof loader>()
  const { meeting, plan, topics, language, timeZones } = page
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const format = useFormat()
  return (
    <div className="page page-list">
      <p>
        <Link to={`/workplans/${meeting.workplan}/plan`}>{t('workplan.plan')}</Link>
      </p>
      <h1>{format.name(meeting.title)}</h1>
      <RefusalNotice refusal={answer?.refusal} />
      {page.isSaved && !answer && (
        <p className="notice" data-tone="good" role="status">
          {t('group.saved')}
        </p>
      )}
      {page.isOver && <p className="notice">{t('plan.over')}</p>}
      <p>
        <Link to={`/meetings/${meeting.id}`}>{t('plan.to-meeting')}</Link>
      </p>
      {!page.isOver && (
        <>
          <Form method="post" key={JSON.stringify(plan)} className="panel">
            <h2>{t('plan.facts')}</h2>
            <MeetingFields
              language={language}
              plan={plan}
              timeZones={timeZones}
              isKindFixed={page.isKindFixed}
              typed={typedIn(answer, 'change')}
            />
            <p className="field-hint">{t('plan.dates-explained')}</p>
            <button className="button button-primary" type="submit" name="intent" value="change">
              {t('group.save')}
            </button>
          </Form>
          <Form method="post" key={JSON.stringify(topics)} className="panel">
            <h2>{t('plan.topics')}</h2>
            <p className="field-hint">{t('plan.topics.explained')}</p>
            <TopicRows language={language} topics={topics} typed={typedIn(answer, 'topics')} />
            <button className="button button-primary" type="submit" name="intent" value="topics">
              {t('plan.save-topics')}
            </button>
          </Form>
        </>
      )}
    </div>
  )
}
