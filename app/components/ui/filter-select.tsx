import { useSearchParams } from '@remix-run/react'
import type { ChangeEvent, ReactNode } from 'react'
import { useMessages } from './language'

/** A choice among what a list can be filtered by; the address says what is chosen, and at first it is anything. */
export function FilterSelect({
  id,
  name,
  label,
  onChange,
  children,
}: {
  id: string
  name: string
  label: string
  onChange?: (event: ChangeEvent<HTMLSelectElement>) => void
  /** The options, besides *any*. */
  children: ReactNode
}) {
  const [query] = useSearchParams()
  const t = useMessages()
  const chosen = query.get(name) ?? ''
  return (
    <div className="field" key={chosen}>
      <label htmlFor={id}>{label}</label>
      <select id={id} name={name} defaultValue={chosen} onChange={onChange}>
        <option value="">{t('meeting.filter.any')}</option>
        {children}
      </select>
    </div>
  )
}

/** Options by what they are called. */
export const filterOptions = (options: readonly { id: string; label: string }[]) =>
  options.map(({ id, label }) => (
    <option key={id} value={id}>
      {label}
    </option>
  ))
