import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { loadDocument } from '#db/queries/documents'
import type { DocumentId, RecommendationId } from '#domain/ids'
import { readText } from '#editor/reading'
import { editText } from '#editor/writing'
import { amendRecommendation } from '#server/commands/amendments/draft'
import { acceptAmendment } from '#server/commands/amendments/accept'
import { tableAmendment } from '#server/commands/amendments/table'
import { consolidate } from '#server/commands/consolidation/consolidate'
import { issueList } from '#server/commands/lists/issue'
import { tableRecommendation } from '#server/commands/recommendations/table'
import { previewAmendment } from '#server/texts/amendment-texts'
import { appendRewriting } from '#server/texts/append-rewriting'
import { newBaseId } from '#server/texts/base-id'
import { bindAuthor } from '#server/texts/bind-authors'
import { getAmendment, made, whoWroteWhat } from '../amendment-factories'
import { onEachEngine } from '../engines'
import {
  aDelegate,
  aDraft,
  anEvaluationMeeting,
  aRapporteur,
  aTabledRecommendation,
  getRecommendation,
  type Person,
} from '../factories'

/** Pastes a word of another text at the end of the first paragraph, as an editor does within the product. */
async function paste(db: Db, into: DocumentId, by: Person, from: DocumentId, word: string) {
  const { doc: source } = await loadDocument(db, from)
  const run = readText(source).blocks[0]?.runs.find(({ text }) => text.includes(word))
  source.destroy()
  if (!run) throw new Error(`No letters in a row read ${word}.`)
  const letters = { client: run.client, clock: run.clock + run.text.indexOf(word), document: from }
  const { doc } = await loadDocument(db, into)
  const base = newBaseId()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  editText(doc, { base, origin: undefined }, (edit) => {
    const last = edit.reading.blocks[0]?.runs.at(-1)
    if (!last) throw new Error('The text has no letters.')
    const end = { client: last.client, clock: last.clock + last.text.length - 1 }
    const space = edit.insertLetters({ left: end }, ' ')
    edit.insertMoved({ left: space }, letters, word)
  })
  doc.destroy()
  const [update] = updates
  if (!update) throw new Error('Nothing was pasted.')
  const at = new Date()
  const { participant } = by
  const delegations = by.delegation ? [by.delegation] : []
  await db.transaction().execute(async (tx) => {
    await bindAuthor(tx, into, { base, participant, amendment: undefined, delegations }, at)
    await appendRewriting(tx, into, { update, copied: [] }, { participant, at })
  })
}

/** The delegations whose a word is. */
async function authorsOf(db: Db, id: RecommendationId, word: string) {
  const pieces = await whoWroteWhat(db, id)
  return pieces.filter(([text]) => text.includes(word)).map(([, delegations]) => delegations)
}

onEachEngine('words that were moved from one text into another', (newDatabase) => {
  test('stay their first author’s when the text is tabled, issued and consolidated', async () => {
    const db = await newDatabase()
    const norway = await aDelegate(db)
    const { id: first } = await aTabledRecommendation(db, {
      by: norway,
      text: 'They share electronic evidence.',
    })
    const { id, by: brazil, place } = await aDraft(db, { text: 'All States cooperate and share.' })
    const from = (await getRecommendation(db, first)).document
    await paste(db, (await getRecommendation(db, id)).document, brazil, from, 'electronic')
    expect(await authorsOf(db, id, 'electronic')).toEqual([[norway.delegation]])
    await made(tableRecommendation(db, brazil, { recommendation: id }))
    expect(await authorsOf(db, id, 'electronic')).toEqual([[norway.delegation]])
    expect(await authorsOf(db, id, 'cooperate')).toEqual([[brazil.delegation]])
    const rapporteur = await aRapporteur(db)
    await made(issueList(db, rapporteur, { meeting: place.meeting, title: { en: 'List' } }))
    const evaluation = await anEvaluationMeeting(db, place.meeting)
    const { paragraph } = await made(
      consolidate(db, rapporteur, { ...evaluation, kind: 'recommendation', sources: [id] }),
    )
    expect(await authorsOf(db, paragraph, 'electronic')).toEqual([[norway.delegation]])
  })

  test('stay their first author’s when they come with an amendment', async () => {
    const db = await newDatabase()
    const [norway, kenya] = [await aDelegate(db), await aDelegate(db)]
    const { id: first } = await aTabledRecommendation(db, {
      by: norway,
      text: 'They share electronic evidence.',
    })
    const { id } = await aTabledRecommendation(db, { text: 'All States cooperate and share.' })
    const from = (await getRecommendation(db, first)).document
    const { amendment } = await made(amendRecommendation(db, kenya, { recommendation: id }))
    await paste(db, (await getAmendment(db, amendment)).document, kenya, from, 'electronic')
    await made(tableAmendment(db, kenya, { amendment, rationale: '' }))
    const { seen } = await previewAmendment(db, await getAmendment(db, amendment))
    await made(acceptAmendment(db, await aRapporteur(db), { amendment, seen }))
    expect(await authorsOf(db, id, 'electronic')).toEqual([[norway.delegation]])
  })
})
