import { cleanLine } from '#domain/text/characters'
import type { InsertedBlock, InsertedRun } from '../insert-blocks'
import { recognizeTypedLists } from './typed-lists'

/** The largest text that one paste may bring, in characters; a recommendation has a few hundred. */
export const largestPaste = 50_000
/** The most paragraphs that one paste may bring. */
export const mostPastedBlocks = 1_000

/** Blocks as a text may hold them: clean letters, no spaces at the ends, none that is empty. */
export function tidyBlocks(blocks: readonly InsertedBlock[]): InsertedBlock[] {
  // Words within one paragraph keep the spaces around them.
  if (blocks.length === 1) return blocks.map((block) => ({ ...block, runs: cleanRuns(block.runs) }))
  return recognizeTypedLists(
    blocks
      .map((block) => ({ ...block, runs: trimRuns(cleanRuns(block.runs)) }))
      .filter((block) => block.runs.length > 0),
  )
}

/** Blocks with clean letters, else as they are. */
export const cleanBlocks = (blocks: readonly InsertedBlock[]): InsertedBlock[] =>
  blocks.map((block) => ({ ...block, runs: cleanRuns(block.runs) }))

const cleanRuns = (runs: readonly InsertedRun[]): InsertedRun[] =>
  runs.flatMap((run) => {
    const text = cleanLine(run.text)
    // Letters that differ from what was written are the paster's own.
    const origin = text === run.text ? run.origin : undefined
    return text === '' ? [] : [{ ...run, text, origin }]
  })

function trimRuns(runs: readonly InsertedRun[]): InsertedRun[] {
  const first = runs.findIndex((run) => run.text.trim() !== '')
  const last = runs.findLastIndex((run) => run.text.trim() !== '')
  if (first < 0) return []
  return runs.slice(first, last + 1).map((run, index, all) => {
    const lead = index === 0 ? run.text.length - run.text.trimStart().length : 0
    const end = index === all.length - 1 ? run.text.trimEnd().length : run.text.length
    if (lead === 0 && end === run.text.length) return run
    const { origin } = run
    return {
      ...run,
      text: run.text.slice(lead, end),
      origin: origin && { ...origin, clock: origin.clock + lead },
    }
  })
}

/** What ends a paragraph; a manual line break within one is a space. */
const paragraphBreaks = /\r\n?|[\n\f\u0085\u2029]/u

export const blocksFromPlainText = (text: string): InsertedBlock[] =>
  tidyBlocks(
    text.split(paragraphBreaks).map((line) => ({
      kind: 'paragraph',
      level: 0,
      runs: [{ text: line, emphasis: 0 }],
    })),
  )

/** Whether a paste is larger than a text takes at once. */
export const isTooLarge = (blocks: readonly InsertedBlock[]): boolean =>
  blocks.length > mostPastedBlocks ||
  blocks.reduce((sum, { runs }) => sum + runs.reduce((length, run) => length + run.text.length, 0), 0) >
    largestPaste
