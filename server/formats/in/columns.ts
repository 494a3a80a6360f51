import type { ImportRow } from '#domain/imports/import-rows'
import { isLanguage, languages } from '#domain/languages'
import { UnreadableFile, type Columns, type ReadFile, type ReadOptions } from './read-file'

type Cells = Record<string, unknown>

/** What columns are called in the files that people have; compared without case, spaces and signs. */
const names: Record<keyof Columns, readonly string[]> = {
  text: [
    'text',
    'recommendation',
    'recommendations',
    'paragraph',
    'content',
    'نص',
    'النص',
    'التوصية',
    'texte',
    'texto',
    'recommandation',
    'recomendación',
    'рекомендация',
    'текст',
    '建议',
    '案文',
  ],
  proposer: [
    'proposer',
    'proposers',
    'proposedby',
    'recommendingstate',
    'recommendingstates',
    'delegation',
    'delegations',
    'sponsor',
    'sponsors',
    'from',
    'الوفد',
    'مقدم',
  ],
  tags: ['tags', 'tag', 'issues', 'issue', 'themes', 'theme', 'category', 'categories', 'الوسوم', 'الموضوع'],
  label: ['label', 'number', 'no', 'recid', 'clausenumber', 'id', 'الرقم'],
  language: ['language', 'lang', 'اللغة'],
}

const plain = (name: string) => name.toLowerCase().replace(/[^\p{Letter}\p{Number}]/gu, '')

/** What a column is about that only names or dates the recommendation. */
const about = ['id', 'no', 'number', 'date', 'type', 'status', 'code']

/** Headings that people write out: `Recommendation and recommending State`, `Human rights themes and groups`. */
function isTitled(name: string, key: keyof Columns): boolean {
  const words = name.toLowerCase().split(/[^\p{Letter}\p{Number}]+/u)
  if (words.length < 3 || words.some((word) => about.includes(word))) return false
  if (key === 'text') return names.text.includes(words[0] ?? '')
  return key === 'tags' && words.some((word) => names.tags.includes(word))
}

/**
 * Finds columns by their names, those that were given first. @throws UnreadableFile without a column of texts, or of
 * a name that was given.
 */
export function findColumns(columnNames: readonly string[], given: Columns = {}): Columns {
  const find = (key: keyof Columns) => {
    const wanted = given[key]
    if (wanted !== undefined) {
      const found =
        columnNames.find((name) => name === wanted) ??
        columnNames.find((name) => plain(name) === plain(wanted))
      if (found === undefined) throw new UnreadableFile('no-such-column')
      return found
    }
    for (const known of names[key]) {
      const found = columnNames.find((name) => plain(name) === known)
      if (found !== undefined) return found
    }
    return columnNames.find((name) => isTitled(name, key))
  }
  const columns: Columns = {}
  for (const key of Object.keys(names) as (keyof Columns)[]) {
    const found = find(key)
    if (found !== undefined) columns[key] = found
  }
  if (columns.text === undefined) throw new UnreadableFile('no-text-column')
  return columns
}

/** Turns the rows of a table into recommendations. */
export function readTable(
  records: readonly { line: number; cells: Cells }[],
  columnNames: readonly string[],
  options: ReadOptions,
): ReadFile {
  const columns = findColumns(columnNames, options.columns)
  const rows = records.map(({ line, cells }): ImportRow => {
    const cell = (key: keyof Columns) => (columns[key] === undefined ? undefined : cells[columns[key]])
    const text = textIn(cell('text'), options)
    const label = words(cell('label'))[0]
    const language = words(cell('language'))[0]?.slice(0, 2)
    return {
      line,
      isEntry: true,
      text: text.text,
      proposers: words(cell('proposer')),
      tags: words(cell('tags')),
      ...(label && { label }),
      ...(isLanguage(language) && { language }),
      ...(text.language && { language: text.language }),
    }
  })
  return { rows, columns, columnNames: [...columnNames] }
}

/** A text, or one text per language as our own exports have it. */
function textIn(value: unknown, options: ReadOptions): { text: string; language?: ImportRow['language'] } {
  if (typeof value === 'string') return { text: value }
  if (typeof value !== 'object' || value === null)
    return { text: value === undefined || value === null ? '' : String(value) }
  const cells = value as Record<string, unknown>
  const order = options.language ? [options.language, ...languages] : languages
  for (const language of order) {
    const found = cells[language]
    if (typeof found === 'string') return { text: found, language }
  }
  return { text: '' }
}

/**
 * The words of a cell that holds one or several: a list, a line each, or parted by semicolons or commas. A line
 * that ends with a colon names what follows.
 */
function words(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(words)
  if (typeof value === 'number') return [String(value)]
  if (typeof value !== 'string') return []
  const by = ['\n', ';'].find((sign) => value.includes(sign)) ?? /[,،]/u
  return value
    .split(by)
    .map((word) => word.replace(/^\s*[-–•]\s/u, '').trim())
    .filter((word) => word !== '' && !word.endsWith(':'))
}
