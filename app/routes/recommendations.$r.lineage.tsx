import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { DelegationNames } from '#components/people/delegations'
import { StillBlocks } from '#components/text/still-blocks'
import { Text, useFormat, useMessages, useRichMessages } from '#components/ui/language'
import { StatusChip } from '#components/ui/status-chip'
import { findMeeting } from '#db/queries/meetings'
import { findRecommendation } from '#db/queries/recommendations'
import { can } from '#domain/permissions/can'
import { amendmentIs } from '#domain/status'
import { readLineage } from '#server/views/lineage'
import { badgesShownTo } from '#server/views/who-proposed'

export const handle = { title: 'lineage.title' }

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db, actor } = context
  const item = await findRecommendation(db, String(params['r']))
  const meeting = item && (await findMeeting(db, item.meeting))
  if (!item || !meeting || !can(actor, 'recommendation.see', item)) throw new Response(null, { status: 404 })
  const lineage = await readLineage(db, actor, item, meeting)
  const commenting = [lineage.item, ...lineage.sources, ...lineage.targets].flatMap(({ comments }) =>
    comments.map(({ delegation }) => delegation),
  )
  return {
    ...lineage,
    timeZone: meeting.timeZone,
    badges: await badgesShownTo(db, actor, item, commenting),
  }
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>
type Node = Page['item'] & { disposition?: Page['sources'][number]['disposition'] }

export default function Lineage() {
  const { item, sources, targets, disposition, events, badges, timeZone } = useLoaderData<typeof loader>()
  const t = useMessages()
  const format = useFormat()
  const tell = useRichMessages()
  const origin = item.amendments.find(
    (amendment) => amendment.kind === 'new-paragraph' && amendmentIs.accepted(amendment.status),
  )
  return (
    <div className="page page-list">
      <h1>{t('lineage.title')}</h1>
      <TextCard node={item} own />
      {item.stage === 'consolidated' && (
        <section aria-labelledby="sources">
          <h2 id="sources">{t('lineage.sources', { count: sources.length })}</h2>
          {origin && (
            <p>
              {tell('lineage.from-amendment', {
                names: <DelegationNames ids={origin.parties} badges={badges} />,
              })}
            </p>
          )}
          <ol className="cards lineage">
            {sources.map((source) => (
              <li key={source.id}>
                <TextCard node={source} />
              </li>
            ))}
          </ol>
        </section>
      )}
      {item.stage === 'preliminary' && (
        <section aria-labelledby="became">
          <h2 id="became">{t('lineage.became')}</h2>
          {!disposition && <p className="empty">{t('lineage.undecided')}</p>}
          {disposition && (
            <p>
              <span className="chip">{t(`disposition.${disposition.kind}`)}</span>{' '}
              {disposition.reason && <bdi>{disposition.reason}</bdi>}
            </p>
          )}
          <ol className="cards lineage">
            {targets.map((target) => (
              <li key={target.id}>
                <TextCard node={{ ...target, disposition: undefined }} />
              </li>
            ))}
          </ol>
        </section>
      )}
      {events.length > 0 && (
        <section aria-labelledby="events">
          <h2 id="events">{t('lineage.events')}</h2>
          <ol className="rows">
            {events.map((event) => (
              <li key={event.sequence}>
                <span>
                  {t(`event.${event.sentence}`)}
                  {event.reason && (
                    <>
                      {': '}
                      <bdi>{event.reason}</bdi>
                    </>
                  )}
                </span>
                <span className="soft">
                  {event.delegation ? (
                    <DelegationNames ids={[event.delegation]} badges={badges} />
                  ) : (
                    <bdi>{event.actor}</bdi>
                  )}{' '}
                  · {format.instant(event.at, timeZone)}
                </span>
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  )
}

/** One text of the lineage: where it stands, whose it is, what was said and proposed about it. */
function TextCard({ node, own = false }: { node: Node; own?: boolean }) {
  const { badges } = useLoaderData<typeof loader>()
  const t = useMessages()
  const format = useFormat()
  return (
    <article className="card">
      <p className="item-head">
        {node.labels.map((label) => (
          <Link
            key={label.list}
            to={`/lists/${label.list}`}
            className="strong"
            title={format.name(label.title)}
          >
            <bdi>{label.label}</bdi>
          </Link>
        ))}
        <Link to={`/meetings/${node.meeting}`}>{format.name(node.meetingTitle)}</Link>
        <StatusChip status={node.status} />
        {node.disposition && <span className="chip">{t(`disposition.${node.disposition}`)}</span>}
        <Link
          className="sheet-end soft"
          to={
            own
              ? `/meetings/${node.meeting}/recommendations/${node.id}`
              : `/recommendations/${node.id}/lineage`
          }
        >
          {t(own ? 'lineage.open-desk' : 'desk.lineage')}
        </Link>
      </p>
      <div className="document-text">
        <StillBlocks blocks={node.blocks} language={node.language} />
      </div>
      {node.proposers.length > 0 && (
        <p className="soft">
          <DelegationNames ids={node.proposers} badges={badges} />
        </p>
      )}
      {node.amendments.length > 0 && (
        <ul className="plain">
          {node.amendments.map((amendment) => (
            <li key={amendment.id}>
              <Link to={`/meetings/${node.meeting}/recommendations/${node.id}/amendments/${amendment.id}`}>
                {t(`amendment.title.${amendment.kind}`)}:{' '}
                <DelegationNames ids={amendment.parties} badges={badges} />
              </Link>{' '}
              <StatusChip status={amendment.status} />
            </li>
          ))}
        </ul>
      )}
      {node.comments.length > 0 && (
        <details>
          <summary>{t('consolidation.comments', { count: node.comments.length })}</summary>
          <ul className="plain">
            {node.comments.map((comment, index) => (
              <li key={index}>
                <strong>
                  <DelegationNames ids={[comment.delegation]} badges={badges} />
                </strong>{' '}
                <span className="soft">{t(`position.${comment.position}`)}</span>
                <br />
                <Text language={comment.language}>{comment.body}</Text>
              </li>
            ))}
          </ul>
        </details>
      )}
    </article>
  )
}
