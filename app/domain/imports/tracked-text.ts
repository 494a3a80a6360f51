import { formatOf, runOf, type Block, type DocumentContent, type TextRun } from '#domain/text/content'

/** A change that somebody tracked in a file. The name is a claim of the file, not an identity. */
export type TrackedChange = { kind: 'insertion' | 'deletion' | 'move'; author: string; date?: string }

/**
 * A stretch of text with one format that one change put in, another takes out, or both, by their numbers; or the end of
 * a paragraph that a change put in or takes out without its words.
 */
export type TrackedPiece = {
  text: string
  format: number
  inserted?: number
  deleted?: number
  isBreak?: true
}

export type TrackedBlock = { type: Block['type']; level?: 1 | 2; pieces: TrackedPiece[] }

/** A text with its changes and with what was decided on each. */
export type TrackedText = {
  blocks: TrackedBlock[]
  changes: TrackedChange[]
  /** By the number of the change. */
  decisions: ChangeDecision[]
}

export const changeDecisions = ['accept', 'reject'] as const
export type ChangeDecision = (typeof changeDecisions)[number]

/** Whether a piece is in the text as it was decided. */
export function isPresent(
  { inserted, deleted }: Pick<TrackedPiece, 'inserted' | 'deleted'>,
  decision: (change: number) => ChangeDecision,
): boolean {
  const isIn = inserted === undefined || decision(inserted) === 'accept'
  const isOut = deleted !== undefined && decision(deleted) === 'accept'
  return isIn && !isOut
}

/** The text as the decisions leave it; blocks without a word are left out. */
export function decidedContent({ blocks, decisions }: TrackedText): DocumentContent {
  const decided: (Omit<TrackedBlock, 'pieces'> & { pieces: TrackedPiece[] })[] = []
  let isOpen = false
  for (const { pieces, ...block } of blocks) {
    if (!isOpen) decided.push({ ...block, pieces: [] })
    isOpen = false
    pieces.forEach((piece, at) => {
      const isThere = isPresent(piece, (change) => decisions[change] ?? 'accept')
      if (!piece.isBreak) {
        if (isThere) decided.at(-1)?.pieces.push(piece)
      } else if (at === pieces.length - 1) isOpen = !isThere
      else if (isThere) decided.push({ ...block, pieces: [] })
    })
  }
  const content = decided.map(({ pieces, ...block }) => ({ ...block, children: joinRuns(pieces) }))
  return { blocks: content.filter(({ children }) => children.some(({ text }) => text.trim() !== '')) }
}

/** Adjacent pieces of one format as one run each, without space at the ends and doubled where something was taken out. */
export function joinRuns(pieces: readonly { text: string; format: number }[]): TextRun[] {
  const runs: TextRun[] = []
  for (const { text, format } of pieces) {
    if (text === '') continue
    const last = runs.at(-1)
    if (last && formatOf(last) === format) last.text += text
    else runs.push(runOf(text, format))
  }
  return trimRuns(runs)
}

function trimRuns(runs: TextRun[]): TextRun[] {
  const trimmed = runs.map((run) => ({ ...run }))
  for (let first = trimmed[0]; first; first = trimmed[0]) {
    first.text = first.text.trimStart()
    if (first.text !== '') break
    trimmed.shift()
  }
  for (let last = trimmed.at(-1); last; last = trimmed.at(-1)) {
    last.text = last.text.trimEnd()
    if (last.text !== '') break
    trimmed.pop()
  }
  return trimmed
}
