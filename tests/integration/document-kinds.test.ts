import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { visitor, type Actor } from '#domain/people/participants'
import { decideAccess } from '#server/collab/access'
import { amendRecommendation } from '#server/commands/amendments/draft'
import { sponsorAmendment } from '#server/commands/amendments/sponsor'
import { tableAmendment } from '#server/commands/amendments/table'
import { sponsorRecommendation } from '#server/commands/recommendations/sponsor'
import { getAmendment, made } from '#tests/amendment-factories'
import { onEachEngine } from '#tests/engines'
import { aDelegate, aRapporteur, aTabledRecommendation, getRecommendation, write } from '#tests/factories'

const access = async (db: Db, readers: readonly Actor[], document: string) =>
  Promise.all(readers.map(async (reader) => (await decideAccess(db, reader, document))?.readOnly))

onEachEngine('documents of each kind', (newDatabase) => {
  test('once a text is tabled its draft is read by those who wrote it, also not by a later sponsor', async () => {
    const db = await newDatabase()
    const { id, by } = await aTabledRecommendation(db)
    const [later, rapporteur] = [await aDelegate(db), await aRapporteur(db)]
    expect(await sponsorRecommendation(db, later, { recommendation: id })).toEqual({ ok: true })
    const { document, draftDocument } = await getRecommendation(db, id)
    if (!draftDocument) throw new Error('It was drafted.')
    const readers = [by, later, rapporteur, visitor]
    expect(await access(db, readers, draftDocument)).toEqual(['frozen', undefined, undefined, undefined])
    expect(await access(db, readers, document)).toEqual(['no-pen', 'no-pen', 'none', undefined])
  })

  test('the draft of a tabled amendment is not read by those who sponsor it afterwards', async () => {
    const db = await newDatabase()
    const { id } = await aTabledRecommendation(db)
    const [by, later] = [await aDelegate(db), await aDelegate(db)]
    const { amendment } = await made(amendRecommendation(db, by, { recommendation: id }))
    await write(db, (await getAmendment(db, amendment)).document, by, 'States should share evidence at once.')
    expect(await tableAmendment(db, by, { amendment, rationale: '' })).toEqual({ ok: true })
    expect(await sponsorAmendment(db, later, { amendment })).toEqual({ ok: true })
    const { document, draftDocument } = await getAmendment(db, amendment)
    if (!draftDocument) throw new Error('It was drafted.')
    expect(await access(db, [by, later], draftDocument)).toEqual(['frozen', undefined])
    expect(await access(db, [by, later], document)).toEqual(['frozen', 'frozen'])
  })

  test('a document that does not exist is nobody’s', async () => {
    const db = await newDatabase()
    expect(await access(db, [await aRapporteur(db)], 'nothing')).toEqual([undefined])
  })
})
