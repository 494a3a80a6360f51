import {
  $createParagraphNode,
  $createRangeSelection,
  $getNodeByKey,
  $getRoot,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  $setSelection,
  COLLABORATION_TAG,
  COMPOSITION_END_TAG,
  COMPOSITION_START_TAG,
  SKIP_DOM_SELECTION_TAG,
  SKIP_SCROLL_INTO_VIEW_TAG,
  type EditorState,
  type ElementNode,
  type LexicalEditor,
  type NodeKey,
  type RangeSelection,
} from 'lexical'
import type * as Y from 'yjs'
import { DomSelection } from './dom-selection'
import { lettersOfLevels } from '#domain/text/letters'
import { $createSubItemNode, $isSubItemNode } from '../nodes/sub-item-node'
import { readText, type Reading, type TextBlock } from '../reading'
import { baseOf, idKey, isSameId, type ItemId } from '../shape'
import { TextHistory } from '../undo'
import { editText, type Range, type TextEdit, type Writer } from '../writing'
import { foreignBracketIn, type BracketGuard } from './bracket-guard'
import { $fillBlock, $markPieces } from './fill-block'
import {
  $placeOf,
  $pointAt,
  anchorAt,
  indexBehind,
  letterAt,
  placeAt,
  placeBefore,
  type Anchor,
  type Place,
} from './places'
import { compare, intentOf, pushChanges } from './push-changes'
import {
  $readBlock,
  emphasisMask,
  isSameKind,
  isSameRuns,
  isSameSegments,
  isUnchanged,
  segmentsOf,
  type ShownBlock,
  type ViewBlock,
} from './shown-blocks'

type Options = {
  editor: LexicalEditor
  doc: Y.Doc
  /** The base id of this session. */
  base: number
  guard: BracketGuard
  /** Runs work soon, once; many updates of the document are shown in one pass. @returns what cancels it. */
  schedule: (work: () => void) => () => void
  now?: () => number
}

/** What is selected, as places of the document; `from` is before `to`. */
export type Selected = {
  from: Anchor & Place
  to: Anchor & Place
  isCollapsed: boolean
  /** Whether the caret is at `from`. */
  isBackward: boolean
}

/** Where the caret goes after an edit: behind this unit, or to the beginning of the text. */
export type CaretAfter = { behind: ItemId | undefined; brackets?: readonly string[] }

/**
 * Binds an editor to a document. The document is the truth: what is edited in the view is written into it as the
 * fewest changes, and of what others write only the blocks that differ are shown anew.
 */
export class TextBinding {
  readonly editor: LexicalEditor
  readonly doc: Y.Doc
  readonly history: TextHistory
  readonly #writer: Writer
  readonly #guard: BracketGuard
  readonly #schedule: Options['schedule']
  readonly #domSelection: DomSelection
  #shown: ShownBlock[] = []
  #reading: Reading | undefined
  #cancelPatch: (() => void) | undefined
  /** Something of the document is not shown yet, because a composition is open. */
  #isLate = false
  /** Where a composition began. */
  #composed: Anchor | undefined
  #mustKeepComposed = false
  /** An edit of the view was refused: it has to show the document again. */
  #isRefused = false
  /** Where the caret is, and in which brackets, where the editor's own selection cannot say it. */
  #caret: { left: ItemId | undefined; brackets: readonly string[] } | undefined
  readonly #ends: (() => void)[]
  readonly #listeners = new Set<() => void>()

  constructor({ editor, doc, base, guard, schedule, now }: Options) {
    this.editor = editor
    this.doc = doc
    this.#writer = { base, origin: this }
    this.#guard = guard
    this.#schedule = schedule
    this.#domSelection = new DomSelection(editor)
    this.history = new TextHistory(doc, this.#writer, now)
    const onTransaction = (transaction: Y.Transaction) => {
      if (transaction.changed.size === 0 && transaction.deleteSet.clients.size === 0) return
      this.#reading = undefined
      if (transaction.origin !== this) this.#patchSoon()
    }
    doc.on('afterTransaction', onTransaction)
    this.#ends = [
      () => doc.off('afterTransaction', onTransaction),
      editor.registerUpdateListener(({ dirtyElements, dirtyLeaves, prevEditorState, editorState, tags }) => {
        if (tags.has(COMPOSITION_START_TAG)) editorState.read(() => this.#beginComposition())
        if (tags.has(COMPOSITION_END_TAG)) this.#mustKeepComposed = true
        if (dirtyElements.size === 0 && dirtyLeaves.size === 0) {
          if ((this.#isLate || this.#mustKeepComposed) && !editor.isComposing()) this.flush()
          else editorState.read(() => this.$noticeCaret())
          return
        }
        this.#onEdit(dirtyElements, prevEditorState, editorState)
      }),
    ]
    editor.update(
      () => {
        $getRoot().clear()
        this.$patch()
      },
      { discrete: true, tag: COLLABORATION_TAG },
    )
  }

  /** The text as it is now. */
  get reading(): Reading {
    this.#reading ??= readText(this.doc)
    return this.#reading
  }

  /** The blocks as they are shown. */
  get shown(): readonly ShownBlock[] {
    return this.#shown
  }

  /** Called when something else is shown, or the caret is elsewhere in it. @returns what ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  destroy(): void {
    this.#cancelPatch?.()
    this.history.destroy()
    this.#domSelection.destroy()
    for (const end of this.#ends) end()
    this.#listeners.clear()
  }

  /** Writes what is new in the editor, then shows what is new in the document. */
  flush(): void {
    this.#cancelPatch?.()
    this.#cancelPatch = undefined
    this.editor.update(
      () => {
        this.$readCaret()
        this.$push()
        if (this.#mustKeepComposed && !this.editor.isComposing()) this.#keepComposed()
        this.$patch()
      },
      { discrete: true, skipTransforms: true, tag: this.#tags() },
    )
  }

  #tags(): string[] {
    const quiet = [COLLABORATION_TAG, SKIP_SCROLL_INTO_VIEW_TAG]
    return this.editor.isComposing() ? [...quiet, SKIP_DOM_SELECTION_TAG] : quiet
  }

  #patchSoon(): void {
    if (this.#cancelPatch) return
    this.#cancelPatch = this.#schedule(() => {
      this.#cancelPatch = undefined
      this.flush()
    })
  }

  #beginComposition(): void {
    this.#composed = this.$selected()?.from
  }

  /** What others deleted of a word while it was composed lives again when it is committed. */
  #keepComposed(): void {
    const [from, to] = [this.#composed, this.$selected()?.from]
    this.#composed = undefined
    this.#mustKeepComposed = false
    const block = this.#shown.find((shownBlock) => shownBlock.node === to?.block)
    if (!from || !to || !block) return
    const start = from.left ? (indexBehind(block, from.left) ?? 0) : 0
    const dead: Range[] = []
    for (let index = start; index < to.index; index += 1) {
      const letter = letterAt(block, index)
      if (!letter || baseOf(letter.client) !== this.#writer.base) continue
      if (!this.reading.life.isAlive(letter.client, letter.clock)) dead.push({ ...letter, length: 1 })
    }
    if (dead.length === 0) return
    editText(this.doc, this.#writer, (edit) => {
      for (const range of dead) edit.revive(range)
    })
  }

  #onEdit(dirty: ReadonlyMap<NodeKey, unknown>, before: EditorState, after: EditorState): void {
    const hasPushed = after.read(() => this.$push(dirty, before))
    if (
      (hasPushed || this.#isLate || this.#mustKeepComposed) &&
      !this.editor.isComposing() &&
      (this.#mustKeepComposed || this.#differs())
    )
      this.flush()
    else if (hasPushed) this.#tell()
  }

  /** Whether the document reads otherwise than what is shown. */
  #differs(): boolean {
    const { blocks } = this.reading
    return (
      blocks.length !== this.#shown.length ||
      this.#shown.some((shown, index) => {
        const block = blocks[index]
        return !block || !isShown(shown, block) || !isSameId(shown.marker, block.marker)
      })
    )
  }

  /**
   * Edits the document where the selection is; within an update of the editor.
   * @param work returns where the caret goes, or nothing to leave it with the letters that it is with.
   */
  $edit(work: (edit: TextEdit, selected: Selected | undefined) => CaretAfter | undefined): void {
    this.$push()
    const selected = this.$selected()
    const caret = editText(this.doc, this.#writer, (edit) => work(edit, selected), this.reading)
    this.$patch(caret)
  }

  /** The same as a step of its own for undo, as what is not typing is. */
  $act(work: (edit: TextEdit, selected: Selected | undefined) => CaretAfter | undefined): void {
    this.$push()
    this.history.stopCapturing()
    this.$edit(work)
    this.history.stopCapturing()
  }

  /** The same from outside of an update. */
  edit(work: (edit: TextEdit, selected: Selected | undefined) => CaretAfter | undefined): void {
    this.editor.update(() => this.$edit(work), { discrete: true })
  }

  /** Takes the last step of this session back, or makes it again. */
  $travel(direction: 'undo' | 'redo'): void {
    this.$push()
    const behind = this.history[direction]()
    this.$patch(behind ? { behind } : undefined)
  }

  /** Reads where the caret is in the page, where the browser has not told of it yet. */
  $readCaret(): void {
    this.#domSelection.$read()
  }

  /** What is selected in the editor. */
  $selected(): Selected | undefined {
    const selection = $getSelection()
    if (!$isRangeSelection(selection)) return undefined
    const isBackward = selection.isBackward()
    const points = isBackward ? [selection.focus, selection.anchor] : [selection.anchor, selection.focus]
    const [from, to] = points.map((point) => {
      const place = $placeOf(point)
      const anchor = place && anchorAt(this.#shown, place)
      return place && anchor && { ...place, ...anchor, node: place.node }
    })
    if (!from || !to) return undefined
    if (!selection.isCollapsed()) return { from, to, isCollapsed: false, isBackward }
    const brackets = this.#caretBrackets(from.left) ?? from.brackets
    return { from: { ...from, brackets }, to: { ...to, brackets }, isCollapsed: true, isBackward }
  }

  /**
   * Where the letters are now that were selected a moment ago, with what others wrote between them since; undefined
   * where nothing of them is left.
   */
  selectedNow(earlier: Selected): Selected | undefined {
    const { from, to } = earlier
    const end = placeAt(this.doc, this.reading, this.#shown, to)
    const start =
      (from.right && placeBefore(this.#shown, from.right)) ??
      placeAt(this.doc, this.reading, this.#shown, from)
    if (end.at < start.at || (end.at === start.at && end.index <= start.index)) return undefined
    const [first, last] = [start, end].map(({ at, index }, which) => {
      const { brackets, node } = which === 0 ? from : to
      const around = brackets.filter((id) => this.reading.brackets.has(id))
      const place = { block: this.#shown[at]?.node ?? '', index, brackets: around, node }
      const anchor = anchorAt(this.#shown, place)
      return anchor && { ...place, ...anchor, node }
    })
    return first && last && { ...earlier, from: first, to: last }
  }

  /** Puts the caret, where it is, into these brackets. */
  $placeCaret(anchor: Anchor, brackets: readonly string[]): void {
    const placed = { ...anchor, brackets, isWithLeft: false, node: undefined }
    this.#select(placed, placed)
    this.#tell()
  }

  /** From now on the editor's own selection says in which brackets the caret is. */
  forgetCaretBrackets(): void {
    this.#caret = undefined
  }

  /** The caret was moved by the editor: what was known of its brackets may be over. */
  $noticeCaret(): void {
    const selection = $getSelection()
    const place = $isRangeSelection(selection) ? $placeOf(selection.anchor) : undefined
    const anchor = place && anchorAt(this.#shown, place)
    if (this.#caret && !(anchor && isSameId(anchor.left, this.#caret.left))) this.#caret = undefined
    this.#tell()
  }

  readonly #caretBrackets = (left: ItemId | undefined): readonly string[] | undefined =>
    this.#caret && isSameId(this.#caret.left, left) ? this.#caret.brackets : undefined

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }

  /** Writes what was changed in the editor. @returns whether there was anything. */
  $push(dirty?: ReadonlyMap<NodeKey, unknown>, before?: EditorState): boolean {
    if (this.#isRefused) return false
    const known = new Map(this.#shown.map((block) => [block.node, block]))
    const view = $getRoot()
      .getChildren()
      .filter($isElementNode)
      .map((element): { element: NodeKey; read: ViewBlock | undefined } => {
        const key = element.getKey()
        const shown = known.get(key)
        if (shown && dirty && !dirty.has(key)) return { element: key, read: undefined }
        const read = $readBlock(element)
        return { element: key, read: shown && isUnchanged(shown, read) ? undefined : read }
      })
    const isSame = (at: number, shownAt: number) =>
      view[at]?.read === undefined && view[at]?.element === this.#shown[shownAt]?.node
    const most = Math.min(view.length, this.#shown.length)
    let head = 0
    while (head < most && isSame(head, head)) head += 1
    if (head === view.length && head === this.#shown.length) return false
    let tail = 0
    while (tail < most - head && isSame(view.length - 1 - tail, this.#shown.length - 1 - tail)) tail += 1
    const was = this.#shown.slice(head, this.#shown.length - tail)
    const is = view.slice(head, view.length - tail).flatMap(({ element, read }): ViewBlock[] => {
      if (read) return [read]
      const node = $getNodeByKey(element)
      return $isElementNode(node) ? [$readBlock(node)] : []
    })
    if (is.length === 0 && head + tail === 0) is.push(emptyView)
    this.#write(head, tail, was, is, before)
    return true
  }

  #write(
    head: number,
    tail: number,
    was: readonly ShownBlock[],
    is: readonly ViewBlock[],
    before: EditorState | undefined,
  ): void {
    const selection = $getSelection()
    const caret = $isRangeSelection(selection) ? offsetIn(is, $placeOf(selection.anchor)) : undefined
    const compared = compare({
      was,
      is,
      left: this.#shown[head - 1]?.marker,
      hint: { caret, selected: before && selectedBefore(before, was) },
      bracketsAt: this.#caretBrackets,
    })
    const { reading } = this
    const foreign = foreignBracketIn(reading, intentOf(compared), this.#guard)
    if (foreign) {
      // What is shown is wrong now; the document and what was agreed on stay as they are.
      this.#shown = this.#shown.map((block) => ({ ...block, stale: true }))
      this.#isLate = true
      this.#isRefused = true
      this.#guard.refused(foreign)
      return
    }
    const changed = editText(this.doc, this.#writer, (edit) => pushChanges(edit, compared), reading)
    this.#shown = [...this.#shown.slice(0, head), ...changed, ...this.#shown.slice(this.#shown.length - tail)]
  }

  /** Shows the document. @param caret where the caret goes; else it stays with the letters that it is with. */
  $patch(caret?: CaretAfter): void {
    if (!this.#differs() && this.#shown.length > 0) {
      this.#adopt()
      if (caret) this.#select(anchorBehind(caret), anchorBehind(caret))
      return
    }
    if (this.editor.isComposing() && this.#changesComposed()) {
      this.#isLate = true
      return
    }
    this.#isLate = false
    this.#isRefused = false
    const selection = $getSelection()
    const anchors =
      !caret && $isRangeSelection(selection)
        ? [selection.anchor, selection.focus].map((point) => {
            const place = $placeOf(point)
            const anchor = place && anchorAt(this.#shown, place)
            const brackets = anchor && selection.isCollapsed() ? this.#caretBrackets(anchor.left) : undefined
            return anchor && brackets ? { ...anchor, brackets, isWithLeft: false } : anchor
          })
        : undefined
    // Lexical fails where a selection points behind letters that have just gone: it is put back when all is shown.
    const held = $isRangeSelection(selection) && !this.editor.isComposing() ? selection.clone() : undefined
    if (held) $setSelection(null)
    this.#show()
    if (caret) this.#select(anchorBehind(caret), anchorBehind(caret), held)
    else if (anchors?.[0] && anchors[1]) this.#select(anchors[0], anchors[1], held)
    this.#tell()
  }

  /** The same is shown; which items it is may have changed. */
  #adopt(): void {
    const { blocks } = this.reading
    this.#shown = this.#shown.map((shown, index) => ({ ...(blocks[index] ?? shown), node: shown.node }))
  }

  /** Whether the block that a composition is in would be shown anew. */
  #changesComposed(): boolean {
    const selection = $getSelection()
    const place = $isRangeSelection(selection) ? $placeOf(selection.anchor) : undefined
    const shown = this.#shown.find((block) => block.node === place?.block)
    const block = shown && this.reading.blocks.find((textBlock) => isSameId(textBlock.marker, shown.marker))
    return !shown || !block || !isShown(shown, block)
  }

  #show(): void {
    const { blocks, brackets } = this.reading
    const root = $getRoot()
    const nodes = new Map(this.#shown.map((block) => [markerKey(block), block]))
    const kept = new Set<NodeKey>()
    let cursor = root.getFirstChild()
    const elements: ElementNode[] = []
    this.#shown = blocks.map((block): ShownBlock => {
      const known = nodes.get(markerKey(block))
      const held = known && $getNodeByKey(known.node)
      let element = $isElementNode(held) && !kept.has(held.getKey()) ? held : undefined
      const isFit = element !== undefined && $isSubItemNode(element) === (block.kind === 'sub-item')
      let isFilled = isFit && known !== undefined && isShown(known, block)
      if (!element || !isFit) {
        const made = block.kind === 'sub-item' ? $createSubItemNode() : $createParagraphNode()
        if (element) {
          if (cursor?.is(element)) cursor = element.getNextSibling()
          made.append(...element.getChildren())
          element.remove(true)
        }
        element = made
        isFilled = false
      }
      if (cursor?.is(element)) cursor = element.getNextSibling()
      else if (cursor) cursor.insertBefore(element, false)
      else root.append(element)
      if ($isSubItemNode(element) && block.level !== 0) element.setLevel(block.level)
      if (!isFilled) $fillBlock(element, segmentsOf(block.runs), brackets)
      kept.add(element.getKey())
      elements.push(element)
      return { ...block, node: element.getKey() }
    })
    for (const child of root.getChildren()) if (!kept.has(child.getKey())) child.remove(true)
    const letters = lettersOfLevels(blocks.map((block) => block.level))
    elements.forEach((element, index) => {
      if ($isSubItemNode(element)) element.setLetter(letters[index] ?? '')
    })
    if (brackets.size > 0) $markPieces(elements)
  }

  /** What is typed next is set as the letter to the left is set now, unless the person chose otherwise. */
  #formatAt(
    { format }: RangeSelection,
    anchor: Anchor,
    { at, index }: { at: number; index: number },
  ): number {
    const block = this.#shown[at]
    const letter = block && index > 0 ? letterAt(block, index - 1) : undefined
    const isChosen = anchor.emphasis !== undefined && (format & emphasisMask) !== anchor.emphasis
    return isChosen || !letter ? format : (format & ~emphasisMask) | letter.emphasis
  }

  #select(anchor: Anchor, focus: Anchor, held?: RangeSelection): void {
    const places = [anchor, focus].map((entry) => placeAt(this.doc, this.reading, this.#shown, entry))
    const points = places.map(({ at, index, brackets }, which) => {
      const block = this.#shown[at]
      return block && $pointAt(block.node, index, brackets, (which === 0 ? anchor : focus).node)
    })
    const [start, end] = points
    const [place] = places
    if (!start || !end || !place) return
    const selection = held ?? $getSelection()
    const made = $createRangeSelection()
    made.anchor.set(start.key, start.offset, start.type)
    made.focus.set(end.key, end.offset, end.type)
    if ($isRangeSelection(selection)) {
      const isSame = !held && selection.anchor.is(made.anchor) && selection.focus.is(made.focus)
      made.format = this.#formatAt(selection, anchor, place)
      made.style = selection.style
      if (!isSame) $setSelection(made)
    } else $setSelection(made)
    const block = this.#shown[place.at]
    const now =
      block && anchorAt(this.#shown, { block: block.node, index: place.index, brackets: [], node: '' })
    this.#caret = now && { left: now.left, brackets: place.brackets }
  }
}

const emptyView: ViewBlock = { node: '', kind: 'paragraph', level: 0, segments: [] }

const markerKey = ({ marker }: TextBlock): string => (marker ? idKey(marker) : '')

const isShown = (shown: ShownBlock, block: TextBlock): boolean =>
  !shown.stale &&
  isSameKind(shown, block) &&
  (isSameRuns(shown.runs, block.runs) || isSameSegments(segmentsOf(shown.runs), segmentsOf(block.runs)))

const anchorBehind = ({ behind, brackets }: CaretAfter): Anchor => ({
  left: behind,
  right: undefined,
  isAtStart: false,
  isWithLeft: brackets === undefined,
  brackets: brackets ?? [],
})

/** Where a place is in the text of several blocks. */
function offsetIn(
  blocks: readonly { node: NodeKey; length: number }[] | readonly ViewBlock[],
  place: Place | undefined,
): number | undefined {
  let offset = 0
  for (const block of blocks) {
    if (place && block.node === place.block) return offset + place.index
    const length =
      'length' in block ? block.length : block.segments.reduce((sum, { text }) => sum + text.length, 0)
    offset += length + 1
  }
  return undefined
}

/** What was selected before an edit, where in the blocks that it changed. */
function selectedBefore(
  state: EditorState,
  was: readonly ShownBlock[],
): readonly [number, number] | undefined {
  return state.read(() => {
    const selection = $getSelection()
    if (!$isRangeSelection(selection) || selection.isCollapsed()) return undefined
    const blocks = was.map(({ node, runs }) => ({
      node,
      length: runs.reduce((sum, { text }) => sum + text.length, 0),
    }))
    const [one, other] = [selection.anchor, selection.focus].map((point) => offsetIn(blocks, $placeOf(point)))
    if (one === undefined || other === undefined) return undefined
    return [Math.min(one, other), Math.max(one, other)]
  })
}
