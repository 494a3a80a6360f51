import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { findMeeting, listPostponements, listTopics } from '#db/queries/meetings'
import { listDelegations } from '#db/queries/participants'
import { listLabels } from '#db/queries/lists'
import { listRecommendations } from '#db/queries/recommendations'
import { Text, useFormat, useMessages } from '#components/language'
import { useLiveMeeting } from '#components/live'
import type { TopicId } from '#domain/ids'
import { languageFacts, languages } from '#domain/languages'
import { can } from '#domain/permissions'
import { recommendationKinds } from '#domain/recommendations'
import { foldForSearch } from '#domain/search-text'
import { requireActor } from '#server/auth/require-actor'
import { draftRecommendation } from '#server/commands/draft-recommendation'

const formSchema = z.object({
  topic: z.string().transform((id) => id as TopicId),
  kind: z.enum(recommendationKinds),
  language: z.enum(languages),
})

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db, actor } = context
  const meeting = await findMeeting(db, String(params['m']))
  if (!meeting || !can(actor, 'meeting.see', meeting)) throw new Response(null, { status: 404 })
  const search = foldForSearch(new URL(request.url).searchParams.get('q') ?? '')
  const [topics, postponements, all, labels, delegations] = await Promise.all([
    listTopics(db, meeting.id),
    listPostponements(db, meeting.id),
    listRecommendations(db, meeting.id),
    listLabels(db, meeting.id),
    listDelegations(db),
  ])
  const items = all
    .filter((item) => can(actor, 'recommendation.see', item))
    .filter((item) => foldForSearch(item.text).includes(search))
    .map((item) => ({
      id: item.id,
      topic: item.topic,
      kind: item.kind,
      status: item.status,
      text: item.text,
      language: item.language,
      label: labels.get(item.id),
      proposers: delegations.filter((one) => item.proposers.includes(one.id)).map((one) => one.name),
    }))
  return { meeting, topics, postponements, items, mayDraft: can(actor, 'meeting.draft', meeting) }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const meeting = await findMeeting(context.db, String(params['m']))
  const form = formSchema.safeParse(Object.fromEntries(await request.formData()))
  if (!meeting || !form.success) return data({ refusal: 'invalid' as const }, { status: 400 })
  const result = await draftRecommendation(context.db, actor, { meeting: meeting.id, ...form.data })
  if (!result.ok) return data({ refusal: result.refusal }, { status: 409 })
  return redirect(`/meetings/${meeting.id}/recommendations/${result.recommendation}`)
}

export default function MeetingPage() {
  const { meeting, topics, postponements, items, mayDraft } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const format = useFormat()
  useLiveMeeting(meeting.id)
  return (
    <div className="page">
      <h1>{format.name(meeting.title)}</h1>
      <p className="chip-row">
        <span className="chip">{format.days(meeting.startsOn, meeting.endsOn)}</span>
        <span className="chip">{t(`meeting.status.${meeting.status}`)}</span>
      </p>
      {postponements.map((one) => (
        <p key={one.old[0]} className="notice" data-tone="warn">
          {t('meeting.postponed', { old: format.days(...one.old), new: format.days(...one.new) })}
        </p>
      ))}
      {answer?.refusal && (
        <p className="notice" data-tone="bad" role="alert">
          {t(`refusal.${answer.refusal}`)}
        </p>
      )}
      <Form method="get" className="field-row" role="search">
        <div className="field">
          <label htmlFor="q">{t('meeting.search')}</label>
          <input id="q" name="q" type="search" />
        </div>
        <button className="button" type="submit">
          {t('meeting.search-submit')}
        </button>
      </Form>
      {topics.map((topic) => (
        <section key={topic.id} aria-labelledby={topic.id}>
          <h2 id={topic.id}>{format.name(topic.title)}</h2>
          <ol className="items">
            {items
              .filter((item) => item.topic === topic.id)
              .map((item) => (
                <li key={item.id}>
                  <p className="chip-row">
                    {item.label && <bdi className="chip">{item.label}</bdi>}
                    <span className="chip">{t(`status.${item.status}`)}</span>
                    <span>{format.list(item.proposers.map((name) => format.name(name)))}</span>
                  </p>
                  <p className="document-text document-text-small" lang={item.language}>
                    <Link to={`/meetings/${meeting.id}/recommendations/${item.id}`}>
                      <Text language={item.language}>{item.text || t('recommendation.empty')}</Text>
                    </Link>
                  </p>
                </li>
              ))}
          </ol>
        </section>
      ))}
      {mayDraft && (
        <section className="sheet" aria-labelledby="draft">
          <div className="sheet-body">
            <h2 id="draft">{t('recommendation.draft')}</h2>
            <Form method="post" className="field-row">
              <div className="field">
                <label htmlFor="topic">{t('recommendation.topic')}</label>
                <select id="topic" name="topic">
                  {topics.map((topic) => (
                    <option key={topic.id} value={topic.id}>
                      {format.name(topic.title)}
                    </option>
                  ))}
                </select>
              </div>
              <div className="field">
                <label htmlFor="kind">{t('recommendation.kind')}</label>
                <select id="kind" name="kind" defaultValue="recommendation">
                  {recommendationKinds.map((kind) => (
                    <option key={kind} value={kind}>
                      {t(`kind.${kind}`)}
                    </option>
                  ))}
                </select>
              </div>
              <div className="field">
                <label htmlFor="language">{t('recommendation.language')}</label>
                <select id="language" name="language" defaultValue="en">
                  {languages.map((code) => (
                    <option key={code} value={code} lang={code}>
                      {languageFacts[code].name}
                    </option>
                  ))}
                </select>
              </div>
              <button className="button button-primary" type="submit">
                {t('recommendation.draft-submit')}
              </button>
            </Form>
          </div>
        </section>
      )}
    </div>
  )
}
