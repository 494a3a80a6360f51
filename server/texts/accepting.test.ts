import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { AmendmentId, DocumentId } from '#domain/ids'
import { applyChoices } from '#domain/negotiation/merging'
import { plainText, type AuthoredInline } from '#domain/text/content'
import { buildDocumentUpdate, readAuthoredContent, readContent } from '#editor/authored'
import { readText, type TextBlock } from '#editor/reading'
import { baseOf, type ItemId } from '#editor/shape'
import { editText, type TextEdit } from '#editor/writing'
import { random } from '#tests/random'
import { makeCanonical } from './write-canonical'
import { tokensOfDocument } from './document-words'
import { rewriteTokens } from './rewrite-text'
import {
  documentOf,
  placeAmendments,
  placesOf,
  readTabled,
  type ChangeInDocument,
  type TabledAmendment,
} from './tabled-changes'

/** Base ids: every word begins with a letter that tells who writes it, and ends with one that no one else's has. */
const baseAuthor = 7
const liveAuthor = 50
const draftAuthor = (number: number) => 100 + number
const sponsors = (number: number) => 1_000 + number
const firstDecider = 10_000

type Pick = (below: number) => number

type Letter = ItemId & { text: string }
const lettersOf = (block: TextBlock): Letter[] =>
  block.runs.flatMap(({ client, clock, text }) =>
    text.split('').map((letter, at) => ({ client, clock: clock + at, text: letter })),
  )

/** The words of a block: where each begins and ends among its letters. */
const wordsOf = (letters: readonly Letter[]) =>
  [
    ...letters
      .map((letter) => letter.text)
      .join('')
      .matchAll(/[a-z]\d+[a-z\d]*/gu),
  ].map(({ index, 0: word }) => ({ from: index, to: index + word.length }))

const ofWords = ['insert', 'insert', 'replace', 'replace', 'delete', 'bold'] as const
const ofBlocks = ['split', 'sub-item'] as const
/** Where two of these meet, what is between them is theirs who decide. */
const contested = ['join', 'remove', 'bracket'] as const
const kinds = [...ofWords, ...ofBlocks, ...contested]

/** One random edit between words, as an editor would make it. */
function edit(
  doc: Y.Doc,
  base: number,
  pick: Pick,
  word: () => string,
  what: readonly string[] = kinds,
): void {
  editText(doc, { base, origin: undefined }, (change: TextEdit) => {
    const { blocks } = change.reading
    const at = pick(blocks.length)
    const block = blocks[at]
    if (!block?.marker) return
    const letters = lettersOf(block)
    const words = wordsOf(letters)
    const [index, other] = [pick(Math.max(1, words.length)), pick(Math.max(1, words.length))]
    const [first, last] = [words[Math.min(index, other)], words[Math.max(index, other)]]
    const chosen = words[index]
    const kind = what[pick(what.length)]
    const remove = (from: number, to: number) =>
      letters.slice(from, to).forEach((letter) => change.delete({ ...letter, length: 1 }))
    const start = (place: number) => letters[place - 1] ?? blocks[at - 1]?.marker
    if (!chosen || !first || !last) {
      if (letters.length === 0) change.insertLetters({ left: blocks[at - 1]?.marker }, word())
    } else if (kind === 'insert') change.insertLetters({ left: letters[chosen.to - 1] }, ` ${word()}`)
    else if (kind === 'replace') {
      change.insertLetters({ left: letters[chosen.to - 1] }, word())
      remove(chosen.from, chosen.to)
    } else if (kind === 'delete') {
      // One of the spaces around a word goes with it.
      const [before, behind] = [letters[chosen.from - 1]?.text === ' ', letters[chosen.to]?.text === ' ']
      remove(before && !behind ? chosen.from - 1 : chosen.from, behind ? chosen.to + 1 : chosen.to)
    } else if (kind === 'split') {
      change.splitBlock({ left: start(chosen.from) })
      if (letters[chosen.from - 1]?.text === ' ') remove(chosen.from - 1, chosen.from)
    } else if (kind === 'join') {
      const next = blocks[at + 1]?.marker
      if (next) {
        // Words of two blocks do not run together.
        change.insertLetters({ left: letters.at(-1) }, ' ')
        change.joinBlocks(block.marker, next)
      }
    } else if (kind === 'sub-item') change.setKind(block.marker, 'sub-item', pick(2) === 0 ? 1 : 2)
    else if (kind === 'remove') change.removeBlock(block.marker)
    else {
      const [from, to] = [letters[first.from], letters[last.to - 1]]
      if (!from || !to) return
      if (kind === 'bold') change.setEmphasis(from, to, 'b', true)
      else change.putBracket(from, to, { r: '', w: '' })
    }
  })
}

class Session {
  readonly working: Y.Doc
  readonly pick: Pick
  readonly tabled = new Map<AmendmentId, TabledAmendment>()
  readonly #words = { b: 0, h: 0, f: 0 }

  constructor(seed: number) {
    this.pick = random(seed)
    const block = () => Array.from({ length: 6 }, () => `b${String(this.#words.b++)}x`).join(' ')
    const content = Array.from({ length: 3 }, () => ({ type: 'text' as const, text: `${block()}.` }))
    this.working = documentOf(
      buildDocumentUpdate(
        { blocks: content.map((text) => ({ type: 'paragraph', children: [text] })) },
        baseAuthor,
      ),
    )
  }

  writeOn(what: readonly string[]) {
    for (let count = this.pick(5); count > 0; count--)
      edit(this.working, liveAuthor, this.pick, () => `h${String(this.#words.h++)}y`, what)
  }

  table(number: number, what: readonly string[]) {
    const state = Y.encodeStateAsUpdate(this.working)
    const draft = documentOf(state)
    for (let count = 1 + this.pick(4); count > 0; count--)
      edit(
        draft,
        draftAuthor(number),
        this.pick,
        () => `f${String(number)}q${String(this.#words.f++)}z`,
        what,
      )
    const base = documentOf(state)
    const document = `T${String(number)}` as DocumentId
    const canonical = makeCanonical(base, draft, 'F' as DocumentId, 'en', { base: sponsors(number) })
    // Nothing but the draft's own wording is in the canonical form.
    expect(plainText(readContent(base))).toBe(plainText(readContent(draft)))
    if (canonical)
      this.tabled.set(String(number) as AmendmentId, readTabled(document, state, [canonical.update], 'en'))
  }
}

type Step = { amendment: AmendmentId; chosen: (index: number) => boolean }

/** Takes changes of amendments into a copy of the text, one after the other. */
function accept(session: Session, steps: readonly Step[]): Y.Doc {
  const doc = documentOf(Y.encodeStateAsUpdate(session.working))
  let decider = firstDecider
  for (const { amendment, chosen } of steps) {
    const reading = readText(doc)
    const text = {
      doc,
      reading,
      tokens: tokensOfDocument(doc, 'en', reading),
      amendmentOf: (base: number) =>
        base >= 1_000 && base < firstDecider ? String(base - 1_000) : undefined,
    }
    const one = session.tabled.get(amendment)
    if (!one) continue
    const placed: ChangeInDocument[] =
      placeAmendments(new Map([[amendment, one]]), text).changes.get(amendment) ?? []
    const taken = placed.filter(({ index }) => chosen(index))
    const facts = { requestedBy: '', reason: '' } as const
    const target = applyChoices(
      text.tokens,
      taken.map((change) => ({ change, choice: 'accept', facts })),
    )
    rewriteTokens(doc, target, 'en', {
      base: decider++,
      baseOf: ({ document, client }) => (document === undefined ? undefined : baseOf(client)),
      placeOf: placesOf(taken),
    })
  }
  return doc
}

const flat = (inline: AuthoredInline): { text: string; client: number }[] =>
  inline.type === 'bracket' ? inline.children.flatMap(flat) : [inline]

/** Every word is whole, and every letter of it its writer's. */
function check(doc: Y.Doc) {
  for (const block of readAuthoredContent(doc).blocks) {
    const runs = block.children.flatMap(flat)
    const letters = runs.flatMap(({ text, client }) => text.split('').map((letter) => ({ letter, client })))
    const text = letters.map(({ letter }) => letter).join('')
    for (const { index, 0: word } of text.matchAll(/[^\s.]+/gu)) {
      expect(word).toMatch(/^(b\d+x|h\d+y|f\d+q\d+z)$/u)
      const number = /^f(\d+)q/u.exec(word)?.[1]
      const author = word.startsWith('b') ? baseAuthor : number ? sponsors(Number(number)) : liveAuthor
      const wrote = letters.slice(index, index + word.length).map(({ client }) => client)
      expect([word, ...new Set(wrote)]).toEqual([word, author])
    }
  }
}

/** The words and brackets of a text in their order; a space may be left where what it set apart is gone. */
const readable = (doc: Y.Doc) => plainText(readContent(doc)).replace(/\s+/gu, '')

/** Three amendments of such edits, each accepted whole or in part, while the text moves on: the steps. */
function aSession(
  seed: number,
  what: readonly string[],
  meanwhile: readonly string[],
): { session: Session; steps: Step[] } {
  const session = new Session(seed)
  const { pick } = session
  for (let number = 0; number < 3; number++) session.table(number, what)
  session.writeOn(meanwhile)
  const steps = [...session.tabled.keys()].flatMap((amendment): Step[] => {
    const part = (index: number) => index % 2 === 0
    if (pick(2) === 0) return [{ amendment, chosen: () => true }]
    return [
      { amendment, chosen: part },
      ...(pick(2) === 0 ? [{ amendment, chosen: (index: number) => !part(index) }] : []),
    ]
  })
  return { session, steps }
}

const shuffled = (steps: readonly Step[], pick: Pick): Step[] =>
  steps
    .map((step) => ({ step, at: pick(1_000) }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ step }) => step)

const sessions = Number(process.env['SESSIONS'] ?? 120)

test('amendments accepted whole or in part into a text that moved on: every word is whole, and whose it was', () => {
  for (let seed = 1; seed <= sessions; seed++) {
    const { session, steps } = aSession(seed, kinds, kinds)
    for (const order of [steps, shuffled(steps, session.pick)]) {
      try {
        check(accept(session, order))
      } catch (error) {
        throw new Error(`session ${String(seed)}`, { cause: error })
      }
    }
  }
})

test('amendments to the same words read the same in whatever order they are accepted', () => {
  for (let seed = 1; seed <= sessions; seed++) {
    const { session, steps } = aSession(seed, [...ofWords, ...ofBlocks], kinds)
    const orders = [steps, steps.toReversed(), shuffled(steps, session.pick), shuffled(steps, session.pick)]
    const texts = new Set(orders.map((order) => readable(accept(session, order))))
    expect([seed, ...texts]).toHaveLength(2)
  }
})

/** The blocks of a text as they read, brackets left out; what kind a block is, the last decision says. */
const linesOf = (doc: Y.Doc) =>
  readContent(doc).blocks.map((block) => plainText({ blocks: [block] }).replace(/[[\]]/gu, ''))

/** Lines with a space too many. */
const untidy = (doc: Y.Doc) => linesOf(doc).filter((line) => line !== line.trim() || line.includes('  '))

test('spaces and blocks are the same in whatever order amendments are accepted', () => {
  for (let seed = 1; seed <= sessions; seed++) {
    const { session, steps } = aSession(seed, [...ofWords, ...ofBlocks], [...ofWords, ...ofBlocks])
    const orders = [steps, steps.toReversed(), shuffled(steps, session.pick)]
    const texts = new Set(orders.map((order) => linesOf(accept(session, order)).join('\n')))
    expect([seed, ...texts], [...texts].join('\n--\n')).toHaveLength(2)
  }
})

test('no space is doubled or left at an edge, and no word is lost or doubled, whatever is accepted', () => {
  const wordsIn = (doc: Y.Doc) =>
    (
      linesOf(doc)
        .join(' ')
        .match(/[bhf]\d+(?:q\d+)?[xyz]/gu) ?? []
    ).toSorted()
  for (let seed = 1; seed <= sessions; seed++) {
    const { session, steps } = aSession(seed, kinds, [...ofWords, ...ofBlocks])
    expect([seed, untidy(session.working)]).toEqual([seed, []])
    const [one, ...others] = [steps, steps.toReversed(), shuffled(steps, session.pick)].map((order) =>
      accept(session, order),
    )
    for (const doc of [one, ...others]) if (doc) expect([seed, untidy(doc)]).toEqual([seed, []])
    for (const doc of others) if (one) expect([seed, wordsIn(doc)]).toEqual([seed, wordsIn(one)])
  }
})
