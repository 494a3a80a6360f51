import { Link, useSearchParams } from '@remix-run/react'
import type { Badge } from '#components/people/delegations'
import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import { dispositionKinds } from '#domain/consolidation/dispositions'
import type { LocalizedText } from '#domain/languages'

type Titled = { id: string; title: LocalizedText }

type Props = {
  meeting: string
  meetings: readonly { id: string; year: string; title: LocalizedText; topics: readonly Titled[] }[]
  proposers: readonly string[]
  tags: readonly { id: string; name: LocalizedText }[]
  badges: readonly Badge[]
}

const filters = ['topic', 'by', 'tag', 'became'] as const

/** Which preliminary items the desk shows: of which meeting, still open, with which words. */
export function ItemFilters({ meeting, meetings, proposers, tags, badges }: Props) {
  const [query] = useSearchParams()
  const t = useMessages()
  const format = useFormat()
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
  const isFiltered = filters.some((name) => query.has(name) && query.get(name) !== '')
  const choice = (name: (typeof filters)[number]) => ({
    id: `filter-${name}`,
    name,
    defaultValue: query.get(name) ?? '',
  })
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
      <Form method="get" role="search" className="desk-search" key={query.toString()}>
        {['from', 'open', 'paragraph'].map(
          (name) =>
            query.has(name) && <input key={name} type="hidden" name={name} value={query.get(name) ?? ''} />,
        )}
        <div className="tag-form">
          <label className="visually-hidden" htmlFor="q">
            {t('meeting.search')}
          </label>
          <input
            id="q"
            name="q"
            type="search"
            className="input"
            defaultValue={query.get('q') ?? ''}
            placeholder={t('consolidation.search-hint')}
          />
          <button className="button button-small" type="submit">
            {t('meeting.search-submit')}
          </button>
        </div>
        <details open={isFiltered}>
          <summary>{t('consolidation.more-filters')}</summary>
          <div className="field">
            <label htmlFor="filter-topic">{t('recommendation.topic')}</label>
            <select {...choice('topic')}>
              <option value="">{t('meeting.filter.any')}</option>
              {meetings.map(({ id, year, topics }) => (
                <optgroup key={id} label={year}>
                  {topics.map((topic) => (
                    <option key={topic.id} value={topic.id}>
                      {format.name(topic.title)}
                    </option>
                  ))}
                </optgroup>
              ))}
            </select>
          </div>
          <div className="field">
            <label htmlFor="filter-by">{t('meeting.filter.delegation')}</label>
            <select {...choice('by')}>
              <option value="">{t('meeting.filter.any')}</option>
              {format.byName(badges.filter(({ id }) => proposers.includes(id))).map(({ id, name }) => (
                <option key={id} value={id}>
                  {format.name(name)}
                </option>
              ))}
            </select>
          </div>
          {tags.length > 0 && (
            <div className="field">
              <label htmlFor="filter-tag">{t('meeting.filter.tag')}</label>
              <select {...choice('tag')}>
                <option value="">{t('meeting.filter.any')}</option>
                {tags.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {format.name(name)}
                  </option>
                ))}
              </select>
            </div>
          )}
          <div className="field">
            <label htmlFor="filter-became">{t('consolidation.became')}</label>
            <select {...choice('became')}>
              <option value="">{t('meeting.filter.any')}</option>
              {dispositionKinds.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`disposition.${kind}`)}
                </option>
              ))}
            </select>
          </div>
        </details>
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
