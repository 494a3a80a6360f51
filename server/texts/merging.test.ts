import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { AmendmentId, DocumentId } from '#domain/ids'
import {
  applyChoices,
  choices,
  competingGroups,
  effectOf,
  mayBeBracketed,
  tabledChanges,
  type Choice,
  type PlacedChange,
} from '#domain/negotiation/merging'
import { paragraphsOf, plainText, type AuthoredInline, type DocumentContent } from '#domain/text/content'
import { contentOf } from '#domain/text/word-diff'
import { buildDocumentUpdate, readAuthoredContent, readContent } from '#editor/authored'
import { readText } from '#editor/reading'
import { tokensOfDocument } from './document-words'
import { rewriteText, rewriteTokens } from './rewrite-text'
import {
  baseFrom,
  comingFrom,
  documentOf,
  placeAmendments,
  placesOf,
  type TabledAmendment,
} from './tabled-changes'

/** Base ids: everybody's words begin with a letter of their own, so that a word tells who must have written it. */
const baseAuthor = 1
const liveAuthor = 2
const amender = (number: number) => 100 + number
const firstMover = 10_000

/** A change to a text of one paragraph: words go at a place, and words come there. */
type Edit = { at: number; remove: number; add: number }

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(30),
  remove: fc.nat(3),
  add: fc.nat(3),
})
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('table' as const),
      edits: fc.array(edit, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('type' as const), edit }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('merge' as const),
      picks: fc.array(fc.tuple(fc.nat(), fc.constantFrom<Choice>(...choices)), { maxLength: 6 }),
    }),
  },
)

/** The lines of a text without spaces at their edges. */
const trimmedBlocks = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .join('\n')

class Table {
  readonly doc = new Y.Doc({ gc: false })
  readonly log: Uint8Array[] = []
  readonly versions: { entries: number; text: string }[] = []
  readonly #tabled = new Map<AmendmentId, TabledAmendment>()
  readonly #decided = new Set<string>()
  readonly #mayBeGone = new Set<string>()
  #amendments = 0
  #mover = firstMover
  #word = 0

  constructor(words: number) {
    const text = Array.from({ length: words }, (_, at) => `b${String(at)}`).join(' ')
    this.#append(buildDocumentUpdate(paragraphsOf(text), baseAuthor))
  }

  #append(update: Uint8Array | undefined) {
    if (!update) return
    this.log.push(update)
    Y.applyUpdate(this.doc, update)
  }

  /** A text after a change; its words are found between everything else, brackets included. */
  #edited(
    content: DocumentContent,
    edits: readonly Edit[],
    letter: string,
  ): { text: string; gone: string[] } {
    let words = plainText(content).split(' ')
    const gone: string[] = []
    for (const { at, remove, add } of edits) {
      const from = at % (words.length + 1)
      const added = Array.from({ length: add }, () => `${letter}${String(this.#word++)}`)
      gone.push(...words.slice(from, from + remove))
      words = [...words.slice(0, from), ...added, ...words.slice(from + remove)]
    }
    return { text: words.join(' '), gone }
  }

  table(edits: readonly Edit[]) {
    const start = documentOf(Y.encodeStateAsUpdate(this.doc))
    const fork = documentOf(Y.encodeStateAsUpdate(this.doc))
    const base = tokensOfDocument(fork, 'en')
    if (base.some((token) => token.kind === 'open')) return
    const number = this.#amendments++
    const { text } = this.#edited(readContent(fork), edits, `w${String(number)}x`)
    if (!rewriteText(fork, paragraphsOf(text), 'en', { base: amender(number) })) return
    const document = String(number) as DocumentId
    const changed = comingFrom(fork, document, start, tokensOfDocument(fork, 'en'))
    const changes = tabledChanges(base, changed)
    const tabled = { base: baseFrom(start, 'en'), content: readContent(fork), changes }
    this.#tabled.set(String(number) as AmendmentId, tabled)
  }

  type(one: Edit) {
    if (tokensOfDocument(this.doc, 'en').some((token) => token.kind === 'open')) return
    const { text, gone } = this.#edited(readContent(this.doc), [one], 'l')
    for (const word of gone) this.#mayBeGone.add(word)
    const copy = new Y.Doc({ gc: false })
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(this.doc))
    this.#append(rewriteText(copy, paragraphsOf(text), 'en', { base: liveAuthor })?.update)
  }

  merge(picks: readonly (readonly [number, Choice])[]) {
    const current = tokensOfDocument(this.doc, 'en')
    const text = {
      doc: this.doc,
      reading: readText(this.doc),
      tokens: current,
      amendmentOf: (base: number) => (base >= 100 && base < firstMover ? String(base - 100) : undefined),
    }
    const open = [...placeAmendments(this.#tabled, text).changes].flatMap(([id, changes]) =>
      changes
        .filter((change) => !this.#decided.has(`${id} ${String(change.index)}`))
        .map((change) => ({ id, change })),
    )
    const chosen = picks.flatMap(([pick, choice]) => {
      const entry = open.length > 0 ? open.splice(pick % open.length, 1)[0] : undefined
      if (!entry) return []
      const needsBrackets = choice === 'bracket' || choice === 'alternative'
      if (needsBrackets && !mayBeBracketed(entry.change, current)) return []
      return [{ ...entry, of: entry.id, choice, facts: { requestedBy: '' as const, reason: '' } }]
    })
    this.#neverHidesACollision(
      chosen.filter((candidate) => candidate.choice === 'accept').map((entry) => entry.change),
    )
    const target = applyChoices(current, chosen)
    const copy = documentOf(Y.encodeStateAsUpdate(this.doc))
    const rewriting = rewriteTokens(copy, target, 'en', {
      base: this.#mover++,
      baseOf: ({ document }) => (document === undefined ? undefined : amender(Number(document))),
      placeOf: placesOf(
        chosen
          .filter(({ choice }) => choice === 'accept' || choice === 'bracket')
          .map(({ change }) => change),
      ),
    })
    // Spaces that come to the edge of a block set nothing apart, and are left out.
    expect(trimmedBlocks(plainText(readContent(copy)))).toBe(trimmedBlocks(plainText(contentOf(target))))
    this.#append(rewriting?.update)
    for (const { id, change, choice } of chosen) {
      this.#decided.add(`${id} ${String(change.index)}`)
      if (choice !== 'accept') continue
      for (const word of wordsIn(change.removed)) this.#mayBeGone.add(word)
    }
    this.versions.push({ entries: this.log.length, text: plainText(readContent(this.doc)) })
  }

  /** Words of two amendments stand side by side for the same words only where the desk said so before. */
  #neverHidesACollision(taken: readonly PlacedChange[]) {
    const group = competingGroups(taken.map((change) => ({ change })))
    for (const one of group.filter((members) => members.length > 1).flat()) {
      const others = taken.filter((other) => other !== one.change)
      expect(effectOf(one.change, others)).not.toBe('applies')
    }
  }

  /** No one loses a word that no one took away, no word is garbled, and each is still its author's. */
  check() {
    const content = readAuthoredContent(this.doc)
    const seen = new Set<string>()
    for (const { text, client } of content.blocks.flatMap((block) => block.children.flatMap(flat))) {
      for (const word of wordsIn(text)) {
        expect(word).toMatch(/^(b|l|w\d+x)\d+$/)
        seen.add(word)
        const number = /^w(\d+)x/.exec(word)?.[1]
        const author = word.startsWith('b') ? baseAuthor : number ? amender(Number(number)) : liveAuthor
        expect([word, client]).toEqual([word, author])
      }
    }
    for (const word of this.#mustBeThere()) if (!this.#mayBeGone.has(word)) expect(seen).toContain(word)
  }

  #mustBeThere(): Set<string> {
    const first = new Y.Doc({ gc: false })
    const words = new Set<string>()
    for (const update of this.log) {
      Y.applyUpdate(first, update)
      for (const word of wordsIn(plainText(readContent(first)))) words.add(word)
    }
    return words
  }

  /** What was a version once can be had from the log for ever. */
  checkVersions() {
    for (const { entries, text } of this.versions) {
      const then = new Y.Doc({ gc: false })
      for (const update of this.log.slice(0, entries)) Y.applyUpdate(then, update)
      expect(plainText(readContent(then))).toBe(text)
    }
  }
}

/** Words as they stand, without brackets and the labels of alternatives. */
const wordsIn = (text: string) =>
  text
    .replace(/\[Alt\. \d+/g, ' ')
    .split(/[\s[\]]+/)
    .filter((word) => word !== '')

function flat(inline: AuthoredInline): { text: string; client: number }[] {
  if (inline.type === 'bracket') return inline.children.flatMap(flat)
  return [inline]
}

test('invariants 1, 3, 5: whatever is forked, typed, merged, bracketed and rebased, in any order', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.array(step, { minLength: 2, maxLength: 12 }),
      (words, steps) => {
        const table = new Table(words)
        for (const one of steps) {
          if (one.kind === 'table') table.table(one.edits)
          else if (one.kind === 'type') table.type(one.edit)
          else table.merge(one.picks)
        }
        table.check()
        table.checkVersions()
      },
    ),
    { numRuns: 400 },
  )
})
