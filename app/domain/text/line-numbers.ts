import { tokenText, type Token } from './content-tokens'

/** The columns of a line by which a text is referred to: much the same as a line on paper. */
export const lineMeasure = 80

/**
 * The line in which each token of a text begins, from 1, by a fixed measure: a screen may break the text as it
 * likes, "line 2" is the same for everybody. Lines are broken between words and begin afresh with each block.
 * @returns one number for each token and one for the end of the text.
 */
export function lineNumbersOf(tokens: readonly Token[]): number[] {
  const lines: number[] = []
  let line = 1
  let column = 0
  for (let at = 0; at < tokens.length;) {
    const end = endOfWord(tokens, at)
    const together = tokens.slice(at, end)
    const width = together.reduce((sum, token) => sum + widthOf(token), 0)
    if (column > 0 && column + width > lineMeasure) {
      line += 1
      column = 0
    }
    for (const token of together) {
      lines.push(line)
      if (token.kind === 'break') {
        line += 1
        column = 0
      }
    }
    column += width
    const space = tokens[end]
    if (space && isSpace(space)) {
      lines.push(line)
      column += space.text.length
    }
    at = space && isSpace(space) ? end + 1 : end
  }
  lines.push(lines.at(-1) ?? 1)
  return lines
}

/** Where what begins at a token may first be broken: a word keeps the signs that touch it. */
function endOfWord(tokens: readonly Token[], start: number): number {
  const first = tokens[start]
  if (!first || first.kind === 'break' || isSpace(first)) return start + 1
  let end = start + 1
  for (; end < tokens.length; end++) {
    const [before, token] = [tokens[end - 1], tokens[end]]
    if (!token || token.kind === 'break' || isSpace(token)) break
    if (isIdeographic(before) && isIdeographic(token)) break
  }
  return end
}

const isSpace = (token: Token): token is Token & { kind: 'word' } =>
  token.kind === 'word' && /^\s+$/u.test(token.text)

/** Words that follow one another without a space. */
const isIdeographic = (token: Token | undefined) =>
  token?.kind === 'word' &&
  token.isWord &&
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(token.text)

/** Columns: marks above and below letters take none, ideographs and their punctuation two. */
function widthOf(token: Token): number {
  if (token.kind === 'break') return 0
  let width = 0
  for (const character of tokenText(token)) {
    if (/\p{Mark}/u.test(character)) continue
    width += /[\u3000-\u30ff\u4e00-\u9fff\u3400-\u4dbf\uff00-\uff60]/u.test(character) ? 2 : 1
  }
  return width
}

/**
 * For each token of an earlier text, the line in which it stands in a later one, or would stand if it were still
 * there; where the two texts have nothing in common, its own line.
 * @param toLater for each token of the earlier text where it is in the later one, or −1.
 */
export function linesInLater(
  earlier: readonly Token[],
  later: readonly Token[],
  toLater: readonly number[],
): number[] {
  const own = lineNumbersOf(earlier)
  const theirs = lineNumbersOf(later)
  if (!toLater.some((at) => at >= 0)) return own
  let following = later.length
  const lines: number[] = []
  for (let at = earlier.length; at >= 0; at--) {
    const found = at < earlier.length ? (toLater[at] ?? -1) : later.length
    if (found >= 0) following = found
    lines[at] = theirs[following] ?? own[at] ?? 1
  }
  return lines
}
