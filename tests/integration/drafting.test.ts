import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Db } from '#db/client'
import { listAuditEvents } from '#db/queries/audit-events'
import { appendDocumentUpdate, loadDocument } from '#db/queries/documents'
import { findRecommendation } from '#db/queries/recommendations'
import { listVersions } from '#db/queries/versions'
import type { RecommendationId } from '#domain/ids'
import type { SignedInActor } from '#domain/participants'
import { can } from '#domain/permissions'
import { rootOf } from '#editor/text-document'
import { draftRecommendation } from '#server/commands/draft-recommendation'
import { tableRecommendation, withdrawRecommendation } from '#server/commands/move-recommendation'
import { onEachEngine } from '#tests/engines'
import { aDelegate, aMeeting, aRapporteur } from '#tests/factories'

async function draft(db: Db, actor: SignedInActor): Promise<RecommendationId> {
  const place = await aMeeting(db)
  const result = await draftRecommendation(db, actor, { ...place, kind: 'recommendation', language: 'en' })
  if (!result.ok) throw new Error(result.refusal)
  return result.recommendation
}

/** Types into the working text as an editor does. */
async function type(db: Db, id: RecommendationId, actor: SignedInActor, words: string): Promise<void> {
  const item = await findRecommendation(db, id)
  if (!item) throw new Error('There is no such recommendation.')
  const { doc } = await loadDocument(db, item.document)
  doc.clientID = randomInt(1, 2 ** 31)
  const before = Y.encodeStateVector(doc)
  const [paragraph] = rootOf(doc).toArray()
  if (!(paragraph instanceof Y.XmlElement)) throw new Error('The text has no paragraph.')
  const text = new Y.XmlText()
  paragraph.push([text])
  text.insert(0, words)
  const payload = Y.encodeStateAsUpdate(doc, before)
  await db.transaction().execute((tx) =>
    appendDocumentUpdate(tx, {
      document: item.document,
      payload,
      participant: actor.participant,
      at: new Date(),
    }),
  )
}

onEachEngine('drafting and tabling', (newDatabase) => {
  test('a draft is its delegation’s alone until it is tabled, with one event and one version', async () => {
    const db = await newDatabase()
    const [actor, other, rapporteur] = [await aDelegate(db), await aDelegate(db), await aRapporteur(db)]
    const id = await draft(db, actor)
    const seen = async (who: SignedInActor) => {
      const item = await findRecommendation(db, id)
      return item !== undefined && can(who, 'recommendation.see', item)
    }
    expect([await seen(actor), await seen(other), await seen(rapporteur)]).toEqual([true, false, false])
    await type(db, id, actor, 'States should share information.')
    expect(await tableRecommendation(db, actor, { recommendation: id })).toEqual({ ok: true })
    expect([await seen(other), await seen(rapporteur)]).toEqual([true, true])
    expect(await listVersions(db, id)).toMatchObject([
      { number: 1, text: 'States should share information.' },
    ])
    expect((await listAuditEvents(db, id)).map((event) => event.type)).toEqual([
      'recommendation.drafted',
      'recommendation.tabled',
    ])
  })

  test('another delegation learns nothing of a draft that it tries to table', async () => {
    const db = await newDatabase()
    const id = await draft(db, await aDelegate(db))
    const result = await tableRecommendation(db, await aDelegate(db), { recommendation: id })
    expect(result).toEqual({ ok: false, refusal: 'not-found' })
  })

  test('an empty text is not tabled', async () => {
    const db = await newDatabase()
    const actor = await aDelegate(db)
    const id = await draft(db, actor)
    expect(await tableRecommendation(db, actor, { recommendation: id })).toEqual({
      ok: false,
      refusal: 'empty-text',
    })
  })

  test('of two people who press table at once, one is told that it is done already', async () => {
    const db = await newDatabase()
    const actor = await aDelegate(db)
    const id = await draft(db, actor)
    await type(db, id, actor, 'Once.')
    const results = await Promise.all([
      tableRecommendation(db, actor, { recommendation: id }),
      tableRecommendation(db, actor, { recommendation: id }),
    ])
    expect(results.filter((result) => result.ok)).toHaveLength(1)
    expect(await listVersions(db, id)).toHaveLength(1)
  })

  test('withdrawing needs a reason and stays visible', async () => {
    const db = await newDatabase()
    const actor = await aDelegate(db)
    const id = await draft(db, actor)
    await type(db, id, actor, 'To be withdrawn.')
    await tableRecommendation(db, actor, { recommendation: id })
    expect(await withdrawRecommendation(db, actor, { recommendation: id })).toEqual({
      ok: false,
      refusal: 'reason-required',
    })
    await withdrawRecommendation(db, actor, { recommendation: id, reason: 'Merged elsewhere.' })
    const item = await findRecommendation(db, id)
    expect(item).toMatchObject({ status: 'withdrawn', wasTabled: true })
    expect((await listAuditEvents(db, id)).at(-1)).toMatchObject({ reason: 'Merged elsewhere.' })
  })
})
