import type { TextFormatType } from 'lexical'
import { cleanLine } from '#domain/text/characters'
import type { TextBlock } from '../reading'
import type { TextEdit } from '../writing'
import { refuses, type BracketGuard } from './bracket-guard'
import { emphasisNamed } from './emphasis-names'
import { lengthBefore, lengthBehind } from './graphemes'
import { lengthOf } from './places'
import { deleteRegion, hasEmphasis, lettersAtEnds, regionOf, runAt, type Region } from './region'
import { segmentsOf, textOfSegments, type ShownBlock } from './shown-blocks'
import type { CaretAfter, Selected, TextBinding } from './text-binding'
import { behindUnseen } from './unseen-letters'

type Kind = Pick<TextBlock, 'kind' | 'level'>
const paragraph: Kind = { kind: 'paragraph', level: 0 }

/** What an edit did: where the caret goes, or that it is none for this selection. */
type Outcome = { caret: CaretAfter | undefined } | undefined
type Context = { binding: TextBinding; guard: BracketGuard; edit: TextEdit; selected: Selected }

/** Tries several ways to edit, until one of them is for this selection. @returns false where none is. */
function $try(
  binding: TextBinding,
  guard: BracketGuard,
  ...ways: readonly ((context: Context) => Outcome)[]
): boolean {
  let outcome: Outcome
  binding.$edit((edit, selected) => {
    for (const way of selected ? ways : []) {
      outcome ??= selected && way({ binding, guard, edit, selected })
    }
    return outcome?.caret
  })
  return outcome !== undefined
}

/** Deletes what is selected. @returns false where nothing is. */
export const $deleteSelected = (binding: TextBinding, guard: BracketGuard): boolean =>
  $try(binding, guard, deleteSelected)

function deleteSelected({ binding, guard, edit, selected }: Context): Outcome {
  if (selected.isCollapsed) return undefined
  return deleteOrRefuse(guard, edit, regionOf(binding.shown, selected), selected)
}

function deleteOrRefuse(
  guard: BracketGuard,
  edit: TextEdit,
  region: Region | undefined,
  selected: Selected,
): { caret: CaretAfter | undefined } {
  const result = region && deleteRegion(edit, region, selected, guard)
  if (result && 'foreign' in result) guard.refused(result.foreign)
  return { caret: result && 'caret' in result ? result.caret : undefined }
}

/** Writes words in the place of what is selected. @returns false where nothing is. */
export const $replaceSelected = (binding: TextBinding, guard: BracketGuard, words: string): boolean =>
  $try(binding, guard, (context) => replaceSelected(context, cleanLine(words)))

function replaceSelected({ binding, guard, edit, selected }: Context, text: string): Outcome {
  if (selected.isCollapsed) return undefined
  const region = regionOf(binding.shown, selected)
  if (!region) return { caret: undefined }
  const { from } = selected
  const emphasis = runAt(region, region.pieces[0])?.emphasis ?? 0
  const writtenIn = new Set(text.trim() === '' ? [] : from.brackets)
  const result = deleteRegion(edit, region, selected, guard, writtenIn)
  if ('foreign' in result) guard.refused(result.foreign)
  if ('foreign' in result) return { caret: undefined }
  if (text === '') return { caret: result.caret }
  const range = edit.insertLetters({ left: from.left, brackets: from.brackets, emphasis }, text)
  return { caret: { behind: { client: range.client, clock: range.clock + range.length - 1 } } }
}

/** Enter: what is selected goes, the block ends here. On a sub-item without words it becomes a paragraph. */
export function $pressEnter(binding: TextBinding, guard: BracketGuard): void {
  binding.$push()
  binding.history.stopCapturing()
  $try(binding, guard, endBlock)
  binding.history.stopCapturing()
}

function endBlock({ binding, guard, edit, selected }: Context): Outcome {
  const { from } = selected
  if (!selected.isCollapsed) {
    const { caret } = deleteOrRefuse(guard, edit, regionOf(binding.shown, selected), selected)
    if (!caret) return { caret }
    const { first } = edit.splitBlock({ left: from.left, brackets: from.brackets })
    return { caret: { behind: first } }
  }
  const block = binding.shown.find((shownBlock) => shownBlock.node === from.block)
  if (!block) return undefined
  const length = lengthOf(block)
  if (length === 0 && block.kind === 'sub-item' && block.marker) {
    edit.setKind(block.marker, 'paragraph', 0)
    return { caret: undefined }
  }
  if (from.index === length && block.marker && from.brackets.length === 0) {
    edit.appendBlock(block.marker)
    return { caret: { behind: block.marker } }
  }
  const left = behindUnseen(edit.doc, edit.reading, from.left, from.right)
  const { first } = edit.splitBlock({ left, brackets: from.brackets })
  return { caret: { behind: first } }
}

/** Backspace and Delete. */
export function $deleteCharacter(binding: TextBinding, guard: BracketGuard, isBackward: boolean): void {
  $try(
    binding,
    guard,
    deleteSelected,
    (context) => deleteAtEdge(context, isBackward),
    (context) => deleteCharacter(context, isBackward),
  )
}

/** What Backspace and Delete do at the edges of blocks and of brackets. @returns false where the caret is elsewhere. */
export const $deleteAtEdge = (binding: TextBinding, guard: BracketGuard, isBackward: boolean): boolean =>
  $try(binding, guard, (context) => deleteAtEdge(context, isBackward))

function deleteCharacter({ binding, guard, edit, selected }: Context, isBackward: boolean): Outcome {
  const block = binding.shown.find((shownBlock) => shownBlock.node === selected.from.block)
  if (!block) return undefined
  const { index } = selected.from
  const text = textOfSegments(segmentsOf(block.runs))
  const [from, to] = isBackward
    ? [index - lengthBefore(text.slice(0, index)), index]
    : [index, index + lengthBehind(text.slice(index))]
  const region = regionOf(binding.shown, {
    ...selected,
    from: { ...selected.from, index: from },
    to: { ...selected.to, index: to },
  })
  const run = region && runAt(region, region.pieces[0])
  if (!region || !run) return undefined
  // It is in the brackets of the letter, so that these stay when their last letter goes.
  const place = { ...selected.from, brackets: run.brackets }
  const { caret } = deleteOrRefuse(guard, edit, region, {
    from: place,
    to: place,
    isCollapsed: false,
    isBackward: false,
  })
  return { caret: caret && { behind: selected.from.left, brackets: run.brackets } }
}

/**
 * Backspace at the beginning of a block joins it to the one before, Delete at its end to the one behind; beside
 * brackets without words they lift those.
 */
function deleteAtEdge({ binding, guard, edit, selected }: Context, isBackward: boolean): Outcome {
  if (!selected.isCollapsed) return undefined
  const { from } = selected
  const at = binding.shown.findIndex((block) => block.node === from.block)
  const block = binding.shown[at]
  if (!block) return undefined
  const empty = emptyBracketAt(block, from.index)
  const mark = empty === undefined ? undefined : edit.reading.brackets.get(empty)
  if (mark) {
    const refusal = refuses(mark, 'lift', guard)
    if (refusal) guard.refused(refusal)
    else edit.liftBracket(mark.id)
    return { caret: undefined }
  }
  const isAtEdge = isBackward ? from.index === 0 : from.index === lengthOf(block)
  if (!isAtEdge) return undefined
  const [first, second] = isBackward ? [binding.shown[at - 1], block] : [block, binding.shown[at + 1]]
  if (!first && block.kind === 'sub-item' && block.marker) edit.setKind(block.marker, 'paragraph', 0)
  if (first?.marker && second?.marker) edit.joinBlocks(first.marker, second.marker)
  return { caret: undefined }
}

/** The innermost bracket without words at a place of a block. */
function emptyBracketAt(block: ShownBlock, index: number): string | undefined {
  let from = 0
  for (const { text, brackets } of segmentsOf(block.runs)) {
    if (text === '' && from === index) return brackets.at(-1)
    from += text.length
  }
  return undefined
}

/** Sets an emphasis on what is selected, or clears it. @returns false where nothing is selected. */
export function $toggleEmphasis(binding: TextBinding, guard: BracketGuard, name: TextFormatType): boolean {
  const emphasis = emphasisNamed(name)
  return (
    emphasis === undefined ||
    $try(binding, guard, ({ edit, selected }) => {
      if (selected.isCollapsed) return undefined
      const region = regionOf(binding.shown, selected)
      const ends = region && lettersAtEnds(region)
      if (region && ends) edit.setEmphasis(ends.first, ends.last, emphasis, !hasEmphasis(region, emphasis))
      return { caret: undefined }
    })
  )
}

/** Makes the selected blocks sub-items, or paragraphs where they all are sub-items. */
export function $toggleSubItems(binding: TextBinding): void {
  $setKinds(binding, (blocks) => {
    const areSubItems = blocks.every((block) => block.kind === 'sub-item')
    return areSubItems ? () => paragraph : (block) => ({ kind: 'sub-item', level: block.level === 2 ? 2 : 1 })
  })
}

/** Moves the selected blocks a level in or out. */
export function $moveLevel(binding: TextBinding, direction: 'in' | 'out'): void {
  $setKinds(binding, () => ({ level }) => {
    if (direction === 'in') return { kind: 'sub-item', level: level === 0 ? 1 : 2 }
    return level === 2 ? { kind: 'sub-item', level: 1 } : paragraph
  })
}

function $setKinds(
  binding: TextBinding,
  choose: (blocks: readonly ShownBlock[]) => (block: ShownBlock) => Kind,
): void {
  binding.$act((edit, selected) => {
    const blocks = selected ? selectedBlocks(binding, selected) : []
    const kindOf = choose(blocks)
    for (const block of blocks) {
      const { kind, level } = kindOf(block)
      if (block.marker) edit.setKind(block.marker, kind, level)
    }
    return undefined
  })
}

/** A block of which only the beginning is selected is not. */
export function selectedBlocks(binding: TextBinding, selected: Selected): readonly ShownBlock[] {
  const region = regionOf(binding.shown, selected)
  if (!region) return []
  const isOnlyTouched = region.blocks.length > 1 && region.end === 0
  return isOnlyTouched ? region.blocks.slice(0, -1) : region.blocks
}
