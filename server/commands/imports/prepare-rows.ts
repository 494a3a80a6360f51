import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Db } from '#db/client'
import { listDelegations } from '#db/queries/delegations'
import { findMeeting } from '#db/queries/meetings'
import type { DelegationId, ImportRowId, MeetingId } from '#domain/ids'
import { joinNames } from '#domain/imports/judge-rows'
import type { ParsedRow } from '#domain/imports/parsed-row'
import { sameText } from '#domain/imports/proposers'
import { plainText, type DocumentContent, type Inline } from '#domain/text/content'
import { buildDocumentUpdate } from '#editor/authored'
import { newBaseId } from '#server/texts/base-id'

/** A row that is to become an item. */
export type RowToWrite = {
  row: ParsedRow
  /** Under which it waits, where it was previewed. */
  id?: ImportRowId
  /** It repeats another text, and somebody wants it as an item of its own all the same. */
  isOwnItem?: boolean
}

/** A row whose text is ready to be written: what takes time is done before the transaction begins. */
export type PreparedRow = RowToWrite & {
  key: string
  text: string
  update: Uint8Array
  base: number
  /** Rows with the same text, whose names it has. */
  joined: ImportRowId[]
}

/** So many texts are made between two looks at what others want. */
const preparedAtOnce = 50

/**
 * Makes the documents of rows; rows with the same text are one with the names of all, unless somebody wants each.
 * Files name who asked for a bracket by code, as our own exports do.
 */
export async function prepareRows(
  db: Db,
  meeting: MeetingId,
  rows: readonly RowToWrite[],
): Promise<PreparedRow[]> {
  const group = (await findMeeting(db, meeting))?.group
  const delegations = group ? await listDelegations(db, group) : []
  const codes = new Map(delegations.map(({ code, id }) => [code, id]))
  const prepared = new Map<string, PreparedRow>()
  for (const [index, { row: given, id, isOwnItem = false }] of rows.entries()) {
    const row = { ...given, content: withRequesters(given.content, codes) }
    if (index % preparedAtOnce === preparedAtOnce - 1) await nextTurn()
    const text = plainText(row.content)
    const key = sameText(text)
    const earlier = isOwnItem ? undefined : prepared.get(key)
    if (earlier) {
      earlier.row = joinNames(earlier.row, row)
      if (id) earlier.joined.push(id)
      continue
    }
    const base = newBaseId()
    const update = buildDocumentUpdate(row.content, base)
    const one = { row, key, text, base, update, isOwnItem, joined: [], ...(id && { id }) }
    prepared.set(isOwnItem ? `${String(index)} ${key}` : key, one)
  }
  return [...prepared.values()]
}

/** A code that no delegation of the group has says nothing: the bracket is then the officers'. */
function withRequesters(content: DocumentContent, codes: ReadonlyMap<string, DelegationId>): DocumentContent {
  const named = (inline: Inline): Inline =>
    inline.type === 'text'
      ? inline
      : {
          ...inline,
          requestedBy: codes.get(inline.requestedBy) ?? '',
          children: inline.children.map(named),
        }
  return { blocks: content.blocks.map((block) => ({ ...block, children: block.children.map(named) })) }
}
