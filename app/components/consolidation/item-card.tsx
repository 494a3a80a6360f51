import { Link } from '@remix-run/react'
import { DelegationNames, type Badge } from '#components/people/delegations'
import { Form } from '#components/ui/form'
import { Text, useFormat, useMessages } from '#components/ui/language'
import type { DispositionKind } from '#domain/consolidation/dispositions'
import type { Language, LocalizedText } from '#domain/languages'
import { itemName } from './tray'

type Item = {
  id: string
  year: string
  label?: string | undefined
  topic?: LocalizedText | undefined
  proposers: readonly string[]
  text: string
  language: Language
  comments: number
  /** How many other items say the same or a part of it. */
  similar: number
  disposition?:
    | {
        kind: DispositionKind
        reason?: string | undefined
        targets: readonly { id: string; number?: number | undefined }[]
      }
    | undefined
}

type Props = {
  item: Item
  /** The address of the desk. */
  at: string
  /** Where the items are shown that say the same. */
  similarAt: string
  badges: readonly Badge[]
  /** The paragraph that is open beside it. */
  chosen: { id: string } | undefined
  mayDecide: boolean
  selected: boolean
  /** Whether the Tab key stops here; the others are reached by `j` and `k`. */
  isStop: boolean
  onSelect: (on: boolean) => void
}

/** A preliminary item, with what became of it. What is decided is folded. */
export function ItemCard({
  item,
  at,
  similarAt,
  badges,
  chosen,
  mayDecide,
  selected,
  isStop,
  onSelect,
}: Props) {
  const t = useMessages()
  const format = useFormat()
  const { disposition } = item
  const name = itemName(t, item)
  const text = (
    <p className="document-text document-text-small">
      <Text language={item.language}>{item.text}</Text>
    </p>
  )
  return (
    <li
      className="card item-card"
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keys of the desk act on the card that has the focus
      tabIndex={isStop ? 0 : -1}
      data-item={item.id}
      data-open={disposition ? undefined : true}
      data-quiet={disposition !== undefined}
      data-selected={selected || undefined}
    >
      <p className="item-head">
        {mayDecide && !disposition ? (
          <label className="choice">
            <input type="checkbox" checked={selected} onChange={(event) => onSelect(event.target.checked)} />
            <bdi className="strong">{name}</bdi>
          </label>
        ) : (
          <strong>
            <bdi>{name}</bdi>
          </strong>
        )}
        {item.comments > 0 && (
          <span className="soft">{t('consolidation.comments', { count: item.comments })}</span>
        )}
        {item.similar > 0 && (
          <Link to={similarAt} preventScrollReset data-similar>
            {t('overlap.similar', { count: item.similar })}
          </Link>
        )}
        <Link className="sheet-end soft" to={`/recommendations/${item.id}/lineage`}>
          {t('desk.lineage')}
        </Link>
      </p>
      {disposition ? (
        <details>
          <summary className="soft">
            {t(`disposition.${disposition.kind}`)}
            {disposition.targets.map(
              (target) => target.number !== undefined && ` → ${String(target.number)}`,
            )}
            {disposition.reason && `: ${disposition.reason}`}
          </summary>
          {text}
        </details>
      ) : (
        text
      )}
      <p className="item-foot soft">
        {item.topic && <span>{format.name(item.topic)}</span>}
        {item.proposers.length > 0 && <DelegationNames ids={item.proposers} badges={badges} />}
      </p>
      {disposition && mayDecide && <Decided at={at} item={item} disposition={disposition} chosen={chosen} />}
    </li>
  )
}

function Decided({
  at,
  item,
  disposition,
  chosen,
}: {
  at: string
  item: Item
  disposition: NonNullable<Item['disposition']>
  chosen: { id: string } | undefined
}) {
  const t = useMessages()
  const mayJoin =
    chosen &&
    disposition.kind !== 'not-retained' &&
    !disposition.targets.some((target) => target.id === chosen.id)
  return (
    <Form method="post" className="button-row" to={`${at}/reopen`} preventScrollReset>
      <input type="hidden" name="source" value={item.id} />
      <input type="hidden" name="sources" value={item.id} />
      {mayJoin && (
        <>
          <input type="hidden" name="paragraph" value={chosen.id} />
          <button className="button button-small" type="submit" formAction={`${at}/add`}>
            {t('consolidation.split')}
          </button>
        </>
      )}
      <button className="button button-small" type="submit">
        {t('consolidation.undo')}
      </button>
    </Form>
  )
}
