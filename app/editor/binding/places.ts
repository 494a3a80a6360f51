import {
  $getNodeByKey,
  $isElementNode,
  $isTextNode,
  type ElementNode,
  type LexicalNode,
  type NodeKey,
  type PointType,
} from 'lexical'
import type * as Y from 'yjs'
import { $isBracketNode } from '../nodes/bracket-node'
import { livingAt, type LetterRun, type Reading } from '../reading'
import { isSameId, type ItemId } from '../shape'
import { isSamePath, type ShownBlock } from './shown-blocks'

/** A place in the editor: so many letters into a block, in these brackets. */
export type Place = { block: NodeKey; index: number; brackets: readonly string[]; node: NodeKey }

/** A place as items of the document: it stays where it is, whatever is inserted or deleted around it. */
export type Anchor = {
  /** The unit to the left, living or deleted; undefined at the beginning of the text. */
  left: ItemId | undefined
  /** The letter or the block's end to the right. */
  right: ItemId | undefined
  isAtStart: boolean
  /** Whether it is in the brackets of the letter to the left. */
  isWithLeft: boolean
  brackets: readonly string[]
  /** How the letter to the left is set. */
  emphasis?: number | undefined
  node?: NodeKey | undefined
}

export type LexicalPoint = { key: NodeKey; offset: number; type: 'text' | 'element' }

/** Where a point of a selection is. */
export function $placeOf(point: PointType): Place | undefined {
  const node = point.getNode()
  const block = node.getTopLevelElement()
  if (!block || !$isElementNode(block)) return undefined
  const until = point.type === 'element' && $isElementNode(node) ? node.getChildAtIndex(point.offset) : node
  let index = 0
  let isDone = false
  const count = (parent: ElementNode) => {
    for (const child of parent.getChildren()) {
      if (isDone) return
      if (until && child.is(until)) isDone = true
      else if ($isElementNode(child)) count(child)
      else index += child.getTextContentSize()
      if (isDone) return
    }
    if (point.type === 'element' && !until && parent.is(node)) isDone = true
  }
  count(block)
  if (point.type === 'text') index += point.offset
  return { block: block.getKey(), index, brackets: $bracketsAround(node), node: node.getKey() }
}

/** The brackets around what is in a node, the outermost first. */
export function $bracketsAround(node: LexicalNode): string[] {
  const around = [...($isBracketNode(node) ? [node] : []), ...node.getParents()].filter($isBracketNode)
  return around.map((bracket) => bracket.getId()).reverse()
}

/** The letter at an index of a block. */
export function letterAt(
  block: ShownBlock,
  index: number,
): (ItemId & Pick<LetterRun, 'brackets' | 'emphasis'>) | undefined {
  let from = 0
  for (const run of block.runs) {
    if (index >= from && index < from + run.text.length) {
      const { client, clock, brackets, emphasis } = run
      return { client, clock: clock + index - from, brackets, emphasis }
    }
    from += run.text.length
  }
  return undefined
}

/** How many letters are before, and including, this one in a block. */
export function indexBehind(block: ShownBlock, id: ItemId): number | undefined {
  let from = 0
  for (const run of block.runs) {
    if (run.client === id.client && id.clock >= run.clock && id.clock < run.clock + run.text.length)
      return from + id.clock - run.clock + 1
    from += run.text.length
  }
  return undefined
}

/** The place right before a letter, or before the end of a block; undefined where it is not shown. */
export function placeBefore(
  blocks: readonly ShownBlock[],
  id: ItemId,
): { at: number; index: number } | undefined {
  for (const [at, block] of blocks.entries()) {
    if (isSameId(block.marker, id)) return { at, index: lengthOf(block) }
    const behind = indexBehind(block, id)
    if (behind !== undefined) return { at, index: behind - 1 }
  }
  return undefined
}

export const lengthOf = (block: ShownBlock): number =>
  block.runs.reduce((sum, run) => sum + run.text.length, 0)

/** The items around a place. */
export function anchorAt(blocks: readonly ShownBlock[], place: Place): Anchor | undefined {
  const at = blocks.findIndex((block) => block.node === place.block)
  const block = blocks[at]
  if (!block) return undefined
  const letter = place.index > 0 ? letterAt(block, place.index - 1) : undefined
  const right = letterAt(block, place.index)
  return {
    left: letter ? { client: letter.client, clock: letter.clock } : blocks[at - 1]?.marker,
    right: right ? { client: right.client, clock: right.clock } : block.marker,
    isAtStart: place.index === 0,
    isWithLeft: letter !== undefined && isSamePath(letter.brackets, place.brackets),
    brackets: place.brackets,
    emphasis: letter?.emphasis,
    node: place.node,
  }
}

/**
 * Where an anchor is now. It leans left; at the beginning of a block it passes over block ends that others put there.
 * Who is in a word stays in it, also where somebody closes brackets just there.
 */
export function placeAt(
  doc: Y.Doc,
  reading: Reading,
  blocks: readonly ShownBlock[],
  anchor: Anchor,
): { at: number; index: number; brackets: readonly string[] } {
  const living = anchor.left && livingAt(doc, reading, anchor.left)
  const leftAt = living ? findUnit(blocks, living) : { at: 0, index: 0 }
  const index = leftAt?.index ?? 0
  let at = leftAt?.at ?? 0
  if (anchor.isAtStart && anchor.right && index === 0) {
    const right = blockOf(blocks, anchor.right)
    if (right > at) at = right
  }
  const block = blocks[at]
  const letter = block && index > 0 ? letterAt(block, index - 1) : undefined
  const staysWithLeft = anchor.isWithLeft && letter !== undefined && isSameId(letter, anchor.left)
  const around = anchor.brackets.filter((id) => reading.brackets.has(id))
  return { at, index, brackets: staysWithLeft ? letter.brackets : around }
}

/** The block that a letter or a block's end is in. */
function blockOf(blocks: readonly ShownBlock[], id: ItemId): number {
  return blocks.findIndex(
    (block) =>
      isSameId(block.marker, id) ||
      block.runs.some(
        (run) => run.client === id.client && id.clock >= run.clock && id.clock < run.clock + run.text.length,
      ),
  )
}

/** Behind which letter a unit ends, or at the beginning of which block. For the end of a block, the next one. */
function findUnit(blocks: readonly ShownBlock[], id: ItemId): { at: number; index: number } | undefined {
  for (let at = 0; at < blocks.length; at += 1) {
    const block = blocks[at]
    if (!block) continue
    const index = indexBehind(block, id)
    if (index !== undefined) return { at, index }
    if (isSameId(block.marker, id))
      return at + 1 < blocks.length ? { at: at + 1, index: 0 } : { at, index: lengthOf(block) }
  }
  return undefined
}

/** The point of the editor at a place; in these brackets where several points are at the same letters. */
export function $pointAt(
  block: NodeKey,
  index: number,
  brackets: readonly string[],
  node?: NodeKey,
): LexicalPoint | undefined {
  const element = $getNodeByKey(block)
  if (!$isElementNode(element)) return undefined
  let offset = 0
  let best: { point: LexicalPoint; score: number } | undefined
  const offer = (point: LexicalPoint, path: readonly string[], bonus: number) => {
    const score = (isSamePath(path, brackets) ? 8 : 0) + bonus
    if (!best || score > best.score) best = { point, score }
  }
  const visit = (parent: ElementNode, path: readonly string[]) => {
    const children = parent.getChildren()
    if (children.length === 0 && offset === index)
      offer({ key: parent.getKey(), offset: 0, type: 'element' }, path, 0)
    children.forEach((child, at) => {
      if ($isElementNode(child)) {
        // A place beside brackets with no letter of its own.
        if (offset === index) offer({ key: parent.getKey(), offset: at, type: 'element' }, path, 0)
        visit(child, $isBracketNode(child) ? [...path, child.getId()] : path)
        if (offset === index) offer({ key: parent.getKey(), offset: at + 1, type: 'element' }, path, 0)
      } else if ($isTextNode(child)) {
        const size = child.getTextContentSize()
        if (offset <= index && index <= offset + size)
          offer(
            { key: child.getKey(), offset: index - offset, type: 'text' },
            path,
            1 + (child.getKey() === node ? 2 : 0) + (index > offset ? 1 : 0),
          )
        offset += size
      }
    })
  }
  visit(element, [])
  return best?.point
}
