import { Link, useSearchParams } from '@remix-run/react'
import type { Badge } from '#components/people/delegations'
import { FilterSelect, filterOptions } from '#components/ui/filter-select'
import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import { useQueryAddress } from '#components/ui/query-address'
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
  const addressWith = useQueryAddress(`/meetings/${meeting}/consolidation`)
  const link = (change: Record<string, string | undefined>) => addressWith({ page: undefined, ...change })
  const from = query.get('from')
  const isFiltered = filters.some((name) => query.has(name) && query.get(name) !== '')
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
          <FilterSelect id="filter-topic" name="topic" label={t('recommendation.topic')}>
            {meetings.map(({ id, year, topics }) => (
              <optgroup key={id} label={year}>
                {filterOptions(topics.map((topic) => ({ id: topic.id, label: format.name(topic.title) })))}
              </optgroup>
            ))}
          </FilterSelect>
          <FilterSelect id="filter-by" name="by" label={t('meeting.filter.delegation')}>
            {filterOptions(
              format
                .byName(badges.filter(({ id }) => proposers.includes(id)))
                .map(({ id, name }) => ({ id, label: format.name(name) })),
            )}
          </FilterSelect>
          {tags.length > 0 && (
            <FilterSelect id="filter-tag" name="tag" label={t('meeting.filter.tag')}>
              {filterOptions(tags.map(({ id, name }) => ({ id, label: format.name(name) })))}
            </FilterSelect>
          )}
          <FilterSelect id="filter-became" name="became" label={t('consolidation.became')}>
            {filterOptions(dispositionKinds.map((kind) => ({ id: kind, label: t(`disposition.${kind}`) })))}
          </FilterSelect>
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
