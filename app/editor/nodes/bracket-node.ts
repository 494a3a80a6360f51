import {
  $applyNodeReplacement,
  ElementNode,
  type LexicalNode,
  type NodeKey,
  type RangeSelection,
} from 'lexical'
import type { BracketFacts } from '#domain/text/content'

/** Where a piece stands in its bracket: a block's end, or a bracket that crosses it, cuts it in pieces. */
export type BracketPiece = 'whole' | 'first' | 'middle' | 'last'

const noFacts: BracketFacts = { requestedBy: '', reason: '' }

/** A piece of a bracket: text that is not agreed. Pieces with one id are one bracket. */
export class BracketNode extends ElementNode {
  /** The id of the item of the document that opens the bracket. */
  __id: string
  __facts: BracketFacts
  __piece: BracketPiece

  constructor(id = '', facts: BracketFacts = noFacts, piece: BracketPiece = 'whole', key?: NodeKey) {
    super(key)
    this.__id = id
    this.__facts = facts
    this.__piece = piece
  }

  override $config() {
    return this.config('bracket', { extends: ElementNode })
  }

  override afterCloneFrom(previous: this): void {
    super.afterCloneFrom(previous)
    this.__id = previous.__id
    this.__facts = previous.__facts
    this.__piece = previous.__piece
  }

  getId(): string {
    return this.getLatest().__id
  }

  /** Who asked for it, why and since when. */
  getFacts(): BracketFacts {
    return this.getLatest().__facts
  }

  setPiece(piece: BracketPiece): void {
    if (this.getLatest().__piece !== piece) this.getWritable().__piece = piece
  }

  override createDOM(): HTMLElement {
    const element = Object.assign(document.createElement('span'), { className: 'bracket' })
    const { __id: id, __facts: facts, __piece: piece } = this.getLatest()
    element.dataset['piece'] = piece
    element.dataset['of'] = id
    // One bracket is one such element, in however many pieces it is shown.
    if (piece === 'whole' || piece === 'first') element.dataset['bracket'] = id
    if (facts.alternative !== undefined) element.dataset['alternative'] = String(facts.alternative)
    return element
  }

  override updateDOM(previous: this): boolean {
    return previous.__piece !== this.__piece || previous.__id !== this.__id
  }

  override isInline(): boolean {
    return true
  }

  /** A bracket that has lost its words stays, as `[ ]`: somebody asked for it. */
  override canBeEmpty(): boolean {
    return true
  }

  /** Without it, Enter inside brackets breaks the block behind them instead. */
  override insertNewAfter(_selection: RangeSelection, restoreSelection = true): LexicalNode {
    const next = $createBracketNode(this.getId(), this.getFacts())
    this.insertAfter(next, restoreSelection)
    return next
  }
}

export const $createBracketNode = (id: string, facts: BracketFacts): BracketNode =>
  $applyNodeReplacement(new BracketNode(id, facts))

export const $isBracketNode = (node: LexicalNode | null | undefined): node is BracketNode =>
  node instanceof BracketNode
