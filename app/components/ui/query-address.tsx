import { useSearchParams } from '@remix-run/react'

/**
 * Addresses of this page as it is, with something of its query changed: `addressWith({ page: '2' })`. What is
 * `undefined` is left out.
 * @param path another page that reads the same query; without it the address begins with the question mark.
 */
export function useQueryAddress(path = '') {
  const [query] = useSearchParams()
  return (change: Readonly<Record<string, string | undefined>>): string => {
    const next = new URLSearchParams(query)
    for (const [name, value] of Object.entries(change)) {
      if (value === undefined) next.delete(name)
      else next.set(name, value)
    }
    return `${path}?${next.toString()}`
  }
}
