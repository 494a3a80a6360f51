import { cleanLine } from '#domain/text/characters'

/** A whole term in quotation marks, because it would be taken for two; those in it are doubled. */
const quoted = /(?<=^\s*|[;；\n,،，、]\s*)"(?:[^"]|"")*"(?=\s*(?:$|[;；\n,،，、]))/gu
/** What parts terms; a comma does only where nothing else does. */
const divides = /[;；\n]/u
const needsQuotes = /[;；\n",،，、]|[:：]$/u

/** Terms in one cell, as {@link splitTerms} reads them. */
export const joinTerms = (terms: readonly string[]): string =>
  terms.map((term) => (needsQuotes.test(term) ? `"${term.replaceAll('"', '""')}"` : term)).join('; ')

/**
 * The terms of a cell: a line each, or parted by semicolons, or by commas where it has neither. A line that ends with a
 * colon names what follows. A term in quotation marks is one term, whatever is in it.
 */
export function splitTerms(cell: string): string[] {
  const bare = cell.replace(quoted, (term) => '"'.repeat(term.length))
  const by = ['\n', ';', '；'].find((sign) => bare.includes(sign))
  const divider = by === undefined ? /[,،，、]/u : by === '\n' ? /\n/u : divides
  const terms: string[] = []
  let start = 0
  for (let at = 0; at <= bare.length; at += 1) {
    if (at < bare.length && !divider.test(bare.charAt(at))) continue
    const term = cleanLine(cell.slice(start, at).replace(/^\s*[-–•*]\s/u, '')).trim()
    start = at + 1
    if (/^"(?:[^"]|"")*"$/u.test(term)) terms.push(term.slice(1, -1).replaceAll('""', '"').trim())
    else if (term !== '' && !/[:：]$/u.test(term)) terms.push(term)
  }
  return [...new Set(terms)].filter((term) => term !== '')
}
