import { useState } from 'react'
import { useFormat, useMessages } from '#components/ui/language'
import type { LocalizedText } from '#domain/languages'
import { regionalGroups, type RegionalGroup } from '#domain/people/participants'
import { fold } from '#domain/text/folding'
import { ChoiceSearch } from './choice-search'

type State = {
  code: string
  name: LocalizedText
  regionalGroup?: RegionalGroup | undefined
  /** All of its names, folded. */
  search: string
}

/** States to tick, many at once: found by any of their names, in any language, and in whole regional groups. */
export function StateChoices({ states, chosen }: { states: readonly State[]; chosen: readonly string[] }) {
  const t = useMessages()
  const format = useFormat()
  const [search, setSearch] = useState('')
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set(chosen))
  const wanted = fold(search)
  const isShown = (state: State) => wanted === '' || state.search.includes(wanted)
  const tick = (codes: readonly string[], isTicked: boolean) =>
    setTicked((before) => {
      const next = new Set(before)
      for (const code of codes) {
        if (isTicked) next.add(code)
        else next.delete(code)
      }
      return next
    })
  const sections = [...regionalGroups, undefined]
  return (
    <fieldset className="field delegation-choices">
      <legend>{t('delegations.states')}</legend>
      <ChoiceSearch value={search} onSearch={setSearch} />
      <p role="status" className="soft">
        {t('delegations.chosen', { count: ticked.size })}
      </p>
      <div className="state-choices">
        {sections.map((group) => {
          const own = states.filter((state) => state.regionalGroup === group)
          const shown = own.filter(isShown)
          if (own.length === 0) return null
          const codes = shown.map(({ code }) => code)
          const areTicked = codes.length > 0 && codes.every((code) => ticked.has(code))
          return (
            <fieldset key={group ?? 'observers'} hidden={shown.length === 0}>
              <legend>{t(group ? `regional-group.${group}` : 'delegations.observers')}</legend>
              <button
                type="button"
                className="button button-small needs-scripts"
                onClick={() => tick(codes, !areTicked)}
              >
                {t(areTicked ? 'delegations.none-of' : 'delegations.all-of', { count: codes.length })}
              </button>
              <ul className="plain">
                {own.map((state) => (
                  // Hidden, not taken away: what is ticked stays ticked while one looks for the next.
                  <li key={state.code} hidden={!isShown(state)}>
                    <label className="choice">
                      <input
                        type="checkbox"
                        name="state"
                        value={state.code}
                        checked={ticked.has(state.code)}
                        onChange={(event) => tick([state.code], event.target.checked)}
                      />
                      <span className="code-badge">{state.code}</span>
                      <span>{format.name(state.name)}</span>
                    </label>
                  </li>
                ))}
              </ul>
            </fieldset>
          )
        })}
      </div>
      {!states.some(isShown) && <p className="soft">{t('choices.none')}</p>}
    </fieldset>
  )
}
