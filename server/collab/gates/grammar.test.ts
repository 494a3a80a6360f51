import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { clientOf, type IdClass } from '#editor/shape'
import { aLiveDocument, anEdit, anUpdate, anUpdateOf, partsOf, unitAt } from '#tests/updates'
import { judgeGrammar } from './grammar'

function faultOf(update: Uint8Array, document = aLiveDocument()): string | undefined {
  const judgement = judgeGrammar(partsOf(document, update), document)
  return 'fault' in judgement ? judgement.fault : undefined
}

test('what an editor writes passes', () => {
  const document = aLiveDocument('One two three.', 'Four.')
  const left = unitAt(document, 3)
  const right = unitAt(document, 8)
  for (const work of [
    (edit: Parameters<Parameters<typeof anEdit>[1]>[0]) =>
      void edit.insertLetters({ left }, 'letters — é 中 ع'),
    (edit: Parameters<Parameters<typeof anEdit>[1]>[0]) => edit.delete({ ...left, length: 2 }),
    (edit: Parameters<Parameters<typeof anEdit>[1]>[0]) => void edit.splitBlock({ left }),
    (edit: Parameters<Parameters<typeof anEdit>[1]>[0]) => edit.setEmphasis(left, right, 'b', true),
    (edit: Parameters<Parameters<typeof anEdit>[1]>[0]) =>
      void edit.putBracket(left, right, { r: '', w: 'why' }),
  ])
    expect(faultOf(anEdit(document, work), document)).toBeUndefined()
})

const letters = (text: string) => anUpdateOf(aLiveDocument(), 'letters', (flat) => flat.insert(2, text))

test.each([
  ['NUL', 'a\u0000b'],
  ['a line break', 'a\nb'],
  ['a bidirectional override', 'a\u202eb'],
  ['a zero-width space', 'a\u200bb'],
  ['a tag character', 'a\u{e0041}b'],
  ['a private character', '\ue000'],
  ['half a surrogate pair', '\ud83d'],
])('%s is refused', (_, text) => {
  // Half a pair does not survive the encoding; whatever arrives instead is refused as well.
  expect(faultOf(letters(text))).toBeDefined()
})

type Attack = [name: string, idClass: IdClass, work: (text: Y.Text, doc: Y.Doc) => void]
const attacks: Attack[] = [
  ['an unknown attribute', 'letters', (text) => text.insert(1, 'x', { style: 'display:none' })],
  ['a format of letters', 'letters', (text) => text.format(0, 3, { b: true })],
  ['an embed of another shape', 'back', (text) => text.insertEmbed(1, { image: 'x' })],
  ['an embed with a key too many', 'back', (text) => text.insertEmbed(1, { o: 1, r: '', w: '', style: 'x' })],
  ['a mark under the id of letters', 'letters', (text) => text.insertEmbed(1, { o: 1, r: '', w: '' })],
  ['letters under the id of marks', 'back', (text) => text.insert(1, 'x')],
  ['letters under the id of markers', 'front', (text) => text.insert(1, 'x')],
  ...['constructor', 'toString', '__proto__', 'hasOwnProperty'].map((key): Attack => [
    `an embed with a key that every object has (${key})`,
    'back',
    (text) =>
      text.insertEmbed(1, JSON.parse(`{"o":1,"r":"","w":"","${key}":{"style":"display:none"}}`) as object),
  ]),
  ['a nested text', 'back', (text) => text.insertEmbed(1, new Y.Text())],
  ['an XML element', 'back', (text) => text.insertEmbed(1, new Y.XmlElement('script'))],
  ['an array', 'back', (text) => text.insertEmbed(1, new Y.Array())],
  ['a marker with an unknown key', 'back', (text) => text.insertEmbed(1, new Y.Map([['style', 'x']]))],
  ['a marker with a value of another type', 'back', (text) => text.insertEmbed(1, new Y.Map([['k', {}]]))],
  ['a marker with a document', 'back', (text) => text.insertEmbed(1, new Y.Map([['k', new Y.Doc()]]))],
  ['bytes', 'back', (text) => text.insertEmbed(1, new Y.Map([['k', new Uint8Array(4)]]))],
  ['an attribute of the text itself', 'letters', (text) => text.setAttribute('class', 'x')],
  ['another root', 'letters', (_, doc) => doc.getText('elsewhere').insert(0, 'hidden')],
  ['a root map', 'back', (_, doc) => doc.getMap('text2').set('k', 'p')],
  ['a closing of nothing', 'back', (text) => text.insertEmbed(1, { c: [7, 0] })],
  ['tokens without a claim', 'revived', (text) => text.insert(1, '\u2060')],
  ['a claim without its tokens', 'revived', (text) => text.insertEmbed(1, { v: [2 ** 32 + 7, 0], n: 3 })],
  ['moved letters without a claim', 'moved', (text) => text.insert(1, 'x')],
]

test.each(attacks)('%s is refused', (_, idClass, work) => {
  expect(faultOf(anUpdateOf(aLiveDocument(), idClass, work))).toBeDefined()
})

test('letters that are said to come from elsewhere in the text are those letters', () => {
  const document = aLiveDocument('States should share evidence.')
  const source = unitAt(document, 0)
  const moved = (text: string) =>
    anEdit(document, (edit) => void edit.insertMoved({ left: unitAt(document, 9) }, source, text))
  expect(faultOf(moved('States'), document)).toBeUndefined()
  expect(faultOf(moved('Statez'), document)).toBe('false-origin')
})

test('a second closing does not stretch somebody else’s bracket', () => {
  const document = aLiveDocument()
  document.apply(
    anEdit(
      document,
      (edit) => void edit.putBracket(unitAt(document, 0), unitAt(document, 5), { r: '', w: '' }),
      202,
    ),
  )
  const [bracket] = document.reading.brackets.values()
  if (!bracket) throw new Error('There is a bracket.')
  const { client, clock } = bracket.opening
  const update = anUpdateOf(document, 'back', (text) => text.insertEmbed(text.length, { c: [client, clock] }))
  expect(faultOf(update, document)).toBe('foreign-mark')
})

test('thousands of brackets are refused', () => {
  const document = aLiveDocument()
  const update = anUpdate(
    document,
    (_, text) => {
      for (let index = 0; index < 6_000; index += 1) text.insertEmbed(0, { o: 1, r: '', w: '' })
    },
    clientOf(101, 'back'),
  )
  expect(faultOf(update, document)).toBe('too-many-marks')
})

test('bytes behind an update are no part of it', () => {
  const document = aLiveDocument()
  const update = anEdit(document, (edit) => void edit.insertLetters({ left: unitAt(document, 3) }, 'x'))
  expect(faultOf(update, document)).toBeUndefined()
  for (const tail of [[0], [1, 2, 3], [...update]])
    expect(() => faultOf(Uint8Array.from([...update, ...tail]), document)).toThrow('bytes behind its end')
})
