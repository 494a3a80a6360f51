import type { LexicalEditor } from 'lexical'
import type { Awareness } from 'y-protocols/awareness'
import type { ItemId } from '../shape'
import { $pointAt, placeAt, type LexicalPoint } from './places'
import type { TextBinding } from './text-binding'

/** What a session shows of its caret: the units to the left of both ends of its selection. */
export type SharedCaret = {
  /** Null for the beginning of the text. */
  anchor: readonly [client: number, clock: number] | null
  focus: readonly [client: number, clock: number] | null
  /** Whether the person is in the text; else there is no caret. */
  focused: boolean
}

export const noCaret: SharedCaret = { anchor: null, focus: null, focused: false }

/** A caret of somebody else, with what the server says of them. */
export type OtherCaret = SharedCaret & { client: number; name: string; delegation: string; color: string }

const pairOf = (id: ItemId | undefined): SharedCaret['anchor'] => (id ? [id.client, id.clock] : null)

/** Carets move with every letter; the others need not see each of their places. */
const sendingIntervalMs = 80

/** Tells the others where the caret is. @returns what ends it. */
export function shareCaret(binding: TextBinding, awareness: Awareness): () => void {
  const { editor } = binding
  let timer: ReturnType<typeof setTimeout> | undefined
  let sent = JSON.stringify(noCaret)
  const send = () => {
    timer = undefined
    const caret = readCaret(binding)
    const next = JSON.stringify(caret)
    if (next === sent) return
    sent = next
    awareness.setLocalState({ ...caret })
  }
  const sendSoon = () => {
    timer ??= setTimeout(send, sendingIntervalMs)
  }
  const root = editor.getRootElement()
  root?.addEventListener('focus', sendSoon)
  root?.addEventListener('blur', sendSoon)
  const ends = [
    binding.subscribe(sendSoon),
    editor.registerEditableListener(sendSoon),
    editor.registerUpdateListener(sendSoon),
    () => root?.removeEventListener('focus', sendSoon),
    () => root?.removeEventListener('blur', sendSoon),
  ]
  return () => {
    clearTimeout(timer)
    for (const end of ends) end()
  }
}

function readCaret(binding: TextBinding): SharedCaret {
  const { editor } = binding
  const root = editor.getRootElement()
  const isFocused = editor.isEditable() && root !== null && root.contains(document.activeElement)
  if (!isFocused) return noCaret
  return editor.getEditorState().read(() => {
    const selected = binding.$selected()
    if (!selected) return noCaret
    const [anchor, focus] = selected.isBackward ? [selected.to, selected.from] : [selected.from, selected.to]
    return { anchor: pairOf(anchor.left), focus: pairOf(focus.left), focused: true }
  })
}

const isPair = (value: unknown): value is [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every((part) => Number.isSafeInteger(part))

const wordsIn = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The carets of the others as they arrived; what is no caret is left out. */
export function otherCarets(awareness: Awareness): OtherCaret[] {
  return [...awareness.getStates()].flatMap(([client, state]): OtherCaret[] => {
    const { anchor, focus, focused, name, delegation, color } = state as Record<string, unknown>
    if (client === awareness.clientID || focused !== true) return []
    if (!(anchor === null || isPair(anchor)) || !(focus === null || isPair(focus))) return []
    const person = { name: wordsIn(name), delegation: wordsIn(delegation), color: wordsIn(color) }
    return [{ client, anchor, focus, focused, ...person }]
  })
}

/** Where a shared end of a selection is in the editor; within a read of it. */
export function $sharedPoint(binding: TextBinding, end: SharedCaret['anchor']): LexicalPoint | undefined {
  const place = placeAt(binding.doc, binding.reading, binding.shown, {
    left: end ? { client: end[0], clock: end[1] } : undefined,
    right: undefined,
    isAtStart: false,
    isWithLeft: true,
    brackets: [],
  })
  const block = binding.shown[place.at]
  return block && $pointAt(block.node, place.index, place.brackets)
}

/** The same as a place of the page. */
export function domPointOf(
  editor: LexicalEditor,
  point: LexicalPoint,
): { node: Node; offset: number } | undefined {
  const element = editor.getElementByKey(point.key)
  if (!element) return undefined
  if (point.type === 'element')
    return { node: element, offset: Math.min(point.offset, element.childNodes.length) }
  const text = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode()
  return text
    ? { node: text, offset: Math.min(point.offset, text.nodeValue?.length ?? 0) }
    : { node: element, offset: 0 }
}
