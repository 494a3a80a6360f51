import type { Db } from '#db/client'
import { listDocumentOrigins, type LetterOrigin } from '#db/queries/documents'
import type { DocumentId } from '#domain/ids'
import type { Origin } from '#editor/life'
import type { Range } from '#editor/writing'

/** Where the letters of documents were written first. */
export type Origins = {
  /** @param source letters of `document`, or of the one that they name themselves. */
  resolve: (document: DocumentId, source: Origin, length: number) => Promise<OriginPiece[]>
}

/** Letters in a row, `offset` from the first that was asked for, and those that were written first. */
export type OriginPiece = { offset: number; length: number; origin: LetterOrigin['origin'] }

/** Reads the origins of each document once. */
export function openOrigins(db: Db): Origins {
  const known = new Map<DocumentId, Promise<LetterOrigin[]>>()
  const originsIn = (document: DocumentId) => {
    const found = known.get(document) ?? listDocumentOrigins(db, document)
    known.set(document, found)
    return found
  }
  return {
    resolve: async (document, source, length) => {
      const own = (source.document ?? document) as DocumentId
      return piecesOf(await originsIn(own), own, { client: source.client, clock: source.clock, length })
    },
  }
}

function piecesOf(rows: readonly LetterOrigin[], document: DocumentId, range: Range): OriginPiece[] {
  const { client, clock, length } = range
  const pieces: OriginPiece[] = []
  const end = clock + length
  let at = clock
  const own = (to: number) => {
    if (to > at) pieces.push({ offset: at - clock, length: to - at, origin: { document, client, clock: at } })
    at = Math.max(at, to)
  }
  for (let index = firstBehind(rows, client, clock); at < end; index += 1) {
    const row = rows[index]
    if (!row || row.client !== client || row.clock >= end) break
    own(row.clock)
    const to = Math.min(end, row.clock + row.length)
    const skipped = at - row.clock
    const origin = { ...row.origin, clock: row.origin.clock + skipped }
    pieces.push({ offset: at - clock, length: to - at, origin })
    at = to
  }
  own(end)
  return pieces
}

/** The first row of a client id that ends behind a clock. */
function firstBehind(rows: readonly LetterOrigin[], client: number, clock: number): number {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const row = rows[middle]
    if (row && (row.client < client || (row.client === client && row.clock + row.length <= clock)))
      low = middle + 1
    else high = middle
  }
  return low
}

/** The origins of letters that were copied into a document, as they are stored: of the first writing, not the last. */
export async function resolveCopied(
  origins: Origins,
  from: DocumentId,
  copied: readonly (Range & { origin: Origin })[],
): Promise<LetterOrigin[]> {
  const resolved = await Promise.all(
    copied.map(async ({ client, clock, length, origin }) =>
      (await origins.resolve(from, origin, length)).map((piece) => ({
        client,
        clock: clock + piece.offset,
        length: piece.length,
        origin: piece.origin,
      })),
    ),
  )
  return resolved.flat()
}
