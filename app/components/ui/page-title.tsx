import { useMatches } from '@remix-run/react'
import type { LocalizedText } from '#domain/languages'
import type { MessageKey } from '#i18n/catalogues'
import { useFormat, useMessages } from './language'

const isTitled = (handle: unknown): handle is { title: MessageKey } =>
  typeof handle === 'object' && handle !== null && 'title' in handle && typeof handle.title === 'string'

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

const isName = (value: unknown): value is LocalizedText =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((text) => typeof text === 'string')

/**
 * The title of the document, which a screen reader says first and a tab shows: what kind of page it is, as its
 * route says in `handle.title`, and what it shows.
 */
export function PageTitle() {
  const t = useMessages()
  const format = useFormat()
  const page = useMatches().at(-1)
  const name = ['call', 'list', 'meeting', 'plan']
    .map((part) => property(property(page?.data, part), 'title'))
    .find(isName)
  const label = property(page?.data, 'label') ?? property(property(page?.data, 'item'), 'label')
  const parts = [
    typeof label === 'string' ? label : '',
    isTitled(page?.handle) ? t(page.handle.title) : '',
    name ? format.name(name) : '',
    t('app.name'),
  ]
  return <title>{parts.filter((part) => part !== '').join(' · ')}</title>
}
