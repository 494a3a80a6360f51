import { useState } from 'react'
import { useFormat, useMessages } from '#components/ui/language'
import { fold } from '#domain/text/folding'
import { ChoiceSearch } from './choice-search'
import type { Badge } from './delegations'

/** A choice of several delegations: boxes to tick, found by typing a part of a name. */
export function DelegationChoices({
  name,
  legend,
  badges,
  chosen,
}: {
  name: string
  legend: string
  badges: readonly Badge[]
  chosen: readonly string[]
}) {
  const t = useMessages()
  const format = useFormat()
  const [search, setSearch] = useState('')
  const [ticked, setTicked] = useState(new Set(chosen))
  const wanted = fold(search)
  const isFound = (badge: Badge) => fold(`${format.name(badge.name)} ${badge.code}`).includes(wanted)
  const isShown = (badge: Badge) => wanted === '' || isFound(badge)
  return (
    <fieldset className="field delegation-choices">
      <legend>{legend}</legend>
      <ChoiceSearch value={search} onSearch={setSearch} />
      <p role="status" className="soft">
        {t('choices.chosen', { count: ticked.size })}{' '}
        {format.list(badges.filter((badge) => ticked.has(badge.id)).map((badge) => format.name(badge.name)))}
      </p>
      <ul className="plain">
        {format.byName(badges).map((badge) => (
          // Hidden, not taken away: what is ticked stays ticked while one looks for the next.
          <li key={badge.id} hidden={!isShown(badge)}>
            <label className="choice">
              <input
                type="checkbox"
                name={name}
                value={badge.id}
                defaultChecked={chosen.includes(badge.id)}
                onChange={(event) => {
                  const next = new Set(ticked)
                  if (event.target.checked) next.add(badge.id)
                  else next.delete(badge.id)
                  setTicked(next)
                }}
              />
              <span className="code-badge">{badge.code}</span>
              <span>{format.name(badge.name)}</span>
            </label>
          </li>
        ))}
      </ul>
      {!badges.some(isShown) && <p className="soft">{t('choices.none')}</p>}
    </fieldset>
  )
}
