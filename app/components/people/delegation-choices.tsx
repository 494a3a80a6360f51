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
  const isFound = (one: Badge) => fold(`${format.name(one.name)} ${one.code}`).includes(wanted)
  const isShown = (one: Badge) => wanted === '' || isFound(one)
  return (
    <fieldset className="field delegation-choices">
      <legend>{legend}</legend>
      <ChoiceSearch value={search} onSearch={setSearch} />
      <p role="status" className="soft">
        {t('choices.chosen', { count: ticked.size })}{' '}
        {format.list(badges.filter((one) => ticked.has(one.id)).map((one) => format.name(one.name)))}
      </p>
      <ul className="plain">
        {badges.map((one) => (
          // Hidden, not taken away: what is ticked stays ticked while one looks for the next.
          <li key={one.id} hidden={!isShown(one)}>
            <label className="choice">
              <input
                type="checkbox"
                name={name}
                value={one.id}
                defaultChecked={chosen.includes(one.id)}
                onChange={(event) => {
                  const next = new Set(ticked)
                  if (event.target.checked) next.add(one.id)
                  else next.delete(one.id)
                  setTicked(next)
                }}
              />
              <span className="code-badge">{one.code}</span>
              <span>{format.name(one.name)}</span>
            </label>
          </li>
        ))}
      </ul>
      {!badges.some(isShown) && <p className="soft">{t('choices.none')}</p>}
    </fieldset>
  )
}
