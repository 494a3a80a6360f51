import { Link, useSearchParams } from '@remix-run/react'
import { Form } from '#components/ui/form'
import { useMessages } from '#components/ui/language'

type Props = { meeting: string; meetings: readonly { id: string; year: string }[] }

/** Which preliminary items the desk shows: of which meeting, still open, with which words. */
export function ItemFilters({ meeting, meetings }: Props) {
  const [query] = useSearchParams()
  const t = useMessages()
  const link = (change: Record<string, string | undefined>) => {
    const next = new URLSearchParams(query)
    next.delete('page')
    for (const [name, value] of Object.entries(change)) {
      if (value === undefined) next.delete(name)
      else next.set(name, value)
    }
    return `/meetings/${meeting}/consolidation?${next.toString()}`
  }
  const from = query.get('from')
  return (
    <>
      <p className="chip-row">
        <FilterChip to={link({ from: undefined })} on={!from} name={t('consolidation.all')} />
        {meetings.map((entry) => (
          <FilterChip key={entry.id} to={link({ from: entry.id })} on={from === entry.id} name={entry.year} />
        ))}
        <FilterChip
          to={link({ open: query.has('open') ? undefined : '' })}
          on={query.has('open')}
          name={t('consolidation.without')}
        />
      </p>
      <Form method="get" role="search" className="tag-form">
        {['from', 'open', 'paragraph'].map(
          (name) =>
            query.has(name) && <input key={name} type="hidden" name={name} value={query.get(name) ?? ''} />,
        )}
        <label className="visually-hidden" htmlFor="q">
          {t('meeting.search')}
        </label>
        <input
          id="q"
          name="q"
          type="search"
          className="input"
          defaultValue={query.get('q') ?? ''}
          placeholder={t('meeting.search')}
        />
        <button className="button button-small" type="submit">
          {t('meeting.search-submit')}
        </button>
      </Form>
    </>
  )
}

function FilterChip({ to, on, name }: { to: string; on: boolean; name: string }) {
  return (
    <Link to={to} className="chip chip-link" aria-current={on ? 'true' : undefined} preventScrollReset>
      {name}
    </Link>
  )
}
