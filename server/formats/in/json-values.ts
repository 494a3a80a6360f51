import { UnreadableFile } from './unreadable-file'

/** Deeper than that, no list of recommendations is nested. */
const deepest = 64

/** Strings, numbers and the ends of objects and lists in a JSON text: whatever is in a string stays. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[{}[\]]/gu

const beforeValue = /\s*:/uy

/**
 * What a JSON file says, or each of its lines where each is a value of its own. Numbers are kept as they are written:
 * a label `1.10` is not 1.1. A key that an object has twice keeps both values: the second is `key (2)`.
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
    return JSON.parse(withOwnKeys(text))
  } catch {
    return undefined
  }
}

/** What follows the name of a key that an object has more than once. */
const repeatedKey = / \((?:[2-9]|[1-9]\d+)\)$/u

/** Whether a name is of a key that its object has more than once; `others` are all names of the object. */
export const isRepeatedKey = (name: string, others: ReadonlySet<string>): boolean =>
  repeatedKey.test(name) && others.has(name.replace(repeatedKey, ''))

/** A JSON text with its numbers as strings, and with no key twice in one object. */
function withOwnKeys(text: string): string {
  /** How often each key was seen, for each object around the place; undefined for a list. */
  const around: (Map<string, number> | undefined)[] = []
  return text.replace(tokens, (token, at: number) => {
    if (token === '{' || token === '[') {
      around.push(token === '{' ? new Map<string, number>() : undefined)
      return token
    }
    if (token === '}' || token === ']') {
      around.pop()
      return token
    }
    if (!token.startsWith('"')) return `"${token}"`
    const keys = around.at(-1)
    beforeValue.lastIndex = at + token.length
    if (!keys || !beforeValue.test(text)) return token
    const name = String(JSON.parse(token))
    const count = (keys.get(name) ?? 0) + 1
    keys.set(name, count)
    return count === 1 ? token : JSON.stringify(`${name} (${String(count)})`)
  })
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
