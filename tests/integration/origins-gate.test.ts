import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { loadDocument } from '#db/queries/documents'
import type { DocumentId, RecommendationId } from '#domain/ids'
import type { Effects } from '#editor/grammar'
import { textOf } from '#editor/shape'
import { areOriginsTrue } from '#server/collab/gates/origins'
import { onEachEngine } from '../engines'
import { aDelegate, aDraft, aTabledRecommendation, getRecommendation } from '../factories'

/** The first letters of a text, as somebody claims to have copied them. */
async function copyOf(
  db: Db,
  id: RecommendationId,
  letters: string,
): Promise<Effects['fromElsewhere'][number]> {
  const { document } = await getRecommendation(db, id)
  const { doc } = await loadDocument(db, document)
  let item = textOf(doc)._start
  while (item && (item.deleted || !('str' in item.content))) item = item.right
  doc.destroy()
  if (!item) throw new Error('The text has no letters.')
  return { document, source: { client: item.id.client, clock: item.id.clock }, text: letters }
}

onEachEngine('the gate of origins', (newDatabase) => {
  test('a claim of letters that are there, in a text that its sender may see, is taken', async () => {
    const db = await newDatabase()
    const { id } = await aTabledRecommendation(db, { text: 'States should share evidence.' })
    expect(await areOriginsTrue(db, [await copyOf(db, id, 'States')], await aDelegate(db))).toBe(true)
  })

  test('a false claim is refused', async () => {
    const db = await newDatabase()
    const { id } = await aTabledRecommendation(db, { text: 'States should share evidence.' })
    const sender = await aDelegate(db)
    const claim = await copyOf(db, id, 'States')
    const { source } = claim
    const attacks: [string, typeof claim][] = [
      ['other words', { ...claim, text: 'Stolen' }],
      ['other words behind true ones', { ...claim, text: `${'States should share evidence.'} More` }],
      ['another place', { ...claim, source: { ...source, clock: source.clock + 1 } }],
      ['a place behind the end', { ...claim, source: { ...source, clock: 1_000_000 } }],
      [
        'a client id that wrote nothing there',
        { ...claim, source: { ...source, client: source.client + 1 } },
      ],
      ['a client id of marks', { ...claim, source: { ...source, client: source.client + 2 * 2 ** 32 } }],
      ['no document', { ...claim, document: '01ARZ3NDEKTSV4RRFFQ69G5FAV' as DocumentId }],
    ]
    for (const [name, attack] of attacks)
      expect([name, await areOriginsTrue(db, [claim, attack], sender)]).toEqual([name, false])
  })

  test('nobody can ask by a claim what a text says that is not theirs to see', async () => {
    const db = await newDatabase()
    const { id, by } = await aDraft(db, { text: 'Secret words.' })
    const guess = await copyOf(db, id, 'Secret')
    expect(await areOriginsTrue(db, [guess], by)).toBe(true)
    expect(await areOriginsTrue(db, [guess], await aDelegate(db))).toBe(false)
  })

  test('one update cannot make the server read many documents', async () => {
    const db = await newDatabase()
    const { id } = await aTabledRecommendation(db, { text: 'States should share evidence.' })
    const claim = await copyOf(db, id, 'States')
    const many = Array.from({ length: 6 }, (_, index) => ({
      ...claim,
      document: `D${String(index)}` as DocumentId,
    }))
    expect(await areOriginsTrue(db, many, await aDelegate(db))).toBe(false)
  })
})
