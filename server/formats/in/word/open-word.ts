import type { ReadOptions } from '#domain/imports/import-file'
import type { ReadContext } from '#server/formats/in/parsed-file'
import type { Package } from '#server/formats/in/zip'
import { trackChanges } from './changes'
import { readNotes } from './notes'
import { readNumbering } from './numbering'
import { readParts } from './parts'
import { readBody } from './read-body'
import { resolveBlocks } from './resolve'
import { readStyles } from './styles'

export type OpenWord = ReturnType<typeof openWord>

/** The words of a Word file after the structural changes, with what is beside them. @throws UnreadableFile */
export function openWord(
  file: Package,
  options: Pick<ReadOptions, 'changes'>,
  context: Pick<ReadContext, 'limits'>,
) {
  const parts = readParts(file, context.limits)
  const styles = readStyles(parts.styles)
  const numbering = readNumbering(parts.numbering)
  const changes = trackChanges(options.changes ?? 'accept')
  const { blocks, found } = readBody(parts.body, { styles, numbering, changes })
  return {
    blocks: resolveBlocks(blocks, changes.decision),
    notes: readNotes([parts.footnotes, parts.endnotes], { styles, numbering, changes }),
    numbering,
    changes,
    found,
    fileNotes: parts.notes,
  }
}
