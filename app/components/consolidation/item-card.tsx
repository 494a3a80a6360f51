import { Link } from '@remix-run/react'
import { Form } from '#components/ui/form'
import { Text, useMessages } from '#components/ui/language'
import type { DispositionKind } from '#domain/consolidation/dispositions'
import type { Language } from '#domain/languages'

type Item = {
  id: string
  year: string
  label?: string | undefined
  text: string
  language: Language
  comments: number
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
  /** The paragraph that is open beside it. */
  chosen: { id: string } | undefined
  mayDecide: boolean
  selected: boolean
  onSelect: (on: boolean) => void
}

/** A preliminary item, with what became of it. */
export function ItemCard({ item, at, chosen, mayDecide, selected, onSelect }: Props) {
  const t = useMessages()
  const { disposition } = item
  const name = `${item.year} · ${item.label ?? t('status.tabled')}`
  const mayJoin = mayDecide && chosen && disposition && disposition.kind !== 'not-retained'
  return (
    <li className="card" data-quiet={disposition !== undefined} data-selected={selected || undefined}>
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
        <Link className="sheet-end soft" to={`/recommendations/${item.id}/lineage`}>
          {t('desk.lineage')}
        </Link>
      </p>
      <p className="document-text document-text-small">
        <Text language={item.language}>{item.text}</Text>
      </p>
      {disposition && (
        <div className="item-head soft">
          <span>
            {t(`disposition.${disposition.kind}`)}
            {disposition.targets.map(
              (target) => target.number !== undefined && ` → ${String(target.number)}`,
            )}
            {disposition.reason && `: ${disposition.reason}`}
          </span>
          {mayDecide && (
            <Form method="post" className="button-row" to={`${at}/reopen`} preventScrollReset>
              <input type="hidden" name="source" value={item.id} />
              <input type="hidden" name="sources" value={item.id} />
              {mayJoin && !disposition.targets.some((target) => target.id === chosen.id) && (
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
          )}
        </div>
      )}
    </li>
  )
}
