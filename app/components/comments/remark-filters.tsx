import { Link, useSearchParams } from '@remix-run/react'
import type { Badge } from '#components/people/delegations'
import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import { commentPositions, type CommentPosition } from '#domain/comments/comments'
import type { DelegationKind } from '#domain/people/participants'

/** What one looks for among remarks; each is in the address. */
export const remarkFilters = ['item', 'delegation', 'kind', 'position'] as const

type Props = {
  found: number
  all: number
  items: readonly { id: string; label: string }[]
  delegations: readonly Badge[]
  kinds: readonly DelegationKind[]
  positions: Readonly<Record<CommentPosition, number>>
}

/** How many remarks take which position, each leading to them, and a search by item, delegation, kind and position. */
export function RemarkFilters({ found, all, items, delegations, kinds, positions }: Props) {
  const [query] = useSearchParams()
  const t = useMessages()
  const format = useFormat()
  const withPosition = (position: string | undefined) => {
    const next = new URLSearchParams(query)
    if (position === undefined) next.delete('position')
    else next.set('position', position)
    return `?${next.toString()}`
  }
  const choices = {
    item: items.map(({ id, label }) => ({ id, name: label })),
    delegation: format.byName(delegations).map(({ id, name }) => ({ id, name: format.name(name) })),
    kind: kinds.map((kind) => ({ id: kind as string, name: t(`delegation-kind.${kind}`) })),
    position: commentPositions.map((position) => ({
      id: position as string,
      name: t(`position.${position}`),
    })),
  }
  return (
    <search className="no-print">
      <p className="chip-row">
        {commentPositions
          .filter((position) => positions[position] > 0)
          .map((position) => {
            const isChosen = query.get('position') === position
            return (
              <Link
                key={position}
                className="chip chip-link"
                to={withPosition(isChosen ? undefined : position)}
                aria-current={isChosen ? 'true' : undefined}
                preventScrollReset
              >
                {t(`position.${position}`)} <bdi>{format.number(positions[position])}</bdi>
              </Link>
            )
          })}
      </p>
      <Form method="get" className="filters field-row" key={query.toString()} preventScrollReset>
        {remarkFilters.map((name) => (
          <div className="field" key={name}>
            <label htmlFor={`remarks-${name}`}>{t(`call.filter.${name}`)}</label>
            <select id={`remarks-${name}`} name={name} defaultValue={query.get(name) ?? ''}>
              <option value="">{t('meeting.filter.any')}</option>
              {choices[name].map((choice) => (
                <option key={choice.id} value={choice.id}>
                  {choice.name}
                </option>
              ))}
            </select>
          </div>
        ))}
        <button className="button" type="submit">
          {t('meeting.search-submit')}
        </button>
      </Form>
      <p className="soft" role="status">
        {t('call.found', { found, all })}
      </p>
    </search>
  )
}
