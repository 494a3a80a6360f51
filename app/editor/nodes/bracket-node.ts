import { $applyNodeReplacement, ElementNode, type LexicalNode, type NodeKey } from 'lexical'

/** Text in square brackets is not agreed; `requestedBy` is the delegation that asked for them. */
export class BracketNode extends ElementNode {
  __requestedBy: string
  __reason: string

  // The binding constructs without arguments and fills in later: every synced property starts here.
  constructor(requestedBy = '', reason = '', key?: NodeKey) {
    super(key)
    this.__requestedBy = requestedBy
    this.__reason = reason
  }

  override $config() {
    return this.config('bracket', { extends: ElementNode })
  }

  override afterCloneFrom(previous: this): void {
    super.afterCloneFrom(previous)
    this.__requestedBy = previous.__requestedBy
    this.__reason = previous.__reason
  }

  override createDOM(): HTMLElement {
    return Object.assign(document.createElement('span'), { className: 'bracket' })
  }

  override updateDOM(): boolean {
    return false
  }

  override isInline(): boolean {
    return true
  }

  override canBeEmpty(): boolean {
    return false
  }
}

export const $createBracketNode = (requestedBy: string, reason: string): BracketNode =>
  $applyNodeReplacement(new BracketNode(requestedBy, reason))

export const $isBracketNode = (node: LexicalNode | null | undefined): node is BracketNode =>
  node instanceof BracketNode
