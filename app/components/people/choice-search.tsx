import { useId } from 'react'
import { useMessages } from '#components/ui/language'

/** Finds one of many choices by a part of its name. Enter searches; it does not send the form. */
export function ChoiceSearch({ value, onSearch }: { value: string; onSearch: (value: string) => void }) {
  const t = useMessages()
  const id = useId()
  return (
    <div className="delegation-choices-search needs-scripts">
      <label htmlFor={id}>{t('choices.search')}</label>
      <input
        id={id}
        type="search"
        value={value}
        autoComplete="off"
        onChange={(event) => onSearch(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
    </div>
  )
}
