/** Where two JSON values differ, as paths: `items[3].text.en: "a" instead of "b"`. */
export function jsonDifferences(found: unknown, expected: unknown, path = ''): string[] {
  if (Object.is(found, expected)) return []
  if (Array.isArray(found) && Array.isArray(expected)) {
    const length = Math.max(found.length, expected.length)
    return Array.from({ length }, (_, index) =>
      jsonDifferences(found[index], expected[index], `${path}[${String(index)}]`),
    ).flat()
  }
  if (isRecord(found) && isRecord(expected)) {
    const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])]
    return names.flatMap((name) =>
      jsonDifferences(found[name], expected[name], path === '' ? name : `${path}.${name}`),
    )
  }
  return [`${path}: ${shown(found)} instead of ${shown(expected)}`]
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const shown = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 120))
