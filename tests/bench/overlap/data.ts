import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import { z } from 'zod'
import { languages, type Language } from '#domain/languages'

/** Public recommendations of others, for testing only: no part of the project, and absent in most clones. */
const folder = '../shared/data'

const files = {
  pairs: 'pairs/upr-wg-clustered-pairs.tsv',
  twice: 'pairs/upr-same-rec-two-sources.tsv',
  many: 'recommendations/upr-sessions-1-13.csv',
  aligned: 'languages/sdg-six-languages.csv',
}

/** The first file that is not there. */
export const missingData = (): string | undefined =>
  Object.values(files)
    .map((file) => join(folder, file))
    .find((path) => !existsSync(path))

const read = (file: string) => readFileSync(join(folder, file), 'utf8')

/** One recommendation of a report; those of one cluster were put under one paragraph by the United Nations. */
export type Labelled = { id: string; text: string; state: string; cluster: string }

export type LabelledPair = { a: string; b: string; belongs: boolean }

/** Pairs of items by their ids, with the items themselves. */
export function readPairs(): { items: Labelled[]; pairs: LabelledPair[] } {
  const items = new Map<string, Labelled>()
  const rows = read(files.pairs).trim().split('\n').slice(1)
  const pairs = rows.map((row) => {
    const [label, state = '', year = '', paragraphA = '', paragraphB = '', a = '', , b = ''] = row.split('\t')
    const keep = (paragraph: string, text: string) => {
      const id = [state, year, paragraph, text].join(' ')
      const cluster = [state, year, ...paragraph.split('.').slice(0, 2)].join(' ')
      items.set(id, { id, text, state, cluster })
      return id
    }
    return { a: keep(paragraphA, a), b: keep(paragraphB, b), belongs: label === '1' }
  })
  return { items: [...items.values()], pairs }
}

/** The same recommendation as two sources give it. */
export function readTwice(): { first: string; second: string }[] {
  const rows = read(files.twice).trim().split('\n').slice(1)
  return rows.map((row) => {
    const [, , , , , first = '', second = ''] = row.split('\t')
    // Only its number and the names behind it differ on purpose.
    return { first: first.replace(/^[\d.]+\s+/u, ''), second }
  })
}

/** Different texts, as many as are wanted. */
export function readMany(count: number): string[] {
  const { data } = Papa.parse<unknown>(read(files.many), { header: true, skipEmptyLines: true })
  const rows = z.array(z.object({ text: z.string() })).parse(data)
  return [...new Set(rows.map(({ text }) => text))].slice(0, count)
}

/** The same texts in each of the six languages. */
export function readAligned(): Record<Language, string[]> {
  const { data } = Papa.parse<unknown>(read(files.aligned), { header: true, skipEmptyLines: true })
  const rows = z
    .array(z.record(z.enum(languages), z.string()).or(z.record(z.string(), z.string())))
    .parse(data)
  const complete = rows.filter((row) => languages.every((language) => row[language]))
  const of = (language: Language) => complete.map((row) => row[language] ?? '')
  return { ar: of('ar'), en: of('en'), es: of('es'), fr: of('fr'), ru: of('ru'), zh: of('zh') }
}
