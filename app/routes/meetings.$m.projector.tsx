import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { findMeeting } from '#db/queries/meetings'
import { DelegationNames } from '#components/delegations'
import { ComparisonView } from '#components/comparison-view'
import { useFormat, useMessages } from '#components/language'
import { useLiveMeeting } from '#components/live'
import { LiveText } from '#components/live-text'
import { SpeakingClock } from '#components/speaking-clock'
import { StatusChip } from '#components/status-chip'
import { can } from '#domain/permissions'
import { requireActor } from '#server/auth/require-actor'
import { readProjector } from '#server/views/room'

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const actor = requireActor(request, context)
  const meeting = await findMeeting(context.db, String(params['m']))
  if (!meeting || !can(actor, 'meeting.see', meeting)) throw new Response(null, { status: 404 })
  return {
    meeting: { id: meeting.id, title: meeting.title, timeZone: meeting.timeZone },
    account: actor.participant,
    ...(await readProjector(context.db, actor, meeting, new Date())),
  }
}

/** So many who wait are named; the rest is counted. */
const named = 3

/** What the room sees: large, calm, live, and never reloaded. */
export default function Projector() {
  const { meeting, account, shown, floor, badges, agreed, paragraphs } = useLoaderData<typeof loader>()
  const t = useMessages()
  const format = useFormat()
  useLiveMeeting(meeting.id)
  const { speaking, waiting } = floor
  return (
    <div className="projector">
      <header className="projector-head">
        <p>
          <Link to={`/meetings/${meeting.id}`}>{format.name(meeting.title)}</Link>
          {shown?.topic && <span className="soft"> · {format.name(shown.topic)}</span>}
        </p>
        {paragraphs > 0 && <p className="soft">{t('room.agreed', { agreed, paragraphs })}</p>}
      </header>
      {shown ? (
        <section className="projector-text" aria-labelledby="projector-title">
          <h1 id="projector-title">
            {shown.label && <bdi className="sheet-label">{shown.label}</bdi>}{' '}
            <StatusChip status={shown.status} />{' '}
            {shown.brackets > 0 && (
              <span className="chip">{t('room.brackets', { count: shown.brackets })}</span>
            )}
          </h1>
          {shown.silence?.status === 'running' && (
            <p className="notice" data-tone="warn">
              {t('silence.running', { deadline: format.instant(shown.silence.deadline, meeting.timeZone) })}
            </p>
          )}
          <LiveText
            key={shown.document}
            text={shown.text}
            language={shown.language}
            document={shown.document}
            account={account}
            delegation={undefined}
            label={t('recommendation.working-text')}
            watchOnly
          />
          {shown.amendments.length > 0 && (
            <section aria-labelledby="projector-amendments">
              <h2 id="projector-amendments">{t('desk.tab.amendments')}</h2>
              <ul className="projector-amendments">
                {shown.amendments.map((one) => (
                  <li key={one.id}>
                    <strong>
                      <DelegationNames ids={[...one.proposers, ...one.sponsors]} badges={badges} />
                    </strong>
                    <ComparisonView comparison={one.comparison} language={shown.language} context="near" />
                  </li>
                ))}
              </ul>
            </section>
          )}
        </section>
      ) : (
        <p className="projector-empty">{t('room.nothing-shown')}</p>
      )}
      <footer className="projector-floor" aria-label={t('floor.title')}>
        {speaking ? (
          <p>
            <span className="soft">{t('floor.speaking')}</span>{' '}
            <strong>
              <DelegationNames ids={[speaking.delegation]} badges={badges} />
            </strong>{' '}
            <SpeakingClock startedAt={speaking.startedAt} limit={speaking.limit} now={floor.now} />
          </p>
        ) : (
          <p className="soft">{t('floor.nobody')}</p>
        )}
        {waiting.length > 0 && (
          <p className="soft">
            {t('floor.next')}{' '}
            <DelegationNames ids={waiting.slice(0, named).map((one) => one.delegation)} badges={badges} />
            {waiting.length > named && ` ${t('floor.more', { count: waiting.length - named })}`}
          </p>
        )}
      </footer>
    </div>
  )
}
