import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { loadDocument } from '#db/queries/documents'
import { listEvents } from '#db/queries/events'
import type { RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { seenOf } from '#domain/text/alternatives'
import type { Bracket, DocumentContent, Inline } from '#domain/text/content'
import { readContent } from '#editor/authored'
import { alternativesIn } from '#editor/bracketing'
import { readText } from '#editor/reading'
import { takeAlternativeInText } from '#server/commands/brackets/take-alternative'
import { chooseChange } from '#server/commands/merging/choose-change'
import { mergeChosen } from '#server/commands/merging/merge-chosen'
import { withdrawRecommendation } from '#server/commands/recommendations/withdraw'
import { readMergeDesk } from '#server/texts/merge-desk'
import { readAuthorship } from '#server/views/authorship'
import { aTabledAmendment, made, workingText } from '../amendment-factories'
import { onEachEngine } from '../engines'
import { aChair, aDelegate, aRapporteur, aTabledRecommendation, getRecommendation, write } from '../factories'

/** Three wordings side by side, as the merge desk puts them: `promptly`, `within one day` and `within 72 hours`. */
async function threeAlternatives(db: Db) {
  const [author, one, two] = [await aDelegate(db), await aDelegate(db), await aDelegate(db)]
  const rapporteur = await aRapporteur(db)
  const { id } = await aTabledRecommendation(db, {
    by: author,
    text: 'States should share evidence promptly, where possible.',
  })
  for (const [by, words] of [
    [one, 'within one day'],
    [two, 'within 72 hours'],
  ] as const) {
    const amendment = await aTabledAmendment(
      db,
      id,
      by,
      `States should share evidence ${words}, where possible.`,
    )
    await made(
      chooseChange(db, rapporteur, { recommendation: id, amendment, index: 0, choice: 'alternative' }),
    )
  }
  const { seen } = await readMergeDesk(db, await getRecommendation(db, id))
  await made(mergeChosen(db, rapporteur, { recommendation: id, seen, reason: '' }))
  expect(await workingText(db, id)).toBe(
    'States should share evidence [Alt. 1 promptly] [Alt. 2 within one day] [Alt. 3 within 72 hours], where possible.',
  )
  return { id, author, one, two, rapporteur }
}

async function choicesIn(db: Db, id: RecommendationId) {
  const { doc } = await loadDocument(db, (await getRecommendation(db, id)).document)
  const runs = alternativesIn(readText(doc))
  doc.destroy()
  return runs
}

/** The text as it stands, with other words in its third alternative. */
async function withThird(db: Db, id: RecommendationId, text: string): Promise<DocumentContent> {
  const { doc } = await loadDocument(db, (await getRecommendation(db, id)).document)
  const { blocks } = readContent(doc)
  doc.destroy()
  const changed = (inline: Inline): Inline =>
    inline.type === 'bracket' && inline.alternative === 3 ? { ...inline, children: [words(text)] } : inline
  return { blocks: blocks.map((block) => ({ ...block, children: block.children.map(changed) })) }
}

/** What somebody sends who takes the alternative of these words, having seen the text as it is now. */
async function choiceOf(db: Db, recommendation: RecommendationId, words: string) {
  const run = (await choicesIn(db, recommendation)).find((candidate) =>
    candidate.some((each) => each.words === words),
  )
  const bracket = run?.find((each) => each.words === words)
  if (!run || !bracket) throw new Error(`Nobody can choose “${words}”.`)
  return { recommendation, bracket: bracket.id, seen: seenOf(run) }
}

const take = async (db: Db, actor: Actor, id: RecommendationId, words: string, reason = '') =>
  takeAlternativeInText(db, actor, { ...(await choiceOf(db, id, words)), reason })

/** Every letter of the text with the delegation that it is owed to. */
async function letters(db: Db, id: RecommendationId): Promise<string[]> {
  const { blocks, authors } = await readAuthorship(db, await getRecommendation(db, id))
  return blocks
    .flatMap((block) => block.runs)
    .filter((run) => run.author >= 0)
    .flatMap((run) =>
      run.text.split('').map((letter) => `${letter} ${authors[run.author]?.codes.join() ?? ''}`),
    )
}

onEachEngine('taking one of several alternatives', (newDatabase) => {
  test('its words stay and stay their authors’, the others go, and it is on record', async () => {
    const db = await newDatabase()
    const { id, one, two } = await threeAlternatives(db)
    const before = await letters(db, id)
    const [chair, stale] = [await aChair(db), await choiceOf(db, id, 'within one day')]
    expect(await take(db, chair, id, 'within one day', ' Agreed in the room. ')).toEqual({ ok: true })
    const text = 'States should share evidence within one day, where possible.'
    expect(await workingText(db, id)).toBe(text)
    // The letters of the text are those that stood there before, in this order.
    const begins = 'States should share evidence '
    const from = `${begins}promptly `.length
    const end = `${begins}promptly within one day within 72 hours`.length
    expect(await letters(db, id)).toEqual([
      ...before.slice(0, begins.length),
      ...before.slice(from, from + 'within one day'.length),
      ...before.slice(end),
    ])
    const owners = (await letters(db, id)).map((letter) => letter.slice(2))
    expect(new Set(owners).size).toBe(2)
    const item = await getRecommendation(db, id)
    expect([item.text, item.brackets]).toEqual([text, 0])
    expect((await listEvents(db, id)).at(-1)).toMatchObject({
      type: 'bracket.alternative-taken',
      actor: chair.participant,
      reason: 'Agreed in the room.',
      detail: {
        alternative: 2,
        requestedBy: one.delegation,
        words: 'within one day',
        gone: [
          { alternative: 1, words: 'promptly', requestedBy: '' },
          { alternative: 3, words: 'within 72 hours', requestedBy: two.delegation },
        ],
      },
    })
    expect(await takeAlternativeInText(db, chair, stale)).toEqual({
      ok: false,
      refusal: 'alternatives-changed',
    })
  })

  test('the Rapporteur takes any of them: words that another alternative also has stay their own author’s', async () => {
    const db = await newDatabase()
    for (const words of ['promptly', 'within one day', 'within 72 hours']) {
      const { id, rapporteur } = await threeAlternatives(db)
      const before = await letters(db, id)
      expect(await take(db, rapporteur, id, words)).toEqual({ ok: true })
      expect(await workingText(db, id)).toBe(`States should share evidence ${words}, where possible.`)
      const all = 'States should share evidence promptly within one day within 72 hours'
      const from = all.indexOf(words)
      expect((await letters(db, id)).slice(29, 29 + words.length)).toEqual(
        before.slice(from, from + words.length),
      )
    }
  })

  test('delegations take none, and nothing is taken that was not seen', async () => {
    const db = await newDatabase()
    const { id, one, rapporteur } = await threeAlternatives(db)
    const before = await workingText(db, id)
    expect(await take(db, one, id, 'within one day')).toEqual({
      ok: false,
      refusal: 'alternative-not-yours',
    })
    const chair = await aChair(db)
    const seen = await choiceOf(db, id, 'within one day')
    const other = await choiceOf(db, id, 'promptly')
    expect(await takeAlternativeInText(db, chair, { ...seen, bracket: '1:1' })).toMatchObject({ ok: false })
    // Meanwhile somebody writes in another of the alternatives; the brackets are the same ones.
    const ids = async () => (await choicesIn(db, id)).flat().map((standingBracket) => standingBracket.id)
    const was = await ids()
    const { document } = await getRecommendation(db, id)
    await write(db, document, rapporteur, await withThird(db, id, 'within 48 hours'))
    expect(await ids()).toEqual(was)
    for (const choice of [seen, other])
      expect(await takeAlternativeInText(db, chair, choice)).toEqual({
        ok: false,
        refusal: 'alternatives-changed',
      })
    expect(await workingText(db, id)).toBe(before.replace('72', '48'))
    expect(await take(db, chair, id, 'within one day')).toEqual({ ok: true })
  })

  test('brackets around, in and beside the alternatives are left as they are', async () => {
    const db = await newDatabase()
    const { id } = await aTabledRecommendation(db)
    const { document } = await getRecommendation(db, id)
    const rapporteur = await aRapporteur(db)
    await write(db, document, rapporteur, {
      blocks: [
        {
          type: 'paragraph',
          children: [
            words('States '),
            bracket([words('should')]),
            words(' '),
            bracket([
              words('answer '),
              bracket([words('soon')], 1),
              words(' '),
              bracket([words('in '), bracket([words('due')]), words(' time')], 2),
              words(' and '),
              bracket([words('fully')], 1),
              bracket([words('in part')], 2),
            ]),
            words('.'),
          ],
        },
        { type: 'paragraph', children: childrenOf(['never', 'always']) },
      ],
    } satisfies DocumentContent)
    const [first, ...others] = (await workingText(db, id)).split('\n')
    expect(first).toBe(
      'States [should] [answer [Alt. 1 soon] [Alt. 2 in [due] time] and [Alt. 1 fully][Alt. 2 in part]].',
    )
    const before = await letters(db, id)
    expect(await take(db, await aChair(db), id, 'in due time')).toEqual({ ok: true })
    expect((await workingText(db, id)).split('\n')).toEqual([
      'States [should] [answer in [due] time and [Alt. 1 fully][Alt. 2 in part]].',
      ...others,
    ])
    const at = 'States should answer '.length
    expect(await letters(db, id)).toEqual([...before.slice(0, at), ...before.slice(at + 'soon '.length)])
    expect(await take(db, await aChair(db), id, 'fully')).toEqual({ ok: true })
    expect((await workingText(db, id)).split('\n')[0]).toBe(
      'States [should] [answer in [due] time and fully].',
    )
  })

  test('a text that was taken back is closed', async () => {
    const db = await newDatabase()
    const { id, author } = await threeAlternatives(db)
    const seen = await choiceOf(db, id, 'promptly')
    await made(withdrawRecommendation(db, author, { recommendation: id, reason: 'Covered elsewhere.' }))
    expect(await takeAlternativeInText(db, await aChair(db), seen)).toEqual({
      ok: false,
      refusal: 'text-closed',
    })
  })
})

const words = (text: string): Inline => ({ type: 'text', text })
const bracket = (children: Inline[], alternative?: number): Bracket => ({
  type: 'bracket',
  requestedBy: '',
  reason: '',
  ...(alternative !== undefined && { alternative }),
  children,
})

/** A sentence that ends in alternatives. */
const childrenOf = (alternatives: string[]): Inline[] => [
  words('They answer '),
  ...alternatives.flatMap((alternative, index) => [
    ...(index > 0 ? [words(' ')] : []),
    bracket([words(alternative)], index + 1),
  ]),
  words('.'),
]
