import { $getNearestNodeFromDOMNode, $isElementNode, $isTextNode } from 'lexical'
import type { NodeKey } from 'lexical'

/** The place of a page under a point. Browsers name the way to ask for it differently. */
export function domPlaceAt(left: number, top: number): { node: Node; offset: number } | undefined {
  if ('caretPositionFromPoint' in document) {
    const position = document.caretPositionFromPoint(left, top)
    return position ? { node: position.offsetNode, offset: position.offset } : undefined
  }
  const range = (document as Document).caretRangeFromPoint(left, top)
  return range ? { node: range.startContainer, offset: range.startOffset } : undefined
}

/** The letter under a point of the page: in which block, and behind how many others; within a read of the editor. */
export function $placeAtPoint(left: number, top: number): { block: NodeKey; index: number } | undefined {
  const place = domPlaceAt(left, top)
  const node = place && $getNearestNodeFromDOMNode(place.node)
  const block = node?.getTopLevelElement()
  if (!place || !$isTextNode(node) || !$isElementNode(block)) return undefined
  let index = place.offset
  for (const text of block.getAllTextNodes()) {
    if (text.is(node)) break
    index += text.getTextContentSize()
  }
  return { block: block.getKey(), index }
}
