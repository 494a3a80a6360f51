import { mergeRegister } from '@lexical/utils'
import {
  $createRangeSelection,
  $getNearestNodeFromDOMNode,
  $getSelection,
  $isRangeSelection,
  $setSelection,
  COMMAND_PRIORITY_HIGH,
  COPY_COMMAND,
  CUT_COMMAND,
  DRAGEND_COMMAND,
  DRAGOVER_COMMAND,
  DRAGSTART_COMMAND,
  DROP_COMMAND,
  PASTE_COMMAND,
} from 'lexical'
import type { DelegationId } from '#domain/ids'
import type { BracketGuard } from '../binding/bracket-guard'
import { $deleteSelected } from '../binding/edit-commands'
import { domPlaceAt } from '../binding/pointed-place'
import type { Place } from '../binding/places'
import { deleteRegion, regionOf, type Region } from '../binding/region'
import type { ShownBlock } from '../binding/shown-blocks'
import type { Selected, TextBinding } from '../binding/text-binding'
import { insertBlocks } from '../insert-blocks'
import { blocksFromHtml } from './blocks-from-html'
import { blocksFromPlainText, cleanBlocks, isTooLarge } from './pasted-blocks'
import {
  productType,
  readProductData,
  writeForOthers,
  writeProductData,
  type Copied,
} from './product-clipboard'

type Options = {
  binding: TextBinding
  guard: BracketGuard
  documentId: string
  /** The delegation that asks for brackets that are pasted; empty for the officers. */
  requestedBy: () => DelegationId | ''
  isKept: (client: number, clock: number) => boolean
  /** A paste was refused; the clipboard still has it. */
  onTooLarge: () => void
}

/** Cut, copy, paste and drag: letters that were copied in the product keep their author, all else is the paster's. */
export function registerClipboard(options: Options): () => void {
  const { binding, guard } = options
  const { editor } = binding
  const high = COMMAND_PRIORITY_HIGH
  let dragged: Selected | undefined
  return mergeRegister(
    editor.registerCommand(
      COPY_COMMAND,
      (event) => {
        $copy(options, event)
        return true
      },
      high,
    ),
    editor.registerCommand(
      CUT_COMMAND,
      (event) => {
        if ($copy(options, event)) $deleteSelected(binding, guard)
        return true
      },
      high,
    ),
    editor.registerCommand(
      PASTE_COMMAND,
      (event) => {
        event.preventDefault()
        if (!editor.isEditable()) return true
        const data =
          'clipboardData' in event ? event.clipboardData : 'dataTransfer' in event ? event.dataTransfer : null
        const copied = data && read(data, options)
        if (copied) $insert(options, copied)
        return true
      },
      high,
    ),
    editor.registerCommand(
      DRAGSTART_COMMAND,
      (event) => {
        dragged = binding.$selected()
        if (event.dataTransfer) $write(options, event.dataTransfer)
        return true
      },
      high,
    ),
    editor.registerCommand(
      DRAGEND_COMMAND,
      () => {
        dragged = undefined
        return true
      },
      high,
    ),
    editor.registerCommand(
      DRAGOVER_COMMAND,
      (event) => {
        if (editor.isEditable()) event.preventDefault()
        return true
      },
      high,
    ),
    editor.registerCommand(
      DROP_COMMAND,
      (event) => {
        event.preventDefault()
        const source = dragged
        dragged = undefined
        if (!editor.isEditable()) return true
        if (source) $move(options, event, source)
        else {
          const copied = event.dataTransfer ? read(event.dataTransfer, options) : undefined
          if (copied && $selectPoint(event)) $insert(options, copied)
        }
        return true
      },
      high,
    ),
  )
}

/** @returns false where nothing is selected. */
function $copy(options: Options, event: ClipboardEvent | KeyboardEvent | null): boolean {
  if (!event || !('clipboardData' in event) || !event.clipboardData) return false
  if (!$write(options, event.clipboardData)) return false
  event.preventDefault()
  return true
}

function $write(options: Options, data: DataTransfer): boolean {
  const { binding } = options
  const selected = binding.$selected()
  const region = selected && !selected.isCollapsed ? regionOf(binding.shown, selected) : undefined
  if (!region) return false
  const { text, html } = writeForOthers(region, binding.reading)
  data.setData('text/plain', text)
  data.setData('text/html', html)
  data.setData(productType, writeOwn(options, region))
  return true
}

function writeOwn({ binding: { doc, reading }, documentId, isKept }: Options, region: Region): string {
  return writeProductData(region, { doc, documentId, reading, isKept })
}

function readOwn({ binding, documentId, requestedBy }: Options, data: string): Copied | undefined {
  const owner = { requestedBy: requestedBy(), since: new Date().toISOString() }
  return readProductData(data, { doc: binding.doc, documentId }, owner)
}

function read(data: DataTransfer, options: Options): Copied | undefined {
  const own = data.getData(productType)
  const copied = own ? readOwn(options, own) : undefined
  const html = copied ? '' : data.getData('text/html')
  const fromHtml = html ? blocksFromHtml(html) : []
  const blocks = copied
    ? cleanBlocks(copied.blocks)
    : fromHtml.length > 0
      ? fromHtml
      : blocksFromPlainText(data.getData('text/plain'))
  if (isTooLarge(blocks)) {
    options.onTooLarge()
    return undefined
  }
  return { blocks, openings: copied?.openings ?? new Map() }
}

/**
 * Moves what was dragged within the text. Others may have written, joined and split since the drag began, so it is read
 * again where it is now.
 */
function $move(options: Options, event: DragEvent, dragged: Selected): void {
  const { binding } = options
  const source = binding.selectedNow(dragged)
  const region = source && regionOf(binding.shown, source)
  const copied = region && readOwn(options, writeOwn(options, region))
  if (!copied || !$selectPoint(event)) return
  const target = binding.$selected()?.from
  if (target && isWithin(binding.shown, target, source)) return
  $insert(options, { ...copied, blocks: cleanBlocks(copied.blocks) }, source)
}

/** Whether a place is in what is selected, or at its edge. */
function isWithin(shown: readonly ShownBlock[], place: Place, { from, to }: Selected): boolean {
  const orderOf = (entry: Place) => shown.findIndex((block) => block.node === entry.block)
  const isBefore = (a: Place, b: Place) =>
    orderOf(a) < orderOf(b) || (a.block === b.block && a.index < b.index)
  return !isBefore(place, from) && !isBefore(to, place)
}

/** Inserts at the selection. @param moved what goes from where it was, once it is there. */
function $insert({ binding, guard }: Options, { blocks, openings }: Copied, moved?: Selected): void {
  if (blocks.length === 0) return
  binding.$act((edit, selected) => {
    if (!selected) return undefined
    const { left, brackets } = selected.from
    const source = moved && regionOf(binding.shown, moved)
    if (!selected.isCollapsed && !moved) {
      const region = regionOf(binding.shown, selected)
      const hasWords = blocks.some((block) => block.runs.some((run) => run.text.trim() !== ''))
      const result = region && deleteRegion(edit, region, selected, guard, new Set(hasWords ? brackets : []))
      if (result && 'foreign' in result) {
        guard.refused(result.foreign)
        return undefined
      }
    }
    if (source && moved) {
      const result = deleteRegion(edit, source, moved, guard)
      if ('foreign' in result) {
        guard.refused(result.foreign)
        return undefined
      }
    }
    const behind = insertBlocks(edit, { left, brackets }, blocks, openings)
    return { behind }
  })
}

/** Puts the caret where something is dropped. */
function $selectPoint(event: DragEvent): boolean {
  const { clientX: x, clientY: y } = event
  const place = domPlaceAt(x, y)
  if (!place || !$getNearestNodeFromDOMNode(place.node)) return false
  const range = document.createRange()
  range.setStart(place.node, place.offset)
  const selection = $createRangeSelection()
  selection.applyDOMRange(range)
  $setSelection(selection)
  return $isRangeSelection($getSelection())
}
