import { useFormat } from '#components/ui/language'
import type { LocalizedText } from '#domain/languages'

export type Badge = { id: string; name: LocalizedText; code: string; color: string }

/** `Brazil, Japan and Kenya`, in the reader's language. */
export function DelegationNames({ ids, badges }: { ids: readonly string[]; badges: readonly Badge[] }) {
  const format = useFormat()
  const names = ids
    .flatMap((id) => badges.find((badge) => badge.id === id) ?? [])
    .map((badge) => format.name(badge.name))
  return <bdi>{format.list(names)}</bdi>
}

/** A choice among delegations, those left out that are in already. */
export function DelegationSelect({
  id,
  name,
  badges,
  without,
}: {
  id: string
  name: string
  badges: readonly Badge[]
  without: readonly string[]
}) {
  const format = useFormat()
  const offered = format
    .byName(badges.filter((badge) => !without.includes(badge.id)))
    .map((badge) => ({ id: badge.id, label: format.name(badge.name) }))
  return (
    <select id={id} name={name} required defaultValue="">
      <option value="" disabled>
        —
      </option>
      {offered.map((entry) => (
        <option key={entry.id} value={entry.id}>
          {entry.label}
        </option>
      ))}
    </select>
  )
}
