import { Link, useSearchParams } from '@remix-run/react'
import type { Badge } from '#components/people/delegations'
import { FilterSelect, filterOptions } from '#components/ui/filter-select'
import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import { useQueryAddress } from '#components/ui/query-address'
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
  const addressWith = useQueryAddress()
  const t = useMessages()
  const format = useFormat()
  const choices = {
    item: items.map(({ id, label }) => ({ id, label })),
    delegation: format.byName(delegations).map(({ id, name }) => ({ id, label: format.name(name) })),
    kind: kinds.map((kind) => ({ id: kind as string, label: t(`delegation-kind.${kind}`) })),
    position: commentPositions.map((position) => ({
      id: position as string,
      label: t(`position.${position}`),
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
                to={addressWith({ position: isChosen ? undefined : position })}
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
          <FilterSelect key={name} id={`remarks-${name}`} name={name} label={t(`call.filter.${name}`)}>
            {filterOptions(choices[name])}
          </FilterSelect>
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
