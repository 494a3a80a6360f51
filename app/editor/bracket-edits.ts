import {
  $getRoot,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  RootNode,
  type ElementNode,
  type LexicalEditor,
  type LexicalNode,
  type RangeSelection,
} from 'lexical'
import {
  requestOf,
  respectsBrackets,
  type Bracketing,
  type BracketRights,
  type StandingBracket,
} from '#domain/text/brackets'
import type { BracketFacts } from '#domain/text/content'
import { $createBracketNode, $isBracketNode, BracketNode } from './nodes/bracket-node'

/** What putting or lifting brackets would do with the selection as it is. */
export type BracketChoice =
  | { kind: 'nothing' }
  /** Words are selected. */
  | { kind: 'put'; words: string }
  /** The caret stands in brackets. */
  | { kind: 'lift'; facts: BracketFacts }

export function $bracketChoice(): BracketChoice {
  const selection = $getSelection()
  if (!$isRangeSelection(selection)) return { kind: 'nothing' }
  if (selection.isCollapsed()) {
    const around = $bracketAround(selection)
    return around ? { kind: 'lift', facts: around.getFacts() } : { kind: 'nothing' }
  }
  const words = selection.getTextContent().trim()
  return words === '' ? { kind: 'nothing' } : { kind: 'put', words }
}

/** The innermost brackets that the selection begins in. */
export function $bracketAround(selection: RangeSelection): BracketNode | undefined {
  const node = selection.anchor.getNode()
  return $isBracketNode(node) ? node : node.getParents().find($isBracketNode)
}

/**
 * Puts the selected words in brackets, inside or around others as they stand: a bracket of which a part is selected
 * is taken in whole.
 */
export function $putInBrackets(facts: BracketFacts): void {
  const selection = $getSelection()
  if (!$isRangeSelection(selection) || selection.isCollapsed()) return
  const nodes = selection.extract().filter((node) => !$isElementNode(node))
  const [first] = nodes
  const block = first?.getTopLevelElement()
  // Brackets open and close within one block: a paragraph is agreed or not on its own.
  const last = nodes.findLast((node) => node.getTopLevelElement()?.is(block) ?? false)
  const parent = first && last && $closestAround(first, last)
  if (!parent) return
  const children = parent.getChildren()
  const indexOf = (node: LexicalNode) =>
    children.findIndex((child) => child.is(node) || (child instanceof BracketNode && child.isParentOf(node)))
  const inside = children.slice(indexOf(first), indexOf(last) + 1)
  const [beginning] = inside
  if (!beginning) return
  const bracket = $createBracketNode(facts)
  beginning.insertBefore(bracket)
  bracket.append(...inside)
}

/** The innermost element that both stand in, which is a block or a bracket. */
function $closestAround(first: LexicalNode, last: LexicalNode): ElementNode | undefined {
  const parents = last.getParents()
  return first.getParents().find((parent) => parents.some((other) => other.is(parent)))
}

/** Lifts brackets: the words stay. */
export function $liftBracket(bracket: BracketNode): void {
  for (const child of bracket.getChildren()) bracket.insertBefore(child)
  bracket.remove()
}

/** Lifts the brackets around the caret. */
export function $liftAroundCaret(): void {
  const selection = $getSelection()
  const around = $isRangeSelection(selection) && $bracketAround(selection)
  if (around) $liftBracket(around)
}

/** Lifts the bracket that stands at this place in reading order, if it still says the same. */
export function $liftBracketAt(place: number, facts: BracketFacts): void {
  const bracket = $bracketNodes($getRoot())[place]
  if (bracket && requestOf(bracket.getFacts()) === requestOf(facts)) $liftBracket(bracket)
}

/** In reading order, an outer one before those in it. */
function $bracketNodes(parent: ElementNode): BracketNode[] {
  return parent
    .getChildren()
    .filter($isElementNode)
    .flatMap((child) => [...($isBracketNode(child) ? [child] : []), ...$bracketNodes(child)])
}

function $bracketing(): Bracketing {
  const root = $getRoot()
  const brackets = $bracketNodes(root).map((node): StandingBracket => ({
    ...node.getFacts(),
    id: node.getKey(),
    words: node.getTextContent(),
  }))
  return { brackets, words: root.getTextContent() }
}

/** An edit of this screen's own would take away a bracket that somebody else asked for. */
export class ForeignBracketError extends Error {}

/**
 * Keeps this screen from edits that the server would refuse, so that nobody has to begin anew; the editor goes back
 * to how it was and reports a {@link ForeignBracketError}. Brackets that have lost their last word go.
 */
export function guardBrackets(editor: LexicalEditor, rights: () => BracketRights): () => void {
  const ends = [
    editor.registerNodeTransform(BracketNode, (node) => {
      if (node.getTextContent() === '') node.remove()
    }),
    editor.registerNodeTransform(RootNode, () => {
      const before = editor.getEditorState().read($bracketing)
      const after = $bracketing()
      if (before.brackets.length === 0 && after.brackets.length === 0) return
      if (!respectsBrackets(before, after, rights())) throw new ForeignBracketError()
    }),
  ]
  return () => ends.forEach((end) => end())
}
