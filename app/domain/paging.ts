/** Where a page is in a long list; the first item is 1. */
export type Paging = {
  page: number
  pages: number
  /** How many items come before the page. */
  offset: number
  first: number
  last: number
  found: number
}

/** @param found how many items there are in all pages. */
export function pagingOf({
  page,
  pageSize,
  found,
}: {
  page: number
  pageSize: number
  found: number
}): Paging {
  return {
    page,
    pages: Math.max(1, Math.ceil(found / pageSize)),
    offset: (page - 1) * pageSize,
    first: Math.min(found, (page - 1) * pageSize + 1),
    last: Math.min(found, page * pageSize),
    found,
  }
}

/** The page that an address asks for; the first where it asks for none. */
export function pageIn(query: URLSearchParams): number {
  const page = Number.parseInt(query.get('page') ?? '1', 10)
  return Number.isSafeInteger(page) && page > 0 && page <= lastPage ? page : 1
}

/** No list is longer. */
const lastPage = 100_000

/** Page numbers to offer: the first, the last, and those around the current one; `undefined` is a gap. */
export function offeredPages({ page, pages }: Pick<Paging, 'page' | 'pages'>): (number | undefined)[] {
  const offered = [...new Set([1, page - 2, page - 1, page, page + 1, page + 2, pages])]
    .filter((number) => number >= 1 && number <= pages)
    .toSorted((a, b) => a - b)
  return offered.flatMap((number, index) => {
    const before = offered[index - 1]
    return before !== undefined && number - before > 1 ? [undefined, number] : [number]
  })
}
