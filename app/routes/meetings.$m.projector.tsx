import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { AgendaItemName } from '#components/meetings/agenda'
import { useLiveMeeting, type Line } from '#components/meetings/live'
import { ProjectedText } from '#components/meetings/projected-text'
import { SpeakingClock } from '#components/meetings/speaking-clock'
import { DelegationNames } from '#components/people/delegations'
import { FullScreenButton } from '#components/ui/full-screen'
import { useFormat, useMessages } from '#components/ui/language'
import { Returning } from '#components/ui/returning'
import { findMeeting } from '#db/queries/meetings'
import { isSampleDatabase } from '#db/queries/settings'
import { can } from '#domain/permissions/can'
import { requireActor } from '#server/auth/require-actor'
import { readProjector } from '#server/views/room'

/** Nothing but the room's screen: no header, no footer. */
export const handle = { fillsScreen: true, title: 'room.projector' }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const actor = requireActor(request, context)
  const meeting = await findMeeting(context.db, String(params['m']))
  if (!meeting || !can(actor, 'room.see', meeting)) throw new Response(null, { status: 404 })
  return {
    meeting: { id: meeting.id, title: meeting.title, timeZone: meeting.timeZone },
    account: actor.participant,
    mayLead: can(actor, 'room.lead', meeting),
    sample: await isSampleDatabase(context.db),
    ...(await readProjector(context.db, actor, meeting, new Date())),
  }
}

/** What the room sees: large, calm, live, and never reloaded. */
export default function Projector() {
  const page = useLoaderData<typeof loader>()
  const { meeting, account, shown, badges, agreed, paragraphs, agenda, mayLead, sample } = page
  const t = useMessages()
  const format = useFormat()
  const { line } = useLiveMeeting(meeting.id)
  return (
    <div className="projector">
      <header className="projector-head">
        <p>
          <Link to={`/meetings/${meeting.id}`}>{format.name(meeting.title)}</Link>
        </p>
        {agenda && agenda.key !== shown?.topic?.id && (
          <p className="projector-agenda">
            <AgendaItemName item={agenda} />
          </p>
        )}
        <p className="projector-tools">
          {paragraphs > 0 && <span className="soft">{t('room.agreed', { agreed, paragraphs })}</span>}
          {mayLead && (
            <Link className="button button-small button-quiet" to={`/meetings/${meeting.id}/floor`}>
              {t('console.title')}
            </Link>
          )}
          <FullScreenButton />
        </p>
      </header>
      {shown ? (
        <ProjectedText shown={shown} badges={badges} account={account} timeZone={meeting.timeZone} />
      ) : (
        <h1 className="projector-empty">{t('room.nothing-shown')}</h1>
      )}
      <Foot line={line} />
      {sample && <p className="projector-sample">{t('sample.notice')}</p>}
    </div>
  )
}

/** So many who wait are named; the rest is counted. */
const named = 3

function Foot({ line }: { line: Line }) {
  const { floor, badges } = useLoaderData<typeof loader>()
  const t = useMessages()
  const { speaking, waiting, closedAt } = floor
  return (
    <footer className="projector-floor" aria-label={t('floor.title')}>
      {speaking ? (
        <p>
          <span className="soft">{t('floor.speaking')}</span>{' '}
          <strong>
            <DelegationNames ids={[speaking.delegation]} badges={badges} />
          </strong>{' '}
          {speaking.kind !== 'statement' && <span className="soft">{t(`floor.kind.${speaking.kind}`)} </span>}
          <SpeakingClock startedAt={speaking.startedAt} limit={speaking.limit} now={floor.now} />
        </p>
      ) : (
        <p className="soft">{t('floor.nobody')}</p>
      )}
      {waiting.length > 0 && (
        <p className="soft">
          {t('floor.next')}{' '}
          <DelegationNames ids={waiting.slice(0, named).map((entry) => entry.delegation)} badges={badges} />
          {waiting.length > named && ` ${t('floor.more', { count: waiting.length - named })}`}
        </p>
      )}
      {closedAt && <p className="soft">{t('floor.list-closed')}</p>}
      <p role="status" className="projector-line">
        {line === 'interrupted' && t('room.interrupted')}
      </p>
    </footer>
  )
}

/** A screen on a wall has no one who would reload it: it comes back by itself. */
export function ErrorBoundary() {
  return <Returning />
}
