import type { ElementNode, NodeKey } from 'lexical'
import { $isElementNode, $isLineBreakNode, $isTextNode } from 'lexical'
import { $isBracketNode } from '../nodes/bracket-node'
import { $isSubItemNode } from '../nodes/sub-item-node'
import type { LetterRun, TextBlock } from '../reading'

/** Letters in a row that are set the same way and are in the same brackets; without letters, an empty bracket. */
export type Segment = { text: string; emphasis: number; brackets: readonly string[] }

/** A block as the editor has it. */
export type ViewBlock = Pick<TextBlock, 'kind' | 'level'> & { node: NodeKey; segments: readonly Segment[] }

/** A block as the editor and the document agreed on it last: what is shown, and which items it is. */
export type ShownBlock = TextBlock & {
  node: NodeKey
  /** What the editor shows of it is something else, and has to be written again. */
  stale?: true
}

/** The bits of emphasis that a text may have; the numbers are Lexical's own. */
export const emphasisMask = 11

/** Reads a block of the editor. */
export function $readBlock(element: ElementNode): ViewBlock {
  const segments: Segment[] = []
  const read = (parent: ElementNode, brackets: readonly string[]) => {
    for (const child of parent.getChildren()) {
      if ($isBracketNode(child)) {
        const inside = [...brackets, child.getId()]
        const before = segments.length
        read(child, inside)
        if (segments.length === before) segments.push({ text: '', emphasis: 0, brackets: inside })
      } else if ($isTextNode(child))
        addSegment(segments, {
          text: child.getTextContent(),
          emphasis: child.getFormat() & emphasisMask,
          brackets,
        })
      else if ($isLineBreakNode(child)) addSegment(segments, { text: ' ', emphasis: 0, brackets })
      else if ($isElementNode(child)) read(child, brackets)
    }
  }
  read(element, [])
  const isSubItem = $isSubItemNode(element)
  return {
    node: element.getKey(),
    kind: isSubItem ? 'sub-item' : 'paragraph',
    level: isSubItem ? element.getLevel() : 0,
    segments,
  }
}

function addSegment(segments: Segment[], segment: Segment): void {
  if (segment.text === '') return
  const last = segments.at(-1)
  if (last && last.text !== '' && isSetAlike(last, segment)) last.text += segment.text
  else segments.push(segment)
}

export const isSetAlike = (a: Omit<Segment, 'text'>, b: Omit<Segment, 'text'>): boolean =>
  a.emphasis === b.emphasis && isSamePath(a.brackets, b.brackets)

export const isSamePath = (a: readonly string[], b: readonly string[]): boolean =>
  a === b || (a.length === b.length && a.every((id, index) => id === b[index]))

const segmentsByRuns = new WeakMap<readonly LetterRun[], readonly Segment[]>()

/** The segments of runs: authors apart, what a block shows. */
export function segmentsOf(runs: readonly LetterRun[]): readonly Segment[] {
  const known = segmentsByRuns.get(runs)
  if (known) return known
  const segments: Segment[] = []
  for (const { text, emphasis, brackets } of runs) {
    if (text === '') segments.push({ text, emphasis: 0, brackets })
    else addSegment(segments, { text, emphasis, brackets })
  }
  segmentsByRuns.set(runs, segments)
  return segments
}

export const isSameSegments = (a: readonly Segment[], b: readonly Segment[]): boolean =>
  a === b ||
  (a.length === b.length &&
    a.every((segment, index) => {
      const other = b[index]
      return other !== undefined && segment.text === other.text && isSetAlike(segment, other)
    }))

/** Whether runs are the same letters, set the same way; where they are not, they may still show the same. */
export function isSameRuns(a: readonly LetterRun[], b: readonly LetterRun[]): boolean {
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index += 1) {
    const [one, other] = [a[index], b[index]]
    if (!one || !other || one.text !== other.text || !isSetAlike(one, other)) return false
  }
  return true
}

export const isSameKind = (a: Pick<TextBlock, 'kind' | 'level'>, b: Pick<TextBlock, 'kind' | 'level'>) =>
  a.kind === b.kind && a.level === b.level

/** Whether the editor shows a block as it was agreed on. */
export const isUnchanged = (shown: ShownBlock, view: ViewBlock): boolean =>
  shown.node === view.node && isSameKind(shown, view) && isSameSegments(segmentsOf(shown.runs), view.segments)

export const textOfSegments = (segments: readonly Segment[]): string =>
  segments.map((segment) => segment.text).join('')
