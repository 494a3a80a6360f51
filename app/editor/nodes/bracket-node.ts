import { $applyNodeReplacement, ElementNode, type LexicalNode, type NodeKey } from 'lexical'
import { factsFrom, type BracketFacts } from '#domain/text/content'

/** Text in square brackets is not agreed: who asked for them, why, since when, and which alternative it is. */
export class BracketNode extends ElementNode {
  /** A delegation; empty where the officers put it. */
  __requestedBy: string
  __reason: string
  /** An instant; empty where it is not known. */
  __since: string
  /** The number of this wording among several; 0 where it is none of several. */
  __alternative: number

  // The binding constructs without arguments and fills in later: every synced property starts here.
  constructor(requestedBy = '', reason = '', since = '', alternative = 0, key?: NodeKey) {
    super(key)
    this.__requestedBy = requestedBy
    this.__reason = reason
    this.__since = since
    this.__alternative = alternative
  }

  override $config() {
    return this.config('bracket', { extends: ElementNode })
  }

  override afterCloneFrom(previous: this): void {
    super.afterCloneFrom(previous)
    this.__requestedBy = previous.__requestedBy
    this.__reason = previous.__reason
    this.__since = previous.__since
    this.__alternative = previous.__alternative
  }

  /** Who asked for it, why and since when. */
  getFacts(): BracketFacts {
    const { __requestedBy, __reason, __since, __alternative } = this.getLatest()
    return factsFrom({
      requestedBy: __requestedBy,
      reason: __reason,
      since: __since,
      alternative: __alternative,
    })
  }

  override createDOM(): HTMLElement {
    const element = Object.assign(document.createElement('span'), { className: 'bracket' })
    const { alternative } = this.getFacts()
    if (alternative !== undefined) element.dataset['alternative'] = String(alternative)
    return element
  }

  override updateDOM(previous: this): boolean {
    return previous.__alternative !== this.__alternative
  }

  override isInline(): boolean {
    return true
  }

  override canBeEmpty(): boolean {
    return false
  }
}

export const $createBracketNode = ({
  requestedBy,
  reason,
  since = '',
  alternative = 0,
}: BracketFacts): BracketNode =>
  $applyNodeReplacement(new BracketNode(requestedBy, reason, since, alternative))

export const $isBracketNode = (node: LexicalNode | null | undefined): node is BracketNode =>
  node instanceof BracketNode
