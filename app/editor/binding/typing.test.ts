import { expect, test } from 'vitest'
import * as Y from 'yjs'
import {
  $blocks,
  $range,
  $select,
  $textAt,
  aPeer,
  exchange,
  factsBy,
  showDoc,
  showEditor,
  textUpdate,
  type Peer,
} from '#tests/editor-peer'
import { random } from '#tests/random'
import { originOf } from '../life'
import { readText } from '../reading'
import { baseOf } from '../shape'
import { $liftBracket, $putBracket } from './bracket-commands'
import { $deleteCharacter, $moveLevel, $pressEnter, $toggleEmphasis, $toggleSubItems } from './edit-commands'

const first = textUpdate(['States should share evidence.', 'They should train police.', 'Done.'])

/** What somebody does to the structure, also right behind the last letter of a word that another is typing. */
function changeStructure(peer: Peer, pick: (below: number) => number): void {
  const { binding, guard } = peer
  peer.update(() => {
    const open = $blocks().flatMap((_, index) =>
      /‹[^›‹ .]*(?=[‹ .]|$)/u.test($textAt(index)) ? [index] : [],
    )
    const at = open[pick(open.length || 1)] ?? pick($blocks().length)
    const text = $textAt(at)
    const unfinished = [...text.matchAll(/‹[^›‹ .]*(?=[‹ .]|$)/gu)].map(
      (match) => match.index + match[0].length,
    )
    const places = [
      0,
      ...[...text.matchAll(/ /gu)].map(({ index }) => index),
      ...unfinished,
      ...unfinished,
      text.length,
    ]
    const isBetween = (place: number) =>
      !/‹([^›‹ .]*)$/u.test(text.slice(0, place)) || !/^[a-z0-9›]/u.test(text.slice(place))
    const fit = places.filter(isBetween)
    const caret = unfinished[pick(unfinished.length || 1)] ?? fit[pick(fit.length)] ?? 0
    const [from = 0, to = 0] = [caret, fit[pick(fit.length)] ?? 0].sort((a, b) => a - b)
    switch (pick(10)) {
      case 0:
      case 9:
        $select(at, caret)
        $pressEnter(binding, guard)
        return
      case 1:
        $select(at, text.length)
        $pressEnter(binding, guard)
        return
      case 2:
        if (at === 0) return
        $select(at, 0)
        $deleteCharacter(binding, guard, true)
        return
      case 3:
        $select(at, from)
        $toggleSubItems(binding)
        return
      case 4:
        $select(at, from)
        $moveLevel(binding, 'in')
        return
      case 5:
      case 6:
        if (from === to) return
        $select(at, from, to)
        $putBracket(binding, factsBy(String(peer.base)))
        return
      case 7: {
        const ids = [...binding.reading.brackets.keys()]
        const id = ids[pick(Math.max(1, ids.length))]
        if (id) $liftBracket(binding, guard, id)
        return
      }
      default:
        if (from === to) return
        $select(at, from, to)
        $toggleEmphasis(binding, guard, 'bold')
    }
  })
}

function beginSentence(peer: Peer, pick: (below: number) => number): void {
  peer.update(() => {
    const at = pick(3) === 0 ? 0 : pick($blocks().length)
    const text = $textAt(at)
    const gaps = [0, ...[...text.matchAll(/ /gu)].map(({ index }) => index), text.length].filter(
      (gap) => !/‹[^›]*$/u.test(text.slice(0, gap)),
    )
    $select(at, gaps[pick(gaps.length)] ?? 0)
  })
}

function run(seed: number): void {
  const pick = random(seed)
  const peers = [101, 202, 303].map((base) => aPeer(base, first))
  const rest = ['', '', '']
  const sentences: { text: string; base: number }[] = []
  const waiting = peers.map((): Uint8Array[] => [])
  const send = (index: number) => {
    for (const update of peers[index]?.outbox.splice(0) ?? [])
      waiting.forEach((queue, to) => to !== index && queue.push(update))
  }
  const type = (index: number) => {
    const peer = peers[index]
    const letter = rest[index]?.charAt(0)
    if (!peer || !letter) return
    peer.update(() => $range().insertText(letter))
    rest[index] = rest[index]?.slice(1) ?? ''
  }
  for (let step = 0; step < 160; step += 1) {
    const index = pick(3)
    const peer = peers[index]
    if (!peer) continue
    if (rest[index]) type(index)
    else if (pick(3) > 0) {
      beginSentence(peer, pick)
      const text = `‹${'abc'.charAt(index)}${String(step)}proposes›`
      sentences.push({ text, base: peer.base })
      rest[index] = text
    } else changeStructure(peer, pick)
    send(index)
    const to = pick(3)
    const target = peers[to]
    if (target && pick(2)) {
      for (const update of waiting[to]?.splice(0, 1 + pick(3)) ?? [])
        Y.applyUpdate(target.doc, update, 'network')
      // Views are sometimes a moment late.
      if (pick(4) > 0) target.frame()
      send(to)
    }
  }
  peers.forEach((_, index) => {
    while (rest[index]) type(index)
    send(index)
  })
  waiting.forEach((queue, to) => {
    for (const update of queue) Y.applyUpdate(peers[to]?.doc ?? new Y.Doc(), update, 'network')
    peers[to]?.frame()
  })
  exchange(peers)
  const where = `seed ${String(seed)}`
  expect(new Set(peers.flatMap((peer) => [showDoc(peer.doc), showEditor(peer.editor)])).size, where).toBe(1)
  expect(
    peers.flatMap((peer) => peer.errors),
    where,
  ).toEqual([])
  const doc = peers[0]?.doc ?? new Y.Doc()
  const blocks = readText(doc).blocks.map((block) =>
    block.runs.flatMap((letterRun) =>
      letterRun.text
        .split('')
        .map((letter, offset) => ({ letter, client: letterRun.client, clock: letterRun.clock + offset })),
    ),
  )
  for (const { text, base } of sentences) {
    const block = blocks.find((units) =>
      units
        .map(({ letter }) => letter)
        .join('')
        .includes(text),
    )
    expect(block, `${where}: ${text} is torn\n${showDoc(doc)}`).toBeDefined()
    const at =
      block
        ?.map(({ letter }) => letter)
        .join('')
        .indexOf(text) ?? 0
    for (const unit of block?.slice(at, at + text.length) ?? [])
      expect(baseOf(originOf(doc, unit).client), where).toBe(base)
  }
  for (const peer of peers) peer.binding.destroy()
}

test('sentences stay whole while others change the structure at the very caret of who types them', () => {
  for (let seed = 1; seed <= Number(process.env['SESSIONS'] ?? 60); seed += 1) run(seed)
}, 3_600_000)
