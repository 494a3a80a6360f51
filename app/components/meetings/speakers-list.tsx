import type { ReactNode } from 'react'
import { DelegationNames, type Badge } from '#components/people/delegations'
import { Form } from '#components/ui/form'
import { useMessages } from '#components/ui/language'
import type { SpeakerKind } from '#domain/meetings/speakers'
import { clock, SpeakingClock } from './speaking-clock'

export type FloorFacts = {
  speaking?:
    | {
        id: string
        delegation: string
        kind: SpeakerKind
        limit: number
        startedAt: string
        mayEnd: boolean
      }
    | undefined
  waiting: readonly {
    id: string
    delegation: string
    kind: SpeakerKind
    limit: number
    mayLeave: boolean
    mayMoveUp: boolean
    mayMoveDown: boolean
  }[]
  closedAt?: string | undefined
  may: { give: boolean; keep: boolean }
  now: string
}

/** Who has the floor and who waits for it, with what this reader may do about it. */
export function SpeakersList({ floor, badges }: { floor: FloorFacts; badges: readonly Badge[] }) {
  const t = useMessages()
  const { speaking, waiting, closedAt, may } = floor
  return (
    <>
      <section className="card floor-now" aria-labelledby="speaking">
        <h2 id="speaking">{t('floor.speaking')}</h2>
        {speaking ? (
          <div className="floor-speaking">
            <p>
              <strong>
                <DelegationNames ids={[speaking.delegation]} badges={badges} />
              </strong>{' '}
              <span className="soft">{t(`floor.kind.${speaking.kind}`)}</span>
            </p>
            <SpeakingClock startedAt={speaking.startedAt} limit={speaking.limit} now={floor.now} />
            {speaking.mayEnd && (
              <SpeakerForm speaker={speaking.id}>
                <button className="button button-small" type="submit" name="intent" value="leave">
                  {t('floor.end')}
                </button>
              </SpeakerForm>
            )}
          </div>
        ) : (
          <p className="soft">{t('floor.nobody')}</p>
        )}
      </section>
      <section aria-labelledby="waiting">
        <h2 id="waiting">{t('floor.waiting')}</h2>
        {closedAt && (
          <p className="notice" data-tone="warn">
            {t('floor.list-closed')}
          </p>
        )}
        {waiting.length === 0 && <p className="empty">{t('floor.empty')}</p>}
        <ol className="rows floor-waiting">
          {waiting.map((entry, place) => (
            <li key={entry.id}>
              <span>
                <DelegationNames ids={[entry.delegation]} badges={badges} />{' '}
                <span
                  className={entry.kind === 'point-of-order' ? 'chip status-dot' : 'soft'}
                  data-tone="bad"
                >
                  {t(`floor.kind.${entry.kind}`)}
                </span>{' '}
                <bdi className="soft">{clock(entry.limit)}</bdi>
              </span>
              <WaitingForm one={entry} mayGive={may.give} isFirst={place === 0} badges={badges} />
            </li>
          ))}
        </ol>
      </section>
    </>
  )
}

function SpeakerForm({ speaker, children }: { speaker: string; children: ReactNode }) {
  return (
    <Form method="post" className="button-row" preventScrollReset>
      <input type="hidden" name="speaker" value={speaker} />
      {children}
    </Form>
  )
}

function WaitingForm({
  one,
  mayGive,
  isFirst,
  badges,
}: {
  one: FloorFacts['waiting'][number]
  mayGive: boolean
  isFirst: boolean
  badges: readonly Badge[]
}) {
  const t = useMessages()
  // Each button says whom it is about to those who hear it alone.
  const whose = (
    <span className="visually-hidden">
      {' '}
      <DelegationNames ids={[one.delegation]} badges={badges} />
    </span>
  )
  return (
    <SpeakerForm speaker={one.id}>
      {mayGive && (
        <button
          className={`button button-small${isFirst ? ' button-primary' : ''}`}
          type="submit"
          name="intent"
          value="give"
        >
          {t('floor.give')}
          {whose}
        </button>
      )}
      {(['up', 'down'] as const).map(
        (direction) =>
          (direction === 'up' ? one.mayMoveUp : one.mayMoveDown) && (
            <button
              key={direction}
              className="button button-small button-quiet"
              type="submit"
              name="intent"
              value={`move-${direction}`}
            >
              <span aria-hidden="true">{direction === 'up' ? '↑' : '↓'}</span>
              <span className="visually-hidden">{t(`floor.move-${direction}`)}</span>
              {whose}
            </button>
          ),
      )}
      {one.mayLeave && (
        <button className="button button-small" type="submit" name="intent" value="leave">
          {t('floor.leave')}
          {whose}
        </button>
      )}
    </SpeakerForm>
  )
}

/** How long each delegation has spoken, those who spoke longest first. */
export function TimeUsed({
  used,
  badges,
}: {
  used: readonly { delegation: string; seconds: number }[]
  badges: readonly Badge[]
}) {
  const t = useMessages()
  if (used.length === 0) return null
  return (
    <table className="table">
      <caption>{t('floor.used')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('floor.delegation')}</th>
          <th scope="col">{t('floor.time')}</th>
        </tr>
      </thead>
      <tbody>
        {used.map((entry) => (
          <tr key={entry.delegation}>
            <th scope="row">
              <DelegationNames ids={[entry.delegation]} badges={badges} />
            </th>
            <td>
              <bdi>{clock(entry.seconds)}</bdi>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
