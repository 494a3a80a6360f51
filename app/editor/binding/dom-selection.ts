import {
  $createRangeSelectionFromDom,
  $getSelection,
  $isRangeSelection,
  $setSelection,
  type LexicalEditor,
} from 'lexical'

type Points = readonly [Node | null, number, Node | null, number]

const pointsOf = ({ anchorNode, anchorOffset, focusNode, focusOffset }: Selection): Points => [
  anchorNode,
  anchorOffset,
  focusNode,
  focusOffset,
]

/**
 * Where the caret is in the page. The browser tells of a caret that was moved in a task of its own: a key that is
 * pressed before that, or a change by others that arrives before that, would still find the caret where it was.
 */
export class DomSelection {
  readonly #end: () => void
  /** What the browser has told last; the editor knows of it. */
  #told: Points | undefined

  constructor(readonly editor: LexicalEditor) {
    const note = ({ currentTarget }: Event) => {
      const selection = currentTarget instanceof Document ? currentTarget.getSelection() : null
      this.#told = selection ? pointsOf(selection) : undefined
    }
    this.#end = editor.registerRootListener((root, before) => {
      before?.ownerDocument.removeEventListener('selectionchange', note)
      root?.ownerDocument.addEventListener('selectionchange', note)
    })
  }

  /** Tells the editor where the caret is, unless it knows. To be called in an update. */
  $read(): void {
    const root = this.editor.getRootElement()
    if (!root || this.editor.isComposing()) return
    const { activeElement } = root.ownerDocument
    const selection = root.ownerDocument.getSelection()
    const isInside = activeElement !== null && root.contains(activeElement)
    if (!isInside || !selection || selection.rangeCount === 0 || !root.contains(selection.anchorNode)) return
    const points = pointsOf(selection)
    if (points.every((value, index) => value === this.#told?.[index])) return
    const shown = $createRangeSelectionFromDom(selection, this.editor)
    if (!shown) return
    const known = $getSelection()
    const isKnown = $isRangeSelection(known) && known.anchor.is(shown.anchor) && known.focus.is(shown.focus)
    if (!isKnown) $setSelection(shown)
  }

  destroy(): void {
    this.#end()
  }
}
