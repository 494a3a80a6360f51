import { countItems, judgeUpdate, type Effects, type GrammarFault } from '#editor/grammar'
import { findItem } from '#editor/life'
import { textOf } from '#editor/shape'
import type { NewParts } from '#server/collab/decoded-update'
import type { LiveDocument } from '#server/collab/live-document'

/** The gate of the grammar: whether everything that is new in an update is what an editor of ours writes. */
export function judgeGrammar(
  { structs, deletions }: NewParts,
  document: LiveDocument,
): { fault: GrammarFault } | { effects: Effects } {
  const { doc } = document
  return judgeUpdate(structs, deletions, {
    find: (id) => findItem(doc, id),
    count: () => countItems(textOf(doc)._start),
  })
}
