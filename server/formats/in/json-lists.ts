import { isLanguage } from '#domain/languages'

export type Entry = Record<string, unknown>

/** The values of one place in a JSON file: `sections[].recommendations`. */
export type EntryList = { path: string; entries: Entry[] }

const deepest = 8

export const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const headings = ['title', 'heading', 'topic', 'section', 'name']

/**
 * All lists of a file, the outermost first. Lists at the same place of several entries are one list, and what is called
 * a title beside such a list is the topic of its entries. Objects that are kept under keys are a list as well.
 */
export function listsIn(value: unknown): EntryList[] {
  const lists = new Map<string, Entry[]>()
  collect(value, '', undefined, 0)
  return [...lists].map(([path, entries]) => ({ path, entries }))

  function collect(one: unknown, path: string, topic: string | undefined, depth: number): void {
    if (depth > deepest) return
    if (Array.isArray(one)) {
      const entries = one.map((each: unknown): Entry => (isEntry(each) ? each : { text: each }))
      add(path, entries, topic)
      for (const entry of one) if (isEntry(entry)) within(entry, `${path}[]`, depth)
      return
    }
    if (!isEntry(one)) return
    const values = Object.values(one)
    if (values.length > 1 && values.every(isEntry) && !Object.keys(one).every(isLanguage)) {
      add(path, values, topic)
      for (const entry of values) within(entry, `${path}[]`, depth)
      return
    }
    within(one, path, depth)
    // One object by itself is a list of one.
    if (depth === 0 && lists.size === 0) add(path, [one], topic)
  }

  function within(entry: Entry, path: string, depth: number): void {
    const title = headings.map((key) => entry[key]).find((said) => typeof said === 'string')
    for (const [key, inner] of Object.entries(entry)) {
      if (Array.isArray(inner) ? inner.some(isEntry) : isEntry(inner))
        collect(inner, path === '' ? key : `${path}.${key}`, title, depth + 1)
    }
  }

  function add(path: string, entries: readonly Entry[], topic: string | undefined): void {
    const known = lists.get(path) ?? []
    for (const entry of entries)
      known.push(topic === undefined || 'topic' in entry ? entry : { ...entry, topic })
    lists.set(path, known)
  }
}

/** An entry with what is in its objects beside it: `body.text`. What has a name or is in languages is one value. */
export function flatEntry(entry: Entry): Entry {
  const flat: Entry = {}
  const put = (element: Entry, before: string, depth: number) => {
    for (const [key, value] of Object.entries(element)) {
      if (isEntry(value) && depth < deepest && !isOneValue(value)) put(value, `${before}${key}.`, depth + 1)
      else flat[`${before}${key}`] = value
    }
  }
  put(entry, '', 0)
  return flat
}

const naming = ['name', 'en', 'symbol', 'code']

const isOneValue = (value: Entry): boolean =>
  naming.some((key) => key in value) || Object.keys(value).every(isLanguage)
