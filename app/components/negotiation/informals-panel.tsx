import { Link } from '@remix-run/react'
import { DelegationNames, type Badge } from '#components/people/delegations'
import { useFormat, useMessages } from '#components/ui/language'
import { informalIs, type InformalStatus } from '#domain/status'

export type InformalFacts = {
  id: string
  status: InformalStatus
  members: readonly string[]
  former: readonly string[]
  task: string
  startedAt: string
  endedAt?: string | undefined
  reason?: string | undefined
  amendment?: string | undefined
  isOwn: boolean
  mayWork: boolean
}

const tones: Record<InformalStatus, 'active' | 'good' | 'quiet'> = {
  'at-work': 'active',
  'brought-back': 'good',
  dissolved: 'quiet',
}

/** Where informals are, in a word with a dot. */
export function InformalStatusChip({ status }: { status: InformalStatus }) {
  const t = useMessages()
  return (
    <span className="chip status-dot" data-tone={tones[status]}>
      {t(`informals.status.${status}`)}
    </span>
  )
}

/** The small groups that work on a text apart from the room: that they do, and who is in them. */
export function InformalsPanel({
  informals,
  badges,
  timeZone,
  base,
  mayStart,
}: {
  informals: readonly InformalFacts[]
  badges: readonly Badge[]
  timeZone: string
  /** The address of the recommendation. */
  base: string
  mayStart: boolean
}) {
  const t = useMessages()
  const format = useFormat()
  if (informals.length === 0 && !mayStart) return null
  return (
    <section className="informals" aria-labelledby="informals">
      {informals.length > 0 && <h2 id="informals">{t('informals.title')}</h2>}
      <ul className="cards">
        {informals.map((informal) => (
          <li key={informal.id} className="card" data-quiet={!informalIs.atWork(informal.status)}>
            <p className="chip-row">
              <InformalStatusChip status={informal.status} />
              <span className="soft">{format.time(informal.endedAt ?? informal.startedAt, timeZone)}</span>
            </p>
            <p>
              <DelegationNames ids={informal.members} badges={badges} />
            </p>
            {informal.task && <p dir="auto">{informal.task}</p>}
            {informal.reason && <p dir="auto">{t('amendments.reason', { reason: informal.reason })}</p>}
            <p>
              {informal.amendment ? (
                <Link to={`${base}/amendments/${informal.amendment}`}>{t('informals.proposal')}</Link>
              ) : (
                <Link to={`${base}/informals/${informal.id}`}>
                  {t(informal.mayWork ? 'informals.work' : 'informals.open')}
                </Link>
              )}
            </p>
          </li>
        ))}
      </ul>
      {mayStart && (
        <p>
          <Link className="button button-small" to={`${base}/informals/new`}>
            {t('informals.start')}
          </Link>
        </p>
      )}
    </section>
  )
}
