import { expect, test } from 'vitest'
import * as Y from 'yjs'
import {
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
import { countItems, judgeUpdate } from '../grammar'
import { insertBlocks } from '../insert-blocks'
import { findItem, originOf } from '../life'
import { readText } from '../reading'
import { baseOf, textOf, type ItemId } from '../shape'
import { $liftBracket, $putBracket } from './bracket-commands'
import {
  $deleteCharacter,
  $deleteSelected,
  $moveLevel,
  $pressEnter,
  $toggleEmphasis,
  $toggleSubItems,
} from './edit-commands'

/** The block that both edit: the second of three. */
const at = 1
const first = textUpdate(['First stays.', 'They should train police and judges.', 'Last stays.'])
/** Where what both do happens. */
const place = 'They should'.length

type Act = {
  name: string
  /** What was there before; both see it. */
  before?: (peer: Peer) => void
  do: (peer: Peer) => void
  /** Words that this act takes away. */
  takes?: string
}

const update = (peer: Peer, work: () => void) => {
  peer.update(work)
}
const type = (peer: Peer, index: number, text: string) =>
  update(peer, () => {
    $select(at, index)
    for (const letter of text) $range().insertText(letter)
  })

const acts: readonly Act[] = [
  {
    name: 'type',
    do: (peer) => type(peer, place, ` w${String(peer.base)}w`),
  },
  {
    name: 'split',
    do: (peer) =>
      update(peer, () => {
        $select(at, place)
        $pressEnter(peer.binding, peer.guard)
      }),
  },
  {
    name: 'join',
    do: (peer) =>
      update(peer, () => {
        $select(at, 0)
        $deleteCharacter(peer.binding, peer.guard, true)
      }),
  },
  {
    name: 'sub-item',
    do: (peer) =>
      update(peer, () => {
        $select(at, place)
        $toggleSubItems(peer.binding)
      }),
  },
  {
    name: 'level',
    do: (peer) =>
      update(peer, () => {
        $select(at, place)
        $moveLevel(peer.binding, 'in')
      }),
  },
  {
    name: 'bracket',
    do: (peer) =>
      update(peer, () => {
        $select(at, 'They '.length, 'They should train'.length)
        $putBracket(peer.binding, factsBy(String(peer.base)))
      }),
  },
  {
    name: 'lift',
    before: (peer) =>
      update(peer, () => {
        $select(at, 'They '.length, 'They should train'.length)
        $putBracket(peer.binding, factsBy('che'))
      }),
    do: (peer) =>
      update(peer, () => {
        const [id = ''] = peer.binding.reading.brackets.keys()
        $liftBracket(peer.binding, peer.guard, id)
      }),
  },
  {
    name: 'format',
    do: (peer) =>
      update(peer, () => {
        $select(at, 'They '.length, 'They should train'.length)
        $toggleEmphasis(peer.binding, peer.guard, peer.base % 2 ? 'bold' : 'italic')
      }),
  },
  {
    name: 'delete block',
    do: (peer) =>
      update(peer, () => {
        $select(at, 0, 0, at + 1)
        $deleteSelected(peer.binding, peer.guard)
      }),
    takes: 'They should train police and judges.',
  },
  {
    name: 'paste',
    do: (peer) =>
      update(peer, () => {
        $select(at, place)
        peer.binding.$edit((edit, selected) => {
          if (!selected) return undefined
          const behind = insertBlocks(edit, { left: selected.from.left }, [
            { kind: 'paragraph', level: 0, runs: [{ text: ` p${String(peer.base)}p`, emphasis: 1 }] },
            { kind: 'sub-item', level: 1, runs: [{ text: `q${String(peer.base)}q`, emphasis: 0 }] },
          ])
          return { behind }
        })
      }),
  },
  {
    name: 'undo',
    before: (peer) => type(peer, place, ` u${String(peer.base)}u`),
    do: (peer) => update(peer, () => peer.binding.$travel('undo')),
  },
  {
    name: 'redo',
    before: (peer) => {
      type(peer, place, ` u${String(peer.base)}u`)
      peer.binding.history.stopCapturing()
      update(peer, () => peer.binding.$travel('undo'))
    },
    do: (peer) => update(peer, () => peer.binding.$travel('redo')),
  },
  {
    name: 'delete words',
    do: (peer) =>
      update(peer, () => {
        $select(at, 'They '.length, 'They should'.length)
        $deleteSelected(peer.binding, peer.guard)
      }),
    takes: 'should',
  },
]

/** In which order things happen: who has the lower id, and whether the first is seen half-way. */
const interleavings = ['lower id first', 'higher id first', 'the view is late'] as const

function check(a: Peer, b: Peer, one: Act, other: Act, where: string): void {
  expect([...a.errors, ...b.errors], where).toEqual([])
  const shown = [a, b].flatMap((peer) => [showDoc(peer.doc), showEditor(peer.editor)])
  expect(new Set(shown).size, `${where}\n${shown.join('\n--\n')}`).toBe(1)
  const reading = readText(a.doc)
  const text = reading.blocks.map((block) => block.runs.map((run) => run.text).join('')).join('\n')
  const taken = [one.takes, other.takes].join(' ')
  for (const word of ['First', 'stays', 'They', 'should', 'train', 'police', 'and', 'judges', 'Last'])
    if (!taken.includes(word))
      expect(text.split(word).length - 1, `${where}: ${word} in ${text}`).toBe(word === 'stays' ? 2 : 1)
  for (const block of reading.blocks)
    for (const run of block.runs)
      run.text.split('').forEach((letter, offset) => {
        const author = baseOf(originOf(a.doc, { client: run.client, clock: run.clock + offset }).client)
        if (/\d/u.test(letter)) expect([101, 202], where).toContain(author)
      })
  for (const [peer, act] of [
    [a, one],
    [b, other],
  ] as const) {
    const name = String(peer.base)
    const words =
      { type: [`w${name}w`], paste: [`p${name}p`, `q${name}q`], redo: [`u${name}u`] }[act.name] ?? []
    for (const word of words) expect(text.split(word).length - 1, `${where}: ${word} in ${text}`).toBe(1)
    if (act.name === 'undo') expect(text, where).not.toContain(`u${name}u`)
  }
}

function run(one: Act, other: Act, interleaving: (typeof interleavings)[number]): void {
  const [low, high] = interleaving === 'higher id first' ? [202, 101] : [101, 202]
  const [a, b] = [aPeer(low, first), aPeer(high, first)]
  const server = new Y.Doc({ gc: false })
  Y.applyUpdate(server, first)
  const where = `${one.name} × ${other.name}, ${interleaving}`
  const judge = (peer: Peer) => {
    for (const sent of peer.outbox) {
      const { structs, ds } = Y.decodeUpdate(sent)
      const judgement = judgeUpdate(structs, ds.clients, {
        find: (id: ItemId) => findItem(server, id),
        count: () => countItems(textOf(server)._start),
      })
      expect('fault' in judgement && judgement.fault, where).toBe(false)
      Y.applyUpdate(server, sent)
    }
  }
  const settle = () => {
    judge(a)
    judge(b)
    exchange([a, b])
  }
  one.before?.(a)
  settle()
  // Both may need the same, as the bracket that both lift.
  if (!(one.name === 'lift' && other.name === 'lift')) other.before?.(b)
  settle()
  a.binding.history.stopCapturing()
  b.binding.history.stopCapturing()
  one.do(a)
  if (interleaving === 'the view is late') {
    // B has what A did, and does not see it yet.
    for (const sent of a.outbox.slice(0, Math.ceil(a.outbox.length / 2)))
      Y.applyUpdate(b.doc, sent, 'network')
  }
  other.do(b)
  settle()
  exchange([a, b])
  check(a, b, one, other, where)
  a.binding.destroy()
  b.binding.destroy()
}

for (const one of acts)
  test(`${one.name} at the same place at the same time as anything else`, () => {
    for (const other of acts) for (const interleaving of interleavings) run(one, other, interleaving)
  })

test('what is typed stays typed whoever removes the block around it', () => {
  const [typing, removing] = [acts[0], acts.find((act) => act.name === 'delete block')]
  if (!typing || !removing) throw new Error('no such act')
  const [a, b] = [aPeer(101, first), aPeer(202, first)]
  typing.do(a)
  removing.do(b)
  exchange([a, b])
  expect($shownLines(b)).toEqual(['First stays.', ' w101w', 'Last stays.'])
})

const $shownLines = (peer: Peer) =>
  peer.editor.getEditorState().read(() => [0, 1, 2].map((index) => $textAt(index)))
