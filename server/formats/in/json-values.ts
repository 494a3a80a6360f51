import { UnreadableFile } from './unreadable-file'

/** Deeper than that, no list of recommendations is nested. */
const deepest = 64

/** Strings and numbers of a JSON text: whatever is in a string stays, and a number becomes one. */
const scalars = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gu

/**
 * What a JSON file says, or each of its lines where each is a value of its own. Numbers are kept as they are written:
 * a label `1.10` is not 1.1.
 * @throws UnreadableFile
 */
export function parseJson(text: string): unknown {
  checkDepth(text)
  const whole = tryParse(text)
  if (whole !== undefined) return whole
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const values = lines.map(tryParse)
  if (values.length < 2 || values.includes(undefined)) throw new UnreadableFile('broken')
  return values
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text.replace(scalars, (one) => (one.startsWith('"') ? one : `"${one}"`)))
  } catch {
    return undefined
  }
}

function checkDepth(text: string): void {
  let depth = 0
  let isInString = false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (isInString) {
      if (code === 0x5c) at += 1
      else if (code === 0x22) isInString = false
    } else if (code === 0x22) isInString = true
    else if (code === 0x5b || code === 0x7b) {
      depth += 1
      if (depth > deepest) throw new UnreadableFile('unsafe')
    } else if (code === 0x5d || code === 0x7d) depth -= 1
  }
}
