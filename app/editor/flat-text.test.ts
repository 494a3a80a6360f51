import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { buildDocumentUpdate, readAuthoredContent } from './authored'
import { countItems, judgeUpdate } from './grammar'
import { originOf } from './life'
import { readText, type Reading, type TextBlock } from './reading'
import { baseOf, clientOf, textOf, type ItemId } from './shape'
import { TextHistory } from './undo'
import { editText, type TextEdit } from './writing'

function random(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0
    state = Math.imul(state ^ (state >>> 12), 0x297a2d39)
    return ((state ^ (state >>> 15)) >>> 0) % below
  }
}

type Unit = ItemId & { ch: string }
type Peer = {
  base: number
  doc: Y.Doc
  outbox: Uint8Array[]
  history: TextHistory
  edit: (work: (edit: TextEdit) => void) => void
}

const first = buildDocumentUpdate(
  {
    blocks: ['States should share evidence.', 'They train police.', 'Done.'].map((text) => ({
      type: 'paragraph',
      children: [{ type: 'text', text }],
    })),
  },
  7,
)

function aPeer(base: number): Peer {
  const doc = new Y.Doc({ gc: false })
  doc.clientID = clientOf(base, 'letters')
  Y.applyUpdate(doc, first, 'network')
  const origin = {}
  const writer = { base, origin }
  const outbox: Uint8Array[] = []
  doc.on('update', (update: Uint8Array, from: unknown) => {
    if (from !== 'network') outbox.push(update)
  })
  let now = 0
  return {
    base,
    doc,
    outbox,
    history: new TextHistory(doc, writer, () => (now += 1_000)),
    edit: (work) => editText(doc, writer, work),
  }
}

const unitsOf = (block: TextBlock): Unit[] =>
  block.runs.flatMap((run) =>
    run.text.split('').map((ch, index) => ({ client: run.client, clock: run.clock + index, ch })),
  )

function show(reading: Reading): string {
  return reading.blocks
    .map(
      (block) =>
        `${block.kind}${String(block.level)}:${block.runs.map((run) => `<${String(run.emphasis)}|${run.brackets.join()}>${run.text}`).join('')}`,
    )
    .join('\n')
}

function act(
  peer: Peer,
  pick: (below: number) => number,
  word: string,
  written: Map<string, number>,
  moved: Set<string>,
): string {
  const kinds = [
    'type',
    'type',
    'type',
    'delete',
    'bold',
    'split',
    'end',
    'join',
    'kind',
    'put',
    'lift',
    'remove',
    'undo',
    'redo',
    'move',
  ] as const
  const kind = kinds[pick(kinds.length)] ?? 'type'
  if (kind === 'undo') return (peer.history.undo(), kind)
  if (kind === 'redo') return (peer.history.redo(), kind)
  peer.edit((edit) => {
    const { blocks, brackets } = edit.reading
    const at = pick(blocks.length)
    const block = blocks[at]
    if (!block) return
    const units = unitsOf(block)
    const text = units.map((unit) => unit.ch).join('')
    const gaps = [
      0,
      ...[...text.matchAll(/ /gu)].flatMap((match) => [match.index, match.index + 1]),
      text.length,
    ]
    const from = gaps[pick(gaps.length)] ?? 0
    const later = gaps.filter((gap) => gap > from)
    const to = later[pick(Math.min(3, later.length) || 1)] ?? from
    const left = from > 0 ? units[from - 1] : blocks[at - 1]?.marker
    const [start, end] = [units[from], units[to - 1]]
    switch (kind) {
      case 'type':
        edit.insertLetters({ left, ...(pick(2) && { emphasis: pick(4) }) }, ` ${word} `)
        written.set(word, peer.base)
        return
      case 'move': {
        const source = start
        const whole = /^[a-z]\d+w$/u.exec(text.slice(from, to).trim())
        if (!source || !whole) return
        const range = units.slice(from, to)
        const contiguous = range.every(
          (unit, index) => unit.client === source.client && unit.clock === source.clock + index,
        )
        if (!contiguous) return
        moved.add(text.slice(from, to).trim())
        edit.delete({ ...source, length: to - from })
        edit.insertMoved({ left: blocks[0]?.marker }, source, text.slice(from, to))
        return
      }
      case 'delete':
        for (const unit of units.slice(from, to)) edit.delete({ ...unit, length: 1 })
        return
      case 'bold':
        if (start && end) edit.setEmphasis(start, end, pick(2) ? 'b' : 'i', pick(2) === 0)
        return
      case 'split':
        edit.splitBlock({ left })
        return
      case 'end':
        edit.splitBlock({ left: units.at(-1) ?? left })
        return
      case 'join':
        if (block.marker && blocks[at + 1]?.marker)
          edit.joinBlocks(block.marker, blocks[at + 1]?.marker ?? block.marker)
        return
      case 'kind':
        if (block.marker) edit.setKind(block.marker, pick(2) ? 'sub-item' : 'paragraph', pick(2) ? 1 : 2)
        return
      case 'put':
        if (start && end) edit.putBracket(start, end, { r: 'che', w: word })
        return
      case 'lift': {
        const ids = [...brackets.keys()]
        const id = ids[pick(ids.length || 1)]
        if (id) edit.liftBracket(id)
        return
      }
      case 'remove':
        if (block.marker) edit.removeBlock(block.marker)
        return
      default:
    }
  })
  return kind
}

function session(seed: number, steps: number): void {
  const pick = random(seed)
  const peers = [aPeer(101), aPeer(202), aPeer(303)]
  const waiting = peers.map((): Uint8Array[] => [])
  const written = new Map<string, number>()
  // Two people who move one word at once have moved it to two places.
  const moved = new Set<string>()
  const deliver = (to: number, update: Uint8Array) => {
    const peer = peers[to]
    if (peer) Y.applyUpdate(peer.doc, update, 'network')
  }
  const server = new Y.Doc({ gc: false })
  Y.applyUpdate(server, first)
  for (let step = 0; step < steps; step += 1) {
    const index = pick(3)
    const peer = peers[index]
    if (!peer) continue
    const kind = act(peer, pick, `w${String(step)}w`, written, moved)
    for (const update of peer.outbox.splice(0)) {
      const { structs, ds } = Y.decodeUpdate(update)
      const judgement = judgeUpdate(structs, ds.clients, {
        find: ({ client, clock }) => {
          if (clock >= Y.getState(server.store, client)) return undefined
          const item = Y.getItem(server.store, Y.createID(client, clock))
          return item instanceof Y.Item ? item : undefined
        },
        count: () => countItems(textOf(server)._start),
      })
      if ('fault' in judgement)
        throw new Error(`seed ${String(seed)} step ${String(step)} ${kind}: ${judgement.fault}`)
      Y.applyUpdate(server, update)
      waiting.forEach((queue, to) => to !== index && queue.push(update))
    }
    const to = pick(3)
    for (const update of (waiting[to] ?? []).splice(0, 1 + pick(4))) deliver(to, update)
  }
  waiting.forEach((queue, to) => queue.splice(0).forEach((update) => deliver(to, update)))
  const shown = peers.map((peer) => show(readText(peer.doc)))
  expect(new Set(shown).size, `seed ${String(seed)}`).toBe(1)
  const [peer] = peers
  if (!peer) return
  const reading = readText(peer.doc)
  const all = reading.blocks.flatMap((block) => [...unitsOf(block), { client: 0, clock: 0, ch: '\n' }])
  const text = all.map((unit) => unit.ch).join('')
  for (const [word, base] of written) {
    const places = [...text.matchAll(new RegExp(word, 'gu'))]
    expect(places.length, `seed ${String(seed)} ${word} doubled in ${text}`).toBeLessThan(
      moved.has(word) ? 20 : 2,
    )
    for (const { index } of places)
      for (const unit of all.slice(index, index + word.length))
        expect(baseOf(originOf(peer.doc, unit).client)).toBe(base)
  }
  // Words are whole or gone.
  const rest = text
    .replace(/w\d+w/gu, '')
    .replace(/States|should|share|evidence|They|train|police|Done/gu, '')
    .replace(/[\s.]/gu, '')
  expect(rest, `seed ${String(seed)}: ${text}`).toBe('')
  expect(readAuthoredContent(peer.doc).blocks.length).toBe(reading.blocks.length)
}

test('three people, 40 acts each, in 400 sessions: one text, no torn or doubled word, no wrong author', () => {
  for (let seed = 1; seed <= Number(process.env['SESSIONS'] ?? 400); seed += 1) session(seed, 60)
})
