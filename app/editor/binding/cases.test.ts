import { $getSelection, $isRangeSelection } from 'lexical'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import {
  $blocks,
  $range,
  $select,
  aPeer,
  caretOf,
  exchange,
  factsBy,
  showDoc,
  showEditor,
  textUpdate,
  wordsOf,
  type Peer,
} from '#tests/editor-peer'
import { blocksFromPlainText } from '../clipboard/pasted-blocks'
import { insertBlocks } from '../insert-blocks'
import { originOf } from '../life'
import { $isSubItemNode } from '../nodes/sub-item-node'
import { readText } from '../reading'
import { baseOf } from '../shape'
import { TextHistory } from '../undo'
import { editText } from '../writing'
import { $liftBracket, $putBracket } from './bracket-commands'
import { regionOf, textIn } from './region'
import type { Selected } from './text-binding'
import {
  $deleteCharacter,
  $deleteSelected,
  $moveLevel,
  $pressEnter,
  $replaceSelected,
  $toggleEmphasis,
  $toggleSubItems,
} from './edit-commands'

const lines = ['States should share evidence.', 'They should train police.', 'Done.']

function twoPeers(text: Parameters<typeof textUpdate>[0] = lines, mayLift?: Parameters<typeof aPeer>[2]) {
  const first = textUpdate(text)
  return [aPeer(101, first, mayLift), aPeer(202, first, mayLift)] as const
}

const type = (peer: Peer, text: string) => {
  for (const letter of text) peer.update(() => $range().insertText(letter))
}
const enter = (peer: Peer, at: number, index: number) =>
  peer.update(() => {
    $select(at, index)
    $pressEnter(peer.binding, peer.guard)
  })
const place = (peer: Peer, at: number, from: number, to = from, lastBlock = at) =>
  peer.update(() => $select(at, from, to, lastBlock))
const undo = (peer: Peer) => peer.update(() => peer.binding.$travel('undo'))

/** Whose each letter is, a line for each block. */
const authorsOf = (doc: Y.Doc): string[] =>
  readText(doc).blocks.map((block) =>
    block.runs
      .flatMap((run) =>
        run.text.split('').map((_, offset) => {
          const { client } = originOf(doc, { client: run.client, clock: run.clock + offset })
          return ({ 7: '.', 101: 'a', 202: 'b' } as const)[baseOf(client)] ?? '?'
        }),
      )
      .join(''),
  )

const structures: readonly { name: string; make: (peer: Peer) => void }[] = [
  { name: 'Enter at the end', make: (peer) => enter(peer, 0, 29) },
  { name: 'Enter in the middle', make: (peer) => enter(peer, 0, 13) },
  {
    name: 'a sub-item',
    make: (peer) =>
      peer.update(() => {
        $select(1, 0)
        $toggleSubItems(peer.binding)
      }),
  },
  {
    name: 'brackets',
    make: (peer) =>
      peer.update(() => {
        $select(1, 0, 4)
        $putBracket(peer.binding, factsBy('che'))
      }),
  },
  {
    name: 'pasted paragraphs',
    make: (peer) =>
      peer.update(() => {
        $select(0, 29)
        peer.binding.$edit((edit, selected) => {
          const left = selected?.from.left
          return { behind: insertBlocks(edit, { left }, blocksFromPlainText('One.\nTwo.')) }
        })
      }),
  },
]

for (const { name, make } of structures)
  test(`undoing ${name} leaves what a colleague typed since, in its place`, () => {
    const [a, b] = twoPeers()
    make(a)
    exchange([a, b])
    place(b, 1, 0)
    type(b, 'And soon. ')
    exchange([a, b])
    undo(a)
    exchange([a, b])
    expect(wordsOf(a.doc).join('\n')).toContain('And soon. ')
    expect(authorsOf(a.doc).join('').match(/b/gu)).toHaveLength('And soon. '.length)
    expect(showEditor(b.editor)).toBe(showDoc(a.doc))
    const rest = wordsOf(a.doc).join(' ').replace('And soon. ', '')
    for (const line of lines) expect(rest.replaceAll(/\s+/gu, ' ')).toContain(line)
  })

test('Enter in the middle leaves the sentence whole that a colleague types at the end, and their caret with it', () => {
  const [a, b] = twoPeers()
  place(b, 0, 29)
  type(b, ' And')
  enter(a, 0, 13)
  exchange([a, b])
  type(b, ' soon.')
  exchange([a, b])
  expect(wordsOf(a.doc).slice(0, 2)).toEqual(['States should', ' share evidence. And soon.'])
  expect(caretOf(b)).toEqual([1, ' share evidence. And soon.'.length])
})

test('letters keep their author when they are emphasized, split, joined and put in brackets', () => {
  const [a, b] = twoPeers(['One two.'])
  place(b, 0, 8)
  type(b, ' Three four.')
  exchange([a, b])
  a.update(() => {
    $select(0, 0, 3)
    $toggleEmphasis(a.binding, a.guard, 'bold')
    $select(0, 9, 14)
    $toggleEmphasis(a.binding, a.guard, 'italic')
  })
  enter(a, 0, 14)
  a.update(() => {
    $select(1, 0)
    $deleteCharacter(a.binding, a.guard, true)
    $select(0, 9, 19)
    $putBracket(a.binding, factsBy('che'))
  })
  exchange([a, b])
  expect(authorsOf(b.doc)).toEqual(['........bbbbbbbbbbbb'])
})

test('a caret stays with its letters when others change the blocks around it', () => {
  const [a, b] = twoPeers()
  place(a, 1, 4)
  enter(b, 0, 29)
  exchange([a, b])
  expect(caretOf(a)).toEqual([2, 4])
  b.update(() => {
    $select(2, 0)
    $toggleSubItems(b.binding)
  })
  exchange([a, b])
  expect(caretOf(a)).toEqual([2, 4])
  enter(b, 2, 2)
  exchange([a, b])
  expect(caretOf(a)).toEqual([3, 2])
  type(a, 'x')
  exchange([a, b])
  expect(wordsOf(b.doc)).toEqual([lines[0], '', 'Th', 'eyx should train police.', 'Done.'])
})

test('a caret at the beginning of a block stays at it when others begin a block before', () => {
  const [a, b] = twoPeers()
  place(a, 1, 0)
  enter(b, 0, 29)
  type(b, 'New.')
  exchange([a, b])
  expect(caretOf(a)).toEqual([2, 0])
})

test('a caret leans left: what others type at it comes behind it', () => {
  const [a, b] = twoPeers()
  place(a, 0, 6)
  place(b, 0, 6)
  type(b, ' parties')
  exchange([a, b])
  expect(caretOf(a)).toEqual([0, 6])
})

test('a selection over several blocks stays, also one that was made backwards', () => {
  const [a, b] = twoPeers()
  a.update(() => {
    $select(0, 7, 4, 2)
    const selection = $range()
    const { key, offset, type: kind } = selection.anchor
    selection.anchor.set(selection.focus.key, selection.focus.offset, selection.focus.type)
    selection.focus.set(key, offset, kind)
  })
  place(b, 0, 0)
  type(b, 'All ')
  enter(b, 1, 4)
  exchange([a, b])
  a.editor.getEditorState().read(() => {
    const selection = $getSelection()
    if (!$isRangeSelection(selection)) throw new Error('nothing is selected')
    expect(selection.isBackward()).toBe(true)
    expect(selection.getTextContent().replaceAll('\n', '')).toBe(
      'should share evidence.They should train police.Done',
    )
  })
})

test('two people who join the same blocks join them once', () => {
  const [a, b] = twoPeers()
  for (const peer of [a, b])
    peer.update(() => {
      $select(1, 0)
      $deleteCharacter(peer.binding, peer.guard, true)
    })
  exchange([a, b])
  expect(wordsOf(a.doc)).toEqual(['States should share evidence.They should train police.', 'Done.'])
})

test('characters that cannot be seen never enter, and the view does not keep them', () => {
  const [a, b] = twoPeers()
  for (const text of ['\u0000', '\u0007', '\u200b', '\u202e', '\ufeff']) {
    a.update(() => {
      $select(0, 6)
      $range().insertText(text)
    })
  }
  exchange([a, b])
  expect(wordsOf(b.doc)[0]).toBe('States should share evidence.')
  expect(showEditor(a.editor)).toBe(showDoc(a.doc))
  a.update(() => {
    $select(0, 6)
    $range().insertText('\u000bparties\u000c')
  })
  expect(wordsOf(a.doc)[0]).toBe('States parties  should share evidence.')
  expect(a.errors).toEqual([])
})

test('sub-items have their letters as data, anew after each paragraph and on each level', () => {
  const items = Array.from({ length: 28 }, (_, index) => ({ sub: `item ${String(index)}` }))
  const [a] = twoPeers(['Intro.', ...items, 'Another.', { sub: 'x' }, { sub: 'y', level: 2 }, { sub: 'z' }])
  const letters = () =>
    a.editor
      .getEditorState()
      .read(() => $blocks().map((block) => ($isSubItemNode(block) ? block.__letter : '')))
  expect(letters().slice(25, 34)).toEqual(['y', 'z', 'aa', 'bb', '', 'a', 'i', 'b'])
  a.update(() => {
    $select(30, 0)
    $moveLevel(a.binding, 'out')
  })
  expect(letters().slice(29)).toEqual(['', '', 'i', 'a'])
})

test('Enter on a sub-item without words ends the list', () => {
  const [a] = twoPeers([{ sub: 'one' }])
  enter(a, 0, 3)
  expect(showDoc(a.doc)).toBe('(1) one\n(1) ')
  a.update(() => $pressEnter(a.binding, a.guard))
  expect(showDoc(a.doc)).toBe('(1) one\n')
})

// What broke the first attempts at a flat text.

test('words that are typed behind a letter which others have just deleted stay where they were typed', () => {
  const [a, b] = twoPeers()
  place(a, 0, 13)
  b.update(() => {
    $select(0, 0, 29)
    $deleteSelected(b.binding, b.guard)
  })
  for (const sent of b.outbox.splice(0)) Y.applyUpdate(a.doc, sent, 'network')
  // The view of A has not followed yet, as while a composition is open.
  type(a, ' soon')
  a.frame()
  exchange([a, b])
  expect(wordsOf(b.doc)).toEqual([' soon', 'They should train police.', 'Done.'])
  expect(caretOf(a)).toEqual([0, 5])
})

test('one word deleted while a whole paragraph is selected leaves the others to their authors', () => {
  const [a, b] = twoPeers()
  place(a, 0, 0, 29)
  a.update(() => {
    const [node] = $blocks()[0]?.getAllTextNodes() ?? []
    node?.setTextContent('States share evidence.')
  })
  exchange([a, b])
  expect(wordsOf(b.doc)[0]).toBe('States share evidence.')
  expect(authorsOf(b.doc)[0]).not.toContain('a')
})

test('what is typed over a selection is all one’s own, and no letter outside of it', () => {
  const [a, b] = twoPeers()
  place(a, 0, 14, 19)
  a.update(() => $range().insertText('s'))
  exchange([a, b])
  expect(wordsOf(b.doc)[0]).toBe('States should s evidence.')
  expect(authorsOf(b.doc)[0]).toBe('..............a..........')
})

test('two people who undo the deletion of one word bring it back once, under its author', () => {
  const [a, b] = twoPeers()
  for (const peer of [a, b])
    peer.update(() => {
      $select(0, 6, 13)
      $deleteSelected(peer.binding, peer.guard)
    })
  exchange([a, b])
  expect(wordsOf(a.doc)[0]).toBe('States share evidence.')
  undo(a)
  undo(b)
  exchange([a, b])
  expect(wordsOf(b.doc)[0]).toBe('States should share evidence.')
  expect(authorsOf(b.doc)[0]).not.toMatch(/[ab]/u)
})

test('letters that are typed where a word was deleted stay before it when it comes back', () => {
  const [a, b] = twoPeers()
  a.update(() => {
    $select(0, 14, 20)
    $deleteSelected(a.binding, a.guard)
  })
  exchange([a, b])
  place(b, 0, 14)
  type(b, 'all ')
  exchange([a, b])
  undo(a)
  exchange([a, b])
  expect(wordsOf(b.doc)[0]).toBe('States should all share evidence.')
})

test('brackets of somebody else can be neither emptied nor lifted, and nothing is lost', () => {
  const [a, b] = twoPeers(lines, ({ requestedBy }) => requestedBy === 'own')
  a.update(() => {
    $select(0, 7, 13)
    $putBracket(a.binding, factsBy('che'))
  })
  exchange([a, b])
  const before = showDoc(b.doc)
  b.update(() => {
    $select(0, 7, 13)
    $deleteSelected(b.binding, b.guard)
  })
  b.update(() => {
    $select(0, 0, 29)
    $deleteSelected(b.binding, b.guard)
  })
  // The same by the editor's own hand.
  b.update(() => {
    $select(0, 7, 13)
    $range().removeText()
  })
  const [id = ''] = b.binding.reading.brackets.keys()
  b.update(() => void $liftBracket(b.binding, b.guard, id))
  expect(showDoc(b.doc)).toBe(before)
  expect(showEditor(b.editor)).toBe(before)
  expect(b.outbox).toEqual([])
  expect(b.refused.map(({ act }) => act)).toEqual(['empty', 'empty', 'empty', 'lift'])
  // Other words may take their place inside.
  b.update(() => {
    $select(0, 7, 13, 0, [id])
    $replaceSelected(b.binding, b.guard, 'must')
  })
  expect(wordsOf(b.doc)[0]).toBe('States [must] share evidence.')
})

test('a bracket that two people emptied together stays visible, and words can be typed in it again', () => {
  const [a, b] = twoPeers()
  a.update(() => {
    $select(0, 7, 19)
    $putBracket(a.binding, factsBy('own'))
  })
  exchange([a, b])
  const [id = ''] = a.binding.reading.brackets.keys()
  a.update(() => {
    $select(0, 7, 13, 0, [id])
    $deleteSelected(a.binding, a.guard)
  })
  b.update(() => {
    $select(0, 13, 19, 0, [id])
    $deleteSelected(b.binding, b.guard)
  })
  exchange([a, b])
  expect(wordsOf(b.doc)[0]).toBe('States [] evidence.')
  expect(showEditor(b.editor)).toBe(showDoc(a.doc))
  b.update(() => $select(0, 7, 7, 0, [id]))
  type(b, 'may')
  exchange([a, b])
  expect(wordsOf(a.doc)[0]).toBe('States [may] evidence.')
})

test('Backspace in a bracket of one’s own takes its last letter and keeps it, the next one lifts it', () => {
  const [a] = twoPeers(['A bc d.'])
  a.update(() => {
    $select(0, 2, 4)
    $putBracket(a.binding, factsBy('own'))
    const [id = ''] = a.binding.reading.brackets.keys()
    $select(0, 4, 4, 0, [id])
  })
  for (let time = 0; time < 2; time += 1) a.update(() => $deleteCharacter(a.binding, a.guard, true))
  expect(wordsOf(a.doc)).toEqual(['A [] d.'])
  a.update(() => $deleteCharacter(a.binding, a.guard, true))
  expect(wordsOf(a.doc)).toEqual(['A  d.'])
})

test('a word that others close brackets in stays whole and inside', () => {
  const [a, b] = twoPeers()
  place(b, 0, 13)
  type(b, ' act s')
  exchange([a, b])
  a.update(() => {
    $select(0, 7, 19)
    $putBracket(a.binding, factsBy('che'))
  })
  exchange([a, b])
  type(b, 'oon')
  exchange([a, b])
  expect(wordsOf(a.doc)[0]).toBe('States [should act soon] share evidence.')
})

test('Enter in brackets splits them in two pieces of one bracket', () => {
  const [a, b] = twoPeers()
  a.update(() => {
    $select(0, 7, 19)
    $putBracket(a.binding, factsBy('che'))
  })
  enter(a, 0, 13)
  exchange([a, b])
  expect(wordsOf(b.doc).slice(0, 2)).toEqual(['States [should]', '[ share] evidence.'])
  expect(readText(b.doc).brackets.size).toBe(1)
})

test('emphasis that two people set over each other’s is read as both', () => {
  const [a, b] = twoPeers()
  const set = (peer: Peer, from: number, to: number) =>
    peer.update(() => {
      $select(0, from, to)
      $toggleEmphasis(peer.binding, peer.guard, 'bold')
    })
  set(a, 0, 13)
  set(b, 7, 19)
  exchange([a, b])
  expect(showDoc(a.doc).split('\n')[0]).toBe('<1>States should share evidence.')
})

test('what is typed goes on in the emphasis of the letter before, also where it was set meanwhile', () => {
  const [a, b] = twoPeers()
  place(b, 0, 13)
  type(b, ' a')
  a.update(() => {
    $select(0, 7, 13)
    $toggleEmphasis(a.binding, a.guard, 'bold')
  })
  exchange([a, b])
  type(b, 'b')
  exchange([a, b])
  const [block] = readText(a.doc).blocks
  const run = block?.runs.find(({ text }) => text.includes('a'))
  const letters = block?.runs.filter(({ client }) => baseOf(client) === 202).map(({ text }) => text)
  expect(letters?.join('')).toBe(' ab')
  expect(run).toBeDefined()
})

test('Enter is undone by itself, however quickly it followed what was typed', () => {
  const first = textUpdate(['One.'])
  const a = aPeer(
    101,
    first,
    () => true,
    () => 0,
  )
  place(a, 0, 4)
  type(a, ' two')
  a.update(() => $pressEnter(a.binding, a.guard))
  type(a, 'three')
  undo(a)
  expect(wordsOf(a.doc)).toEqual(['One. two', ''])
  undo(a)
  expect(wordsOf(a.doc)).toEqual(['One. two'])
})

test('undo after a composition takes back what was committed, and brings no raw letters', () => {
  const first = textUpdate(['A.'])
  const doc = new Y.Doc({ gc: false })
  Y.applyUpdate(doc, first)
  const writer = { base: 101, origin: 'own' }
  const history = new TextHistory(doc, writer, () => 0)
  const [block] = readText(doc).blocks
  const [run] = block?.runs ?? []
  const left = run && { client: run.client, clock: run.clock }
  const raw = editText(doc, writer, (edit) => edit.insertLetters({ left }, 'にほん'))
  editText(doc, writer, (edit) => {
    edit.delete(raw)
    edit.insertLetters({ left }, '日本')
  })
  expect(wordsOf(doc)).toEqual(['A日本.'])
  history.undo()
  expect(wordsOf(doc)).toEqual(['A.'])
  history.redo()
  expect(wordsOf(doc)).toEqual(['A日本.'])
})

test('what was selected is found again when others have typed, split and made sub-items meanwhile', () => {
  const [a, b] = twoPeers()
  const selected = { at: undefined as Selected | undefined }
  a.update(() => {
    $select(0, 7, 13)
    selected.at = a.binding.$selected()
  })
  place(b, 0, 0)
  type(b, 'All ')
  place(b, 0, 13)
  type(b, 'freely ')
  enter(b, 0, 4)
  b.update(() => {
    $select(1, 0)
    $toggleSubItems(b.binding)
  })
  exchange([a, b])
  const now = selected.at && a.binding.selectedNow(selected.at)
  const region = now && regionOf(a.binding.shown, now)
  expect(region?.pieces.map(textIn(region)).join('')).toBe('shfreely ould')
  place(b, 1, 7, 20)
  b.update(() => $deleteSelected(b.binding, b.guard))
  exchange([a, b])
  expect(wordsOf(a.doc)).toEqual(['All ', 'States  share evidence.', ...lines.slice(1)])
  expect(selected.at && a.binding.selectedNow(selected.at)).toBeUndefined()
})
