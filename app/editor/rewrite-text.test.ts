import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { DelegationId } from '#domain/ids'
import { mergeChanges } from '#domain/negotiation/merging'
import { paragraphsOf, plainText, type Block, type DocumentContent, type Inline } from '#domain/text/content'
import { anchorsByOrigin, tokensOf } from '#domain/text/word-diff'
import { rewriteText, tokensOfDocument } from './rewrite-text'
import { buildDocumentUpdate, readContent, rootOf } from './text-document'

function documentOf(content: DocumentContent | string, client = 1): Y.Doc {
  const doc = new Y.Doc({ gc: false })
  Y.applyUpdate(
    doc,
    buildDocumentUpdate(typeof content === 'string' ? paragraphsOf(content) : content, client),
  )
  return doc
}

const copyOf = (doc: Y.Doc) => {
  const copy = new Y.Doc({ gc: false })
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

/** Replaces text letter by letter, as somebody who types in the working text does. */
function type(doc: Y.Doc, find: string, replace: string, client: number) {
  const update = rewriteText(
    doc,
    paragraphsOf(plainText(readContent(doc)).replace(find, replace)),
    'en',
    client,
  )
  if (!update) throw new Error(`"${find}" is not in the text.`)
  return update
}

test('two competing amendments merged letter by letter would garble; in whole words both stay whole', () => {
  const base = documentOf('States share evidence promptly.')
  const one = type(copyOf(base), 'promptly', 'without delay', 7)
  const two = type(copyOf(base), 'promptly', 'within 72 hours', 8)
  Y.applyUpdate(base, one)
  Y.applyUpdate(base, two)
  const text = plainText(readContent(base))
  expect(text).toContain('without delay')
  expect(text).toContain('within 72 hours')
  expect(text).not.toContain('promptly')
})

test('only new words are written under the new client id', () => {
  const doc = documentOf('States share evidence promptly.')
  const update = type(doc, 'promptly', 'without delay', 7)
  expect([...Y.parseUpdateMeta(update).from.keys()]).toEqual([7])
  const own = tokensOfDocument(doc, 'en').flatMap((token) =>
    token.kind === 'word' ? token.pieces.filter((piece) => piece.origin?.client === 7) : [],
  )
  expect(own.map((piece) => piece.text).join('')).toBe('without delay')
})

test('a merge into a text that moved on finds its words by their letters, not by their looks', () => {
  const base = documentOf('The State, the State and the State agree.')
  const working = copyOf(base)
  type(working, 'The State, the', 'The', 5)
  const changed = paragraphsOf('The State, the State and the Party agree.')
  const [before, now] = [tokensOfDocument(base, 'en'), tokensOfDocument(working, 'en')]
  const anchors = anchorsByOrigin(before, now, (place, offset) =>
    place ? `${String(place.client)}:${String(place.clock + offset)}` : '',
  )
  const merge = mergeChanges({ base: before, changed: tokensOf(changed, 'en'), current: now, anchors })
  expect(plainText(merge.content)).toBe('The State and the Party agree.')
})

const word = fc.constantFrom(
  'States',
  'should',
  'shall',
  'share',
  'evidence',
  'promptly',
  'الدول',
  '合作',
  'and',
)
const run = fc
  .tuple(fc.array(word, { minLength: 1, maxLength: 6 }), fc.constantFrom(0, 1))
  .map(([words, bold]): Inline => ({
    type: 'text',
    text: `${words.join(' ')} `,
    ...(bold && { bold: true as const }),
  }))
const facts = fc.record(
  {
    requestedBy: fc.constantFrom('' as const, 'ch' as DelegationId),
    reason: fc.constantFrom('', 'Domestic law.'),
    since: fc.constant('2026-04-07T16:00:00.000Z'),
    alternative: fc.constantFrom(1, 2),
  },
  { requiredKeys: ['requestedBy', 'reason'] },
)
const plainBracket = fc
  .tuple(facts, fc.array(run, { minLength: 1, maxLength: 2 }))
  .map(([known, children]): Inline => ({ type: 'bracket', ...known, children }))
const bracket = fc
  .tuple(
    facts,
    fc.array(fc.oneof({ weight: 3, arbitrary: run }, { weight: 1, arbitrary: plainBracket }), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([known, children]): Inline => ({ type: 'bracket', ...known, children }))
const block = fc.record({
  type: fc.constantFrom<Block['type']>('paragraph', 'sub-item'),
  children: fc.array(fc.oneof({ weight: 5, arbitrary: run }, { weight: 1, arbitrary: bracket }), {
    maxLength: 4,
  }),
})
const content = fc.array(block, { minLength: 1, maxLength: 4 }).map((blocks): DocumentContent => ({ blocks }))

test('any text becomes any other', () => {
  fc.assert(
    fc.property(content, content, (from, to) => {
      const doc = documentOf(from)
      rewriteText(doc, to, 'en', 9)
      expect(readContent(doc)).toEqual(readContent(documentOf(to)))
    }),
    { numRuns: 500 },
  )
})

test('no two shared texts stand side by side, however brackets come and go', () => {
  const sideBySide = (parent: Y.XmlElement): boolean =>
    parent
      .toArray()
      .some(
        (child, at, all) =>
          (child instanceof Y.XmlText && all[at + 1] instanceof Y.XmlText) ||
          (child instanceof Y.XmlElement && sideBySide(child)),
      )
  fc.assert(
    fc.property(content, content, (from, to) => {
      const doc = documentOf(from)
      rewriteText(doc, to, 'en', 9)
      for (const element of rootOf(doc).toArray())
        if (element instanceof Y.XmlElement) expect(sideBySide(element)).toBe(false)
    }),
    { numRuns: 300 },
  )
})

test('merging two changed copies never makes a word that nobody wrote', () => {
  // Chinese words stand together without spaces.
  const words = (text: string) => new Set(text.split(/[\s[\]\p{Script=Han}]+/u).filter((one) => one !== ''))
  fc.assert(
    fc.property(content, content, content, (base, left, right) => {
      const allowed = new Set([base, left, right].flatMap((one) => [...words(plainText(one))]))
      const merged = mergeChanges({
        base: tokensOf(base, 'en'),
        changed: tokensOf(left, 'en'),
        current: tokensOf(right, 'en'),
      })
      for (const one of words(plainText(merged.content))) expect(allowed).toContain(one)
    }),
    { numRuns: 500 },
  )
})
