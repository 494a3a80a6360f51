import type { IsKnown } from '#domain/imports/proposers'
import { splitNames } from '#domain/imports/proposers'
import type { Columns } from '#domain/imports/import-file'

/** A column of texts has so many words in a cell on average. */
const fewestWords = 4
const mostOf = 0.6
const sampleRows = 200

const countWords = (text: string) =>
  /\p{Script=Han}/u.test(text) ? text.length / 2 : text.split(/\s+/u).filter((word) => word !== '').length

/** A first row that is a row itself: no column is called by a whole sentence. */
export const isHeaderless = (cells: readonly string[]): boolean =>
  cells.some((cell) => countWords(cell) >= 8 || (countWords(cell) >= 4 && /[.;。؛]\s*$/u.test(cell)))

/** What the columns of a table without a header are, by what is in them. */
export function guessColumns(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  isKnown: IsKnown,
): Columns {
  const sample = rows.slice(0, sampleRows)
  const columns: Columns = {}
  const facts = names.map((name, at) => {
    const cells = sample.map((row) => (row[at] ?? '').trim()).filter((cell) => cell !== '')
    const share = (test: (cell: string) => boolean) => cells.filter(test).length / Math.max(1, cells.length)
    return {
      name,
      words: cells.reduce((sum, cell) => sum + countWords(cell), 0) / Math.max(1, cells.length),
      names: share((cell) => cell.length < 400 && splitNames(cell, isKnown).every(isKnown)),
      labels: share((cell) => /^[(]?[\p{L}\d]{1,4}(?:\.\d{1,4})*[.)]?(?:\s?\(\p{L}{1,2}\))?$/u.test(cell)),
      isEmpty: cells.length === 0,
    }
  })
  const [longest] = facts.filter(({ isEmpty }) => !isEmpty).sort((a, b) => b.words - a.words)
  if (!longest || longest.words < fewestWords) return columns
  columns.text = longest.name
  const others = facts.filter((fact) => fact !== longest && !fact.isEmpty)
  const proposer = others.find((candidate) => candidate.names >= mostOf)
  const label = others.find((candidate) => candidate !== proposer && candidate.labels >= mostOf)
  return { ...columns, ...(proposer && { proposer: proposer.name }), ...(label && { label: label.name }) }
}
