import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { findList, listListedTexts } from '#db/queries/lists'
import { findMeeting, listTopics } from '#db/queries/meetings'
import { Text, useFormat, useLanguage, useMessages } from '#components/language'
import { headingLetterIn } from '#domain/labels'
import { can } from '#domain/permissions'
import { exportFormats } from '#server/exports/formats'

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db, actor } = context
  const list = await findList(db, String(params['l']))
  const meeting = list && (await findMeeting(db, list.meeting))
  if (!list || !meeting || !can(actor, 'meeting.see', meeting)) throw new Response(null, { status: 404 })
  const [items, topics] = await Promise.all([listListedTexts(db, list.id), listTopics(db, meeting.id)])
  return {
    list: {
      id: list.id,
      kind: list.kind,
      title: list.title,
      issuedAt: list.issuedAt.toISOString(),
      hash: list.hash,
    },
    meeting: { id: meeting.id, title: meeting.title, timeZone: meeting.timeZone },
    topics: topics.map(({ id, title }) => ({ id, title })),
    items: items.map(({ id, label, topic, recommendation, text, language }) => ({
      id,
      label,
      topic,
      recommendation,
      text,
      language,
    })),
    formats: exportFormats,
    mayCall: list.kind === 'preliminary' && can(actor, 'call.create', undefined),
  }
}

export default function ListPage() {
  const { list, meeting, topics, items, formats, mayCall } = useLoaderData<typeof loader>()
  const t = useMessages()
  const format = useFormat()
  const { language } = useLanguage()
  const filled = topics.filter((topic) => items.some((item) => item.topic === topic.id))
  return (
    <div className="page page-list">
      <p>
        <Link to={`/meetings/${meeting.id}`}>{format.name(meeting.title)}</Link>
      </p>
      <h1>{format.name(list.title)}</h1>
      <p className="soft">
        {t(`list.kind.${list.kind}`)} · {t('list.items', { count: items.length })} ·{' '}
        {t('list.issued', { instant: format.instant(list.issuedAt, meeting.timeZone) })}
      </p>
      <p className="button-row no-print">
        {formats.map((name) => (
          <a
            key={name}
            className={`button${name === 'docx' ? ' button-primary' : ''}`}
            href={`/lists/${list.id}.${name}?lang=${language}`}
            download
          >
            {t(`list.download.${name}`)}
          </a>
        ))}
        {mayCall && (
          <Link className="button" to={`/calls/new?list=${list.id}`}>
            {t('list.call')}
          </Link>
        )}
      </p>
      <div className="sheet">
        <div className="sheet-body">
          {filled.map((topic, index) => (
            <section key={topic.id} aria-labelledby={topic.id}>
              <h2 id={topic.id}>
                <bdi>{headingLetterIn(language, index)}</bdi>
                {language === 'ar' ? ' - ' : '. '}
                {format.name(topic.title)}
              </h2>
              <ol className="listed">
                {items
                  .filter((item) => item.topic === topic.id)
                  .map((item) => (
                    <li key={item.id} id={`item-${item.id}`} className="document-text">
                      <Link
                        className="listed-label"
                        to={`/recommendations/${item.recommendation}/lineage`}
                        title={t('desk.lineage')}
                      >
                        <bdi>{item.label}</bdi>
                      </Link>
                      <div className="listed-text">
                        {item.text.split('\n').map((line, at) => (
                          <p key={at}>
                            <Text language={item.language}>{line}</Text>
                          </p>
                        ))}
                      </div>
                    </li>
                  ))}
              </ol>
            </section>
          ))}
        </div>
        <footer>
          <p className="soft">
            {t('list.frozen')} <span className="hash">SHA-256 {list.hash}</span>
          </p>
        </footer>
      </div>
    </div>
  )
}
