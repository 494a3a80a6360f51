import { canonicalJson, sha256 } from '#domain/hash'

/** What a submission says, as its events record it. */
export const submissionHash = (
  generalRemarks: string,
  comments: readonly { item: string; position: string | undefined; body: string }[],
): string =>
  sha256(
    canonicalJson({
      generalRemarks,
      comments: comments
        .map(({ item, position, body }) => ({ item, position: position ?? '', body }))
        .toSorted((a, b) => (a.item < b.item ? -1 : 1)),
    }),
  )
