import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useLiveMeeting } from '#components/meetings/live'
import { Form } from '#components/ui/form'
import { Text, useFormat, useMessages } from '#components/ui/language'
import { Pages } from '#components/ui/pages'
import { TitleFields } from '#components/ui/title-fields'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { findGroup } from '#db/queries/groups'
import { findMeeting, listTopics } from '#db/queries/meetings'
import { listRecommendationsById } from '#db/queries/recommendations'
import { pageIn, pagingOf } from '#domain/paging'
import { usualTitle } from '#domain/lists/usual-titles'
import { can } from '#domain/permissions/can'
import { requireActor } from '#server/auth/require-actor'
import { issueList } from '#server/commands/lists/issue'
import { titleIn, typedFields } from '#server/http/typed-fields'
import { readNextLabels } from '#server/publications/next-list'

/** How many items of the list to be are on one page. */
const pageSize = 50

export const handle = { title: 'issue-list.title' }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db } = context
  const actor = requireActor(request, context)
  const meeting = await findMeeting(db, String(params['m']))
  if (!meeting || !can(actor, 'list.issue', meeting)) throw new Response(null, { status: 404 })
  const [topics, next] = await Promise.all([listTopics(db, meeting.id), readNextLabels(db, meeting)])
  const paging = pagingOf({
    page: pageIn(new URL(request.url).searchParams),
    pageSize,
    found: next.length,
  })
  const labels = new Map(next.slice(paging.offset, paging.last).map(({ item, label }) => [item.id, label]))
  const items = await listRecommendationsById(db, [...labels.keys()])
  const group = await findGroup(db, meeting.group)
  return {
    groupLanguage: group?.language ?? 'en',
    meeting: { id: meeting.id, title: meeting.title },
    topics: topics.map((topic) => ({
      id: topic.id,
      title: topic.title,
      items: items
        .filter((item) => item.topic === topic.id)
        .toSorted((a, b) => a.position - b.position)
        .map(({ id, text, language }) => ({ id, text, language, label: labels.get(id) })),
    })),
    paging,
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const meeting = await findMeeting(context.db, String(params['m']))
  const title = titleIn(typedFields(await request.formData()), 'title')
  if (!meeting) return data({ refusal: 'invalid' as const }, { status: 400 })
  const result = await issueList(context.db, actor, { meeting: meeting.id, title })
  if (!result.ok) return data({ refusal: result.refusal }, { status: 409 })
  return redirect(`/lists/${result.list}`)
}

export default function IssueList() {
  const { meeting, topics, paging, groupLanguage } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const format = useFormat()
  useLiveMeeting(meeting.id)
  return (
    <div className="page page-list">
      <p>
        <Link to={`/meetings/${meeting.id}`}>{format.name(meeting.title)}</Link>
      </p>
      <h1>{t('issue-list.title')}</h1>
      <p className="lead">{t('issue-list.explained', { count: paging.found })}</p>
      <RefusalNotice refusal={answer?.refusal} />
      <Form method="post" className="panel">
        <TitleFields
          name="title"
          label={t('list.name')}
          language={groupLanguage}
          value={usualTitle('preliminary', meeting.title)}
        />
        <button className="button button-primary" type="submit" disabled={paging.found === 0}>
          {t('issue-list.submit')}
        </button>
      </Form>
      {topics
        .filter((topic) => topic.items.length > 0)
        .map((topic) => (
          <section key={topic.id} aria-labelledby={topic.id}>
            <h2 id={topic.id}>{format.name(topic.title)}</h2>
            <ol className="listed">
              {topic.items.map((item) => (
                <li key={item.id} className="document-text document-text-small">
                  <bdi className="listed-label">{item.label}</bdi>
                  <div className="listed-text">
                    <Text language={item.language}>{item.text}</Text>
                  </div>
                </li>
              ))}
            </ol>
          </section>
        ))}
      <Pages paging={paging} />
    </div>
  )
}
