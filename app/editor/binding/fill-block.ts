import { $createTextNode, $isElementNode, $isTextNode, type ElementNode, type LexicalNode } from 'lexical'
import { bracketFacts } from '../authored'
import {
  $createBracketNode,
  $isBracketNode,
  type BracketNode,
  type BracketPiece,
} from '../nodes/bracket-node'
import type { BracketMark } from '../reading'
import { emphasisMask, type Segment } from './shown-blocks'

type Brackets = ReadonlyMap<string, BracketMark>
type Part = { text: string; emphasis: number } | { bracket: string; segments: Segment[] }

/** Makes an element of the editor show these segments, and changes only the nodes that do not show them yet. */
export function $fillBlock(
  parent: ElementNode,
  segments: readonly Segment[],
  brackets: Brackets,
  depth = 0,
): void {
  const parts = partsOf(segments, depth)
  const children = parent.getChildren()
  const most = Math.min(parts.length, children.length)
  let head = 0
  while (head < most && $shows(children[head], parts[head])) head += 1
  let tail = 0
  while (tail < most - head && $shows(children[children.length - 1 - tail], parts[parts.length - 1 - tail]))
    tail += 1
  const spare = children.slice(head, children.length - tail)
  let before: LexicalNode | undefined
  parts.forEach((part, index) => {
    let node: LexicalNode | undefined
    if (index < head) node = children[index]
    else if (index >= parts.length - tail) node = children[children.length - (parts.length - index)]
    else {
      node = $takeFrom(spare, part) ?? $create(part, brackets)
      if ('text' in part && $isTextNode(node)) {
        if (node.getTextContent() !== part.text) node.setTextContent(part.text)
        if ((node.getFormat() & emphasisMask) !== part.emphasis) node.setFormat(part.emphasis)
      }
      if (!node.getParent()?.is(parent)) $place(parent, node, before)
    }
    if ('bracket' in part && $isElementNode(node)) $fillBlock(node, part.segments, brackets, depth + 1)
    before = node
  })
  for (const node of spare) node.remove(true)
}

function partsOf(segments: readonly Segment[], depth: number): Part[] {
  const parts: Part[] = []
  for (const segment of segments) {
    const bracket = segment.brackets[depth]
    const last = parts.at(-1)
    if (bracket === undefined) {
      if (segment.text !== '') parts.push({ text: segment.text, emphasis: segment.emphasis })
    } else if (last && 'bracket' in last && last.bracket === bracket) last.segments.push(segment)
    else parts.push({ bracket, segments: [segment] })
  }
  return parts
}

function $shows(node: LexicalNode | undefined, part: Part | undefined): boolean {
  if (!part) return false
  if ('bracket' in part) return $isBracketNode(node) && node.getId() === part.bracket
  return (
    $isTextNode(node) &&
    (node.getFormat() & emphasisMask) === part.emphasis &&
    node.getTextContent() === part.text
  )
}

/** A node that can be used again for a part; those before it are let go, for nothing changes its order. */
function $takeFrom(spare: LexicalNode[], part: Part): LexicalNode | undefined {
  const found = spare.findIndex((node) =>
    'bracket' in part ? $isBracketNode(node) && node.getId() === part.bracket : $isTextNode(node),
  )
  if (found < 0) return undefined
  for (const node of spare.splice(0, found)) node.remove(true)
  return spare.shift()
}

function $create(part: Part, brackets: Brackets): LexicalNode {
  if ('text' in part) return $createTextNode(part.text).setFormat(part.emphasis)
  const mark = brackets.get(part.bracket)
  return $createBracketNode(part.bracket, mark ? bracketFacts(mark.facts) : { requestedBy: '', reason: '' })
}

function $place(parent: ElementNode, node: LexicalNode, before: LexicalNode | undefined): void {
  const first = parent.getFirstChild()
  if (before) before.insertAfter(node, false)
  else if (first) first.insertBefore(node, false)
  else parent.append(node)
}

/** Says of each piece of a bracket where in it it stands, for the signs at its ends are shown once. */
export function $markPieces(blocks: readonly ElementNode[]): void {
  const pieces = new Map<string, BracketNode[]>()
  const visit = (parent: ElementNode) => {
    for (const child of parent.getChildren()) {
      if (!$isBracketNode(child)) continue
      pieces.set(child.getId(), [...(pieces.get(child.getId()) ?? []), child])
      visit(child)
    }
  }
  for (const block of blocks) visit(block)
  for (const nodes of pieces.values())
    nodes.forEach((node, index) => {
      node.setPiece(pieceAt(index, nodes.length))
    })
}

function pieceAt(index: number, count: number): BracketPiece {
  if (count === 1) return 'whole'
  if (index === 0) return 'first'
  return index === count - 1 ? 'last' : 'middle'
}
