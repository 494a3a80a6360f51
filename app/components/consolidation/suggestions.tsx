import { Link, useRevalidator } from '@remix-run/react'
import { useEffect, useState } from 'react'
import { DelegationNames, type Badge } from '#components/people/delegations'
import { Form } from '#components/ui/form'
import { useMessages, useRichMessages } from '#components/ui/language'
import { Pages } from '#components/ui/pages'
import type { DispositionKind } from '#domain/consolidation/dispositions'
import type { Band } from '#domain/consolidation/overlap/bands'
import type { OverlapReason } from '#domain/consolidation/overlap/explanation'
import type { TextRange } from '#domain/consolidation/overlap/phrases'
import { directionOf, type Language } from '#domain/languages'
import type { Paging } from '#domain/paging'
import { itemName } from './tray'

type SuggestedItem = {
  id: string
  year: string
  label?: string | undefined
  text: string
  language: Language
  proposers: readonly string[]
  shared: readonly TextRange[]
}

export type SuggestedGroup = {
  items: readonly SuggestedItem[]
  band?: Band | undefined
  theme?: string | undefined
  /** The answer by which it was accepted. */
  accepted?: string | undefined
}

type ListProps = Omit<GroupProps, 'group'> & {
  suggestions: {
    state: 'preparing' | 'ready'
    paging: Paging
    groups: readonly SuggestedGroup[]
  }
}

/** How long until it is asked again whether suggestions are there, in milliseconds. */
const askAgain = 2_000

/** The groups of items that could go into one paragraph, the closest first. */
export function GroupList({ suggestions, ...props }: ListProps) {
  const t = useMessages()
  const { revalidate } = useRevalidator()
  const { state, paging, groups } = suggestions
  useEffect(() => {
    if (state !== 'preparing') return undefined
    const timer = setInterval(revalidate, askAgain)
    return () => clearInterval(timer)
  }, [state, revalidate])
  if (state === 'preparing') {
    return (
      <p className="empty" role="status">
        {t('overlap.preparing')}
      </p>
    )
  }
  return (
    <>
      <p className="field-hint">{t('overlap.hint')}</p>
      {groups.length === 0 && <p className="empty">{t('overlap.no-groups')}</p>}
      <ul className="cards">
        {groups.map((group) => (
          <GroupCard key={group.items.map(({ id }) => id).join(' ')} group={group} {...props} />
        ))}
      </ul>
      <Pages paging={paging} />
    </>
  )
}

type GroupProps = {
  group: SuggestedGroup
  /** The address of the desk. */
  at: string
  badges: readonly Badge[]
  selected: readonly string[]
  onSelect: (ids: readonly string[]) => void
}

/** Items that could go into one paragraph. An answer settles none of them. */
function GroupCard({ group, at, badges, selected, onSelect }: GroupProps) {
  const t = useMessages()
  const tell = useRichMessages()
  const [apart, setApart] = useState<readonly string[]>([])
  const ids = group.items.map(({ id }) => id)
  const together = ids.filter((id) => !apart.includes(id))
  const isSplit = apart.length > 0 && together.length > 0
  const [first] = group.items
  const { theme } = group
  return (
    <li className="card">
      <div className="item-head">
        <h3>
          {theme !== undefined && first
            ? tell('overlap.group', {
                count: ids.length,
                theme: (
                  <bdi key="theme" lang={first.language} dir={directionOf(first.language)}>
                    {theme}
                  </bdi>
                ),
              })
            : t('overlap.group.without-theme', { count: ids.length })}
        </h3>
        {group.band && <span className="chip">{t(`overlap.band.${group.band}`)}</span>}
        {group.accepted !== undefined && <span className="chip">{t('overlap.accepted')}</span>}
      </div>
      <ul className="overlap-items">
        {group.items.map((item) => (
          <li key={item.id} data-apart={apart.includes(item.id) || undefined}>
            <label className="choice">
              <input
                type="checkbox"
                checked={!apart.includes(item.id)}
                onChange={(event) =>
                  setApart((before) =>
                    event.target.checked ? before.filter((id) => id !== item.id) : [...before, item.id],
                  )
                }
              />
              <bdi className="strong">{itemName(t, item)}</bdi>
              <span className="soft">
                <DelegationNames ids={item.proposers} badges={badges} />
              </span>
            </label>
            <MarkedText item={item} />
          </li>
        ))}
      </ul>
      <div className="button-row">
        <button
          className="button button-small"
          type="button"
          disabled={together.every((id) => selected.includes(id))}
          onClick={() => onSelect(together)}
        >
          {t('overlap.select', { count: together.length })}
        </button>
        {group.accepted === undefined ? (
          <Answer at={at} items={ids} together={together} isSplit={isSplit} />
        ) : (
          <Form method="post" to={`${at}/reopen-suggestion`} preventScrollReset>
            <input type="hidden" name="suggestion" value={group.accepted} />
            <button className="button button-small" type="submit">
              {t('overlap.reopen')}
            </button>
          </Form>
        )}
      </div>
    </li>
  )
}

function Answer({
  at,
  items,
  together,
  isSplit,
}: {
  at: string
  items: readonly string[]
  together: readonly string[]
  isSplit: boolean
}) {
  const t = useMessages()
  return (
    <Form method="post" className="button-row" to={`${at}/suggestion`} preventScrollReset>
      {items.map((id) => (
        <input key={id} type="hidden" name="items" value={id} />
      ))}
      {isSplit && together.map((id) => <input key={id} type="hidden" name="together" value={id} />)}
      {isSplit ? (
        <button className="button button-small" type="submit" name="outcome" value="split">
          {t('overlap.split')}
        </button>
      ) : (
        <button className="button button-small" type="submit" name="outcome" value="accepted">
          {t('overlap.accept')}
        </button>
      )}
      <button className="button button-small" type="submit" name="outcome" value="refused">
        {t('overlap.refuse')}
      </button>
    </Form>
  )
}

export type Partner = SuggestedItem & {
  explanation: { band?: Band | undefined; reason: OverlapReason; coverage: { a: number; b: number } }
  phrase?: string | undefined
  verdict?: 'together' | 'apart' | undefined
  disposition?:
    { kind: DispositionKind; targets: readonly { id: string; number?: number | undefined }[] } | undefined
}

type PartnersProps = {
  item: SuggestedItem & { isOpen: boolean }
  /** Undefined while it is worked out. */
  partners: readonly Partner[] | undefined
  at: string
  /** The address of the desk with a paragraph open. */
  paragraphAt: (paragraph: string) => string
  /** The address of the desk without the comparison. */
  closeAt: string
  badges: readonly Badge[]
  selected: readonly string[]
  onSelect: (ids: readonly string[]) => void
}

/** An item beside those that say the same or a part of it, each with why. */
export function Partners({
  item,
  partners,
  at,
  paragraphAt,
  closeAt,
  badges,
  selected,
  onSelect,
}: PartnersProps) {
  const t = useMessages()
  return (
    <section aria-labelledby="similar" className="partners">
      <div className="item-head">
        <h2 id="similar">{t('overlap.similar-to', { item: itemName(t, item) })}</h2>
        <Link className="sheet-end" to={closeAt} preventScrollReset>
          {t('overlap.close')}
        </Link>
      </div>
      <MarkedText item={item} />
      {partners?.length === 0 && <p className="empty">{t('overlap.none')}</p>}
      {!partners && <p className="empty">{t('overlap.preparing')}</p>}
      <ul className="cards">
        {partners?.map((partner) => (
          <li key={partner.id} className="card">
            <div className="item-head">
              <bdi className="strong">{itemName(t, partner)}</bdi>
              {partner.explanation.band && (
                <span className="chip">{t(`overlap.band.${partner.explanation.band}`)}</span>
              )}
              {partner.verdict === 'together' && <span className="chip">{t('overlap.accepted')}</span>}
              <span className="soft">
                <DelegationNames ids={partner.proposers} badges={badges} />
              </span>
            </div>
            <p>
              <Reason partner={partner} language={item.language} />
            </p>
            <MarkedText item={partner} />
            <div className="button-row">
              {partner.disposition ? (
                <>
                  <span className="soft">{t(`disposition.${partner.disposition.kind}`)}</span>
                  {partner.disposition.targets.map(
                    ({ id, number }) =>
                      number !== undefined && (
                        <Link key={id} to={paragraphAt(id)} preventScrollReset>
                          {t('overlap.open-paragraph', { number })}
                        </Link>
                      ),
                  )}
                </>
              ) : (
                item.isOpen && (
                  <>
                    <button
                      className="button button-small"
                      type="button"
                      disabled={selected.includes(partner.id) && selected.includes(item.id)}
                      onClick={() => onSelect([item.id, partner.id])}
                    >
                      {t('overlap.select-both')}
                    </button>
                    {partner.verdict === undefined && (
                      <Answer at={at} items={[item.id, partner.id]} together={[]} isSplit={false} />
                    )}
                  </>
                )
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Reason({ partner, language }: { partner: Partner; language: Language }) {
  const tell = useRichMessages()
  const { reason, coverage } = partner.explanation
  return (
    <>
      {tell(`overlap.reason.${reason}`, {
        first: coverage.a,
        second: coverage.b,
        phrase: (
          <bdi key="phrase" lang={language} dir={directionOf(language)}>
            {partner.phrase ?? ''}
          </bdi>
        ),
      })}
    </>
  )
}

/** A text with what the others say too. */
function MarkedText({
  item: { text, language, shared },
}: {
  item: Pick<SuggestedItem, 'text' | 'language' | 'shared'>
}) {
  const parts: { text: string; isShared: boolean }[] = []
  let end = 0
  for (const range of shared) {
    parts.push({ text: text.slice(end, range.start), isShared: false })
    parts.push({ text: text.slice(range.start, range.end), isShared: true })
    end = range.end
  }
  parts.push({ text: text.slice(end), isShared: false })
  return (
    <p className="document-text document-text-small" lang={language} dir={directionOf(language)}>
      {parts.map((part, index) =>
        part.isShared ? (
          <mark key={index} className="shared-words">
            {part.text}
          </mark>
        ) : (
          part.text
        ),
      )}
    </p>
  )
}
