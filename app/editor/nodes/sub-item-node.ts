import {
  $applyNodeReplacement,
  ElementNode,
  type LexicalNode,
  type NodeKey,
  type RangeSelection,
} from 'lexical'

export type SubItemLevel = 1 | 2

/** A lettered sub-item of the paragraph before it. Its letter is set by the component that shows the whole text. */
export class SubItemNode extends ElementNode {
  __level: SubItemLevel
  __letter: string

  constructor(level: SubItemLevel = 1, letter = '', key?: NodeKey) {
    super(key)
    this.__level = level
    this.__letter = letter
  }

  override $config() {
    return this.config('sub-item', { extends: ElementNode })
  }

  override afterCloneFrom(previous: this): void {
    super.afterCloneFrom(previous)
    this.__level = previous.__level
    this.__letter = previous.__letter
  }

  getLevel(): SubItemLevel {
    return this.getLatest().__level
  }

  setLevel(level: SubItemLevel): void {
    if (this.getLatest().__level !== level) this.getWritable().__level = level
  }

  setLetter(letter: string): void {
    if (this.getLatest().__letter !== letter) this.getWritable().__letter = letter
  }

  override createDOM(): HTMLElement {
    const element = Object.assign(document.createElement('p'), { className: 'sub-item' })
    this.#setAttributes(element)
    return element
  }

  override updateDOM(_previous: this, element: HTMLElement): boolean {
    this.#setAttributes(element)
    return false
  }

  #setAttributes(element: HTMLElement): void {
    element.dataset['level'] = String(this.__level)
    element.dataset['letter'] = this.__letter
  }

  override insertNewAfter(_selection: RangeSelection, restoreSelection = true): LexicalNode {
    const next = $createSubItemNode(this.getLevel())
    this.insertAfter(next, restoreSelection)
    return next
  }
}

export const $createSubItemNode = (level: SubItemLevel = 1): SubItemNode =>
  $applyNodeReplacement(new SubItemNode(level))

export const $isSubItemNode = (node: LexicalNode | null | undefined): node is SubItemNode =>
  node instanceof SubItemNode
