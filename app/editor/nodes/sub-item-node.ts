import { ElementNode, $applyNodeReplacement, type LexicalNode, type RangeSelection } from 'lexical'

/** A numbered sub-item of the paragraph before it; its letter comes from its position, not from its text. */
export class SubItemNode extends ElementNode {
  override $config() {
    return this.config('sub-item', { extends: ElementNode })
  }

  // The server edits the same tree headless, so `document` appears only here, where a browser calls.
  override createDOM(): HTMLElement {
    return Object.assign(document.createElement('p'), { className: 'sub-item' })
  }

  override updateDOM(): boolean {
    return false
  }

  override insertNewAfter(_selection: RangeSelection, restoreSelection = true): LexicalNode {
    const next = $createSubItemNode()
    this.insertAfter(next, restoreSelection)
    return next
  }
}

export const $createSubItemNode = (): SubItemNode => $applyNodeReplacement(new SubItemNode())

export const $isSubItemNode = (node: LexicalNode | null | undefined): node is SubItemNode =>
  node instanceof SubItemNode
