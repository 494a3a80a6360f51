import { Link } from '@remix-run/react'
import { DelegationNames, type Badge } from '#components/people/delegations'
import { useFormat, useMessages, useRichMessages } from '#components/ui/language'
import type { LocalizedText } from '#domain/languages'
import type { AmendmentStatus } from '#domain/status'

type Other = { id: string; status: AmendmentStatus; parties: readonly string[] }

/** What an amendment has to do with others, where it belongs, and whether its text has moved on meanwhile. */
export function AmendmentContext({
  parent,
  continues,
  continuedBy,
  place,
  movedOn,
  isSuperseded,
  badges,
  base,
  timeZone,
}: {
  parent?: Other | undefined
  continues?: Other | undefined
  continuedBy?: Other | undefined
  place?: { topic: LocalizedText; after?: string | undefined } | undefined
  movedOn?: { number: number; at: string } | undefined
  isSuperseded: boolean
  badges: readonly Badge[]
  /** The address below which the amendments of this text are. */
  base: string
  timeZone: string
}) {
  const t = useMessages()
  const tell = useRichMessages()
  const format = useFormat()
  const linked = (other: Other) => (
    <Link to={`${base}/${other.id}`}>
      <DelegationNames ids={other.parties} badges={badges} />
    </Link>
  )
  return (
    <>
      {parent && <p>{tell('amendment.amends', { names: linked(parent) })}</p>}
      {place && (
        <p>
          {tell(place.after ? 'amendment.place-after' : 'amendment.place-end', {
            number: <bdi>{place.after}</bdi>,
            topic: <bdi>{format.name(place.topic)}</bdi>,
          })}
        </p>
      )}
      {continues && <p>{tell('amendment.continues', { names: linked(continues) })}</p>}
      {continuedBy && (
        <p className="notice">{tell('amendment.continued-by', { names: linked(continuedBy) })}</p>
      )}
      {parent && isSuperseded && (
        <p className="notice">
          {t('amendment.superseded-with-parent', { status: t(`status.${parent.status}`) })}
        </p>
      )}
      {movedOn && (
        <p className="notice" data-tone="warn">
          {parent
            ? t('amendment.parent-moved-on')
            : t('amendment.moved-on', {
                number: movedOn.number,
                instant: format.instant(movedOn.at, timeZone),
              })}
        </p>
      )}
    </>
  )
}
