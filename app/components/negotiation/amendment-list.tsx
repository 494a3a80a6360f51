import { Link } from '@remix-run/react'
import { DelegationNames, type Badge } from '#components/people/delegations'
import { ChangeSummary } from '#components/text/change-summary'
import { ComparisonView, ViewSwitch } from '#components/text/comparison-view'
import { useFormat, useMessages } from '#components/ui/language'
import { StatusChip } from '#components/ui/status-chip'
import type { Language } from '#domain/languages'
import type { AmendmentKind } from '#domain/negotiation/amendments'
import { amendmentIs, type AmendmentStatus } from '#domain/status'
import type { Comparison } from '#domain/text/comparison'
import type { ChangeFact } from '#domain/text/describe-changes'

export type AmendmentCardFacts = {
  id: string
  kind: AmendmentKind
  status: AmendmentStatus
  proposers: readonly string[]
  sponsors: readonly string[]
  rationale: string
  tabledAt?: string | undefined
  decisionReason?: string | undefined
  comparison: Comparison
  /** What it does, said in words. */
  facts: readonly ChangeFact[]
  competing: readonly string[]
  fits?: boolean | undefined
  /** The amendments to it. */
  subs: readonly AmendmentCardFacts[]
}

type Cards = {
  cards: readonly AmendmentCardFacts[]
  badges: readonly Badge[]
  language: Language
  timeZone: string
  /** The address of the recommendation. */
  base: string
}

/** The amendments to one text, each with its changes, what it competes with, and the amendments to it. */
export function AmendmentList(props: Cards) {
  const t = useMessages()
  const { base, cards } = props
  if (cards.length === 0) return <p className="empty">{t('amendments.none')}</p>
  return (
    <>
      <div className="button-row view-switch-row">
        <ViewSwitch />
        {cards.some((card) => amendmentIs.tabled(card.status) && card.kind === 'text') && (
          <Link to={`${base}/merge`} className="button button-small">
            {t('merge.open')}
          </Link>
        )}
      </div>
      <AmendmentCards {...props} />
    </>
  )
}

/** The cards by themselves. */
export function AmendmentCards({ cards, badges, language, timeZone, base }: Cards) {
  const t = useMessages()
  const format = useFormat()
  const namesOf = (card: AmendmentCardFacts | undefined) =>
    [...(card?.proposers ?? []), ...(card?.sponsors ?? [])]
      .flatMap((id) => badges.find((badge) => badge.id === id) ?? [])
      .map((badge) => format.name(badge.name))
  return (
    <ul className="cards">
      {cards.map((card) => (
        <li key={card.id} className="card" data-quiet={!amendmentIs.pending(card.status)}>
          <h3>
            <Link to={`${base}/amendments/${card.id}`}>
              <DelegationNames ids={[...card.proposers, ...card.sponsors]} badges={badges} />
            </Link>
          </h3>
          <p className="chip-row">
            <StatusChip status={card.status} />
            {card.kind !== 'text' && <span className="chip">{t(`amendment.title.${card.kind}`)}</span>}
            {card.competing.length > 0 && (
              <span className="soft">
                {t('amendments.competes', {
                  names: format.list(
                    card.competing.flatMap((id) =>
                      namesOf(cards.find((amendmentCardFacts) => amendmentCardFacts.id === id)),
                    ),
                  ),
                })}
              </span>
            )}
            {amendmentIs.tabled(card.status) && card.fits !== undefined && card.competing.length === 0 && (
              <span className="soft">{t(card.fits ? 'amendments.applies' : 'amendments.moved-on')}</span>
            )}
          </p>
          {card.kind === 'text' && <ChangeSummary facts={card.facts} language={language} />}
          <ComparisonView comparison={card.comparison} language={language} context="near" />
          {card.rationale && <p dir="auto">{card.rationale}</p>}
          {card.decisionReason && <p dir="auto">{t('amendments.reason', { reason: card.decisionReason })}</p>}
          {card.tabledAt && (
            <p className="soft">
              {t('amendments.tabled-at', { instant: format.time(card.tabledAt, timeZone) })}
            </p>
          )}
          {card.subs.length > 0 && (
            <section className="sub-amendments" aria-label={t('amendment.subs')}>
              <h4>{t('amendment.subs')}</h4>
              <AmendmentCards
                cards={card.subs}
                badges={badges}
                language={language}
                timeZone={timeZone}
                base={base}
              />
            </section>
          )}
        </li>
      ))}
    </ul>
  )
}
