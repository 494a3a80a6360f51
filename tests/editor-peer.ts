import {
  $createRangeSelection,
  $getRoot,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  $setSelection,
  createEditor,
  type ElementNode,
  type LexicalEditor,
  type RangeSelection,
} from 'lexical'
import * as Y from 'yjs'
import type { DelegationId } from '#domain/ids'
import type { BracketFacts } from '#domain/text/content'
import { buildDocumentUpdate } from '#editor/authored'
import type { BracketGuard, ForeignBracket } from '#editor/binding/bracket-guard'
import { $pointAt } from '#editor/binding/places'
import { $readBlock, segmentsOf, textOfSegments } from '#editor/binding/shown-blocks'
import { TextBinding } from '#editor/binding/text-binding'
import { editorNodes } from '#editor/nodes'
import { readText, type Reading } from '#editor/reading'
import { clientOf } from '#editor/shape'

/** One person at a text, without a browser: an editor that is bound to a document of its own. */
export type Peer = {
  base: number
  doc: Y.Doc
  editor: LexicalEditor
  binding: TextBinding
  guard: BracketGuard
  /** Updates that have not been delivered. */
  outbox: Uint8Array[]
  errors: unknown[]
  refused: ForeignBracket[]
  update: (work: () => void) => void
  /** Shows what has arrived, as the next frame does. */
  frame: () => void
}

export const textUpdate = (lines: readonly (string | { sub: string; level?: 1 | 2 })[], base = 7) =>
  buildDocumentUpdate(
    {
      blocks: lines.map((line) => {
        const text = typeof line === 'string' ? line : line.sub
        const children = text === '' ? [] : [{ type: 'text' as const, text }]
        if (typeof line === 'string') return { type: 'paragraph', children }
        return { type: 'sub-item', ...(line.level === 2 && { level: 2 }), children }
      }),
    },
    base,
  )

/** A clock by which each edit is a step of its own. */
function secondsApart(): () => number {
  let now = 0
  return () => (now += 1_000)
}

export function aPeer(
  base: number,
  first: Uint8Array,
  mayLift: (facts: BracketFacts) => boolean = () => true,
  now: () => number = secondsApart(),
): Peer {
  const doc = new Y.Doc({ gc: false })
  doc.clientID = clientOf(base, 'letters')
  Y.applyUpdate(doc, first, 'network')
  const errors: unknown[] = []
  const refused: ForeignBracket[] = []
  const outbox: Uint8Array[] = []
  let pending: (() => void) | undefined
  const guard = { mayLift, refused: (bracket: ForeignBracket) => refused.push(bracket) }
  const editor = createEditor({
    namespace: 'text',
    nodes: editorNodes,
    onError: (error) => errors.push(error),
  })
  const binding = new TextBinding({
    editor,
    doc,
    base,
    guard,
    schedule: (work) => {
      pending = work
      return () => (pending = undefined)
    },
    now,
  })
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'network') outbox.push(update)
  })
  return {
    base,
    doc,
    editor,
    binding,
    guard,
    outbox,
    errors,
    refused,
    update: (work) => editor.update(work, { discrete: true }),
    frame: () => {
      const work = pending
      pending = undefined
      work?.()
    },
  }
}

/** Delivers everything to everyone, and shows it. */
export function exchange(peers: readonly Peer[]): void {
  for (let round = 0; round < 8 && peers.some((peer) => peer.outbox.length > 0); round += 1) {
    const sent = peers.map((peer) => peer.outbox.splice(0))
    sent.forEach((updates, from) => {
      peers.forEach((peer, to) => {
        if (to !== from) for (const update of updates) Y.applyUpdate(peer.doc, update, 'network')
      })
    })
    for (const peer of peers) peer.frame()
  }
}

export const $blocks = (): ElementNode[] => $getRoot().getChildren().filter($isElementNode)

export function $blockAt(at: number): ElementNode {
  const block = $blocks()[at]
  if (!block) throw new Error(`There is no block ${String(at)}.`)
  return block
}

export const $textAt = (at: number): string => textOfSegments($readBlock($blockAt(at)).segments)

/** Selects from a place to another. */
export function $select(at: number, from: number, to = from, lastBlock = at, brackets: string[] = []): void {
  const [anchor, focus] = [
    $pointAt($blockAt(at).getKey(), from, brackets),
    $pointAt($blockAt(lastBlock).getKey(), to, brackets),
  ]
  if (!anchor || !focus) throw new Error('no such place')
  const selection = $createRangeSelection()
  selection.anchor.set(anchor.key, anchor.offset, anchor.type)
  selection.focus.set(focus.key, focus.offset, focus.type)
  $setSelection(selection)
}

export function $range(): RangeSelection {
  const selection = $getSelection()
  if (!$isRangeSelection(selection)) throw new Error('nothing is selected')
  return selection
}

/** The letters before the caret in its block, and the number of that block. */
export function caretOf(peer: Peer): [number, number] | undefined {
  return peer.editor.getEditorState().read(() => {
    const selected = peer.binding.$selected()
    if (!selected) return undefined
    return [$blocks().findIndex((block) => block.getKey() === selected.from.block), selected.from.index]
  })
}

export const factsBy = (delegation: string, reason = ''): BracketFacts => ({
  requestedBy: delegation as DelegationId,
  reason,
})

/** What an editor shows, as {@link showReading} shows a document. */
export function showEditor(editor: LexicalEditor): string {
  return editor.getEditorState().read(() =>
    $blocks()
      .map((element) => {
        const { kind, level, segments } = $readBlock(element)
        return line(kind, level, segments)
      })
      .join('\n'),
  )
}

export const showReading = ({ blocks }: Reading): string =>
  blocks.map(({ kind, level, runs }) => line(kind, level, segmentsOf(runs))).join('\n')

export const showDoc = (doc: Y.Doc): string => showReading(readText(doc))

const line = (kind: string, level: number, segments: ReturnType<typeof segmentsOf>) =>
  `${kind === 'paragraph' ? '' : `(${String(level)}) `}${segments
    .map(
      ({ text, emphasis, brackets }) =>
        `${emphasis === 0 ? '' : `<${String(emphasis)}>`}${brackets.length === 0 ? text : `[${brackets.join()}|${text}]`}`,
    )
    .join('')}`

/** The plain words, a line for each block, brackets as signs. */
export const wordsOf = (doc: Y.Doc): string[] =>
  readText(doc).blocks.map((block) =>
    segmentsOf(block.runs)
      .map(({ text, brackets }) => (brackets.length === 0 ? text : `[${text}]`))
      .join(''),
  )
