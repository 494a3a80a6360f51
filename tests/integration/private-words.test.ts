import { sql } from 'kysely'
import * as Y from 'yjs'
import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { listDocumentUpdates } from '#db/queries/documents'
import { listVersions } from '#db/queries/versions'
import type { AmendmentId, DocumentId, RecommendationId } from '#domain/ids'
import { visitor, type Actor, type SignedInActor } from '#domain/people/participants'
import { acceptAmendment } from '#server/commands/amendments/accept'
import { acceptSubAmendment } from '#server/commands/amendments/accept-sub-amendment'
import { amendAmendment } from '#server/commands/amendments/amend'
import { amendRecommendation } from '#server/commands/amendments/draft'
import { tableAmendment } from '#server/commands/amendments/table'
import { withdrawAmendment } from '#server/commands/amendments/withdraw'
import { takeOverAmendment } from '#server/commands/amendments/take-over'
import { consolidate } from '#server/commands/consolidation/consolidate'
import { startInformals } from '#server/commands/informals/start'
import { issueList } from '#server/commands/lists/issue'
import { restoreText } from '#server/commands/recommendations/restore-text'
import { tableRecommendation } from '#server/commands/recommendations/table'
import { previewAmendment } from '#server/texts/amendment-texts'
import { previewSubAmendment } from '#server/texts/sub-amendment-preview'
import { readHistory, type HistoryMoment } from '#server/views/history'
import { getAmendment, made } from '../amendment-factories'
import { connectClient, isGreeted } from '../collaboration-client'
import { onEachEngine } from '../engines'
import {
  aChair,
  aDelegate,
  aDraft,
  anEvaluationMeeting,
  aRapporteur,
  getRecommendation,
  write,
} from '../factories'
import { aSampleServer, cleanUps, person, until } from '../live-server'
import { headersOf, liveAddress, signInAs } from '../sample-server'

/** Words that their writers deleted while nobody else could see them. */
const deleted = ['drafted-secret', 'forked-secret', 'grouped-secret', 'nested-secret'] as const

/** Makes a private text read like this, with a word that was written and deleted on the way. */
async function writeWithSecret(
  db: Db,
  document: DocumentId,
  by: SignedInActor,
  text: string,
  secret: (typeof deleted)[number],
) {
  await write(db, document, by, `${text} They ${secret} it.`)
  await write(db, document, by, text)
}

async function tabled(db: Db, amendment: AmendmentId, by: SignedInActor) {
  expect(await tableAmendment(db, by, { amendment, rationale: '' })).toEqual({ ok: true })
  return getAmendment(db, amendment)
}

async function accept(db: Db, rapporteur: SignedInActor, amendment: AmendmentId) {
  const { seen } = await previewAmendment(db, await getAmendment(db, amendment))
  expect(await acceptAmendment(db, rapporteur, { amendment, seen })).toEqual({ ok: true })
}

/** Everything that can become of a text, with a secret in each private part of it. */
async function aWholeLife(db: Db) {
  const [rapporteur, chair] = [await aRapporteur(db), await aChair(db)]
  const { id, by, place } = await aDraft(db, { text: 'States should share evidence promptly.' })
  const [kenya, japan] = [await aDelegate(db), await aDelegate(db)]
  const draft = (await getRecommendation(db, id)).document
  await writeWithSecret(db, draft, by, 'States should share evidence promptly.', 'drafted-secret')
  expect(await tableRecommendation(db, by, { recommendation: id })).toEqual({ ok: true })

  const { amendment } = await made(amendRecommendation(db, kenya, { recommendation: id }))
  const fork = (await getAmendment(db, amendment)).document
  await writeWithSecret(db, fork, kenya, 'States should share evidence without delay.', 'forked-secret')
  await tabled(db, amendment, kenya)
  const sub = (await made(amendAmendment(db, japan, { amendment }))).amendment
  const nested = (await getAmendment(db, sub)).document
  await writeWithSecret(db, nested, japan, 'States should share all evidence without delay.', 'nested-secret')
  await tabled(db, sub, japan)
  const { seen } = await previewSubAmendment(db, await getAmendment(db, sub))
  expect(await acceptSubAmendment(db, kenya, { amendment: sub, seen })).toEqual({ ok: true })
  expect(await withdrawAmendment(db, kenya, { amendment })).toEqual({ ok: true })
  const taken = await made(takeOverAmendment(db, japan, { amendment, rationale: '' }))
  await accept(db, rapporteur, taken.amendment)

  const delegations = [kenya, japan].flatMap(({ delegation }) => delegation ?? [])
  await made(startInformals(db, chair, { recommendation: id, delegations, task: 'Agree.' }))
  const group = await groupAmendment(db, id)
  const shared = (await getAmendment(db, group)).document
  await writeWithSecret(db, shared, kenya, 'States shall share all evidence without delay.', 'grouped-secret')
  await tabled(db, group, japan)
  await accept(db, rapporteur, group)
  const entry = (await listVersions(db, id))[0]?.updateId ?? 0
  const last = (await listDocumentUpdates(db, (await getRecommendation(db, id)).document)).at(-1)?.id ?? 0
  const restored = await restoreText(db, rapporteur, { recommendation: id, entry, seen: last })
  expect(restored).toEqual({ ok: true })
  await made(issueList(db, rapporteur, { meeting: place.meeting, title: { en: 'List' } }))
  const evaluation = await anEvaluationMeeting(db, place.meeting)
  await made(consolidate(db, rapporteur, { ...evaluation, kind: 'recommendation', sources: [id] }))
  return { id, by, kenya, japan, rapporteur, chair }
}

async function groupAmendment(db: Db, recommendation: RecommendationId): Promise<AmendmentId> {
  const row = await db
    .selectFrom('informal')
    .select('amendment_id')
    .where('recommendation_id', '=', recommendation)
    .executeTakeFirstOrThrow()
  return row.amendment_id as AmendmentId
}

const privateKinds = ['draft', 'amendment-draft']

/** Every row of the database but the logs of private documents: whatever anybody else receives is made of these. */
async function everythingElse(db: Db): Promise<{ table: string; bytes: string }[]> {
  const kinds = new Map(
    (await db.selectFrom('document').select(['id', 'kind']).execute()).map((row) => [row.id, row.kind]),
  )
  const rows: { table: string; bytes: string }[] = []
  for (const { name } of await db.introspection.getTables()) {
    const found = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(db)
    for (const row of found.rows) {
      const isPrivate = privateKinds.includes(kinds.get(String(row['document_id'])) ?? '')
      if (isPrivate && ['document_update', 'document_snapshot'].includes(name)) continue
      const bytes = Object.values(row).map((value) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value),
      )
      rows.push({ table: name, bytes: bytes.join('\n') })
    }
  }
  return rows
}

onEachEngine('what was private stays private', (newDatabase) => {
  test('no byte that others can receive holds a word that was deleted in private', async () => {
    const db = await newDatabase()
    await aWholeLife(db)
    const rows = await everythingElse(db)
    expect(rows.filter(({ table }) => table === 'document_update').length).toBeGreaterThan(5)
    for (const secret of deleted) {
      expect(rows.filter(({ bytes }) => bytes.includes(secret)).map(({ table }) => table)).toEqual([])
      // It is not lost to those who wrote it.
      const { rows: kept } = await sql<{ payload: Uint8Array }>`select payload from document_update`.execute(
        db,
      )
      expect(kept.some(({ payload }) => Buffer.from(payload).includes(secret))).toBe(true)
    }
  })

  test('the history of a text begins for others when it was tabled; its drafters see what they did before', async () => {
    const db = await newDatabase()
    const { id, by, kenya, rapporteur } = await aWholeLife(db)
    const item = await getRecommendation(db, id)
    const momentsFor = async (actor: Actor) => {
      const history = await readHistory(db, actor, item, { at: undefined, from: undefined, authors: false })
      return history?.moments ?? []
    }
    const typesIn = (moments: readonly HistoryMoment[]) =>
      moments.flatMap(({ events }) => events.map(({ sentence }) => sentence))
    const own = await momentsFor(by)
    expect(typesIn(own)).toContain('drafted')
    for (const other of [visitor, kenya, rapporteur]) {
      const moments = await momentsFor(other)
      expect(typesIn(moments)).not.toContain('drafted')
      expect(moments.map(({ id }) => id)).not.toContain(own[0]?.id)
      // Asking for a moment of the draft by its number leads to none of it.
      const asked = { at: own[0]?.id, from: own[0]?.id, authors: true }
      const answer = JSON.stringify(await readHistory(db, other, item, asked))
      expect(answer.includes('drafted-secret')).toBe(false)
    }
  })
})

/** What somebody receives who asks for every page, download and text by its address. */
async function everythingReceived(
  server: Awaited<ReturnType<typeof aSampleServer>>['server'],
  cookie: string | undefined,
  paths: readonly string[],
  documents: readonly string[],
): Promise<{ path: string; bytes: string }[]> {
  const received: { path: string; bytes: string }[] = []
  for (const path of paths) {
    const answer = await fetch(`${server.url}${path}`, { headers: cookie ? { cookie } : {} })
    received.push({ path, bytes: Buffer.from(await answer.arrayBuffer()).toString('latin1') })
  }
  for (const document of documents) {
    const headers = cookie ? headersOf(server, cookie) : { origin: server.url }
    const client = connectClient(liveAddress(server, document), headers, new Y.Doc({ gc: false }))
    cleanUps.push(() => client.close())
    const frames: Buffer[] = []
    client.socket.on('message', (data: Buffer) => frames.push(data))
    await until(() => isGreeted(client))
    const state = Buffer.from(Y.encodeStateAsUpdate(client.doc))
    received.push({ path: document, bytes: Buffer.concat([...frames, state]).toString('latin1') })
    client.close()
  }
  return received
}

test('no stranger receives a word that was deleted in private, by any page, download, stream or text', async () => {
  const { server, db } = await aSampleServer()
  const { id, by } = await aWholeLife(db)
  const item = await getRecommendation(db, id)
  const rows = async (table: string) =>
    (await sql<{ id: string }>`select id from ${sql.table(table)}`.execute(db)).rows.map((row) =>
      String(row.id),
    )
  const [documents, amendments, informals, lists] = await Promise.all(
    ['document', 'amendment', 'informal', 'list'].map(rows),
  )
  const entries = (await rows('document_update')).slice(-60)
  const own = await sql<{
    id: string
  }>`select id from document where kind in (${sql.join(privateKinds)})`.execute(db)
  const ofThisTest = (
    await sql<{ document_id: string }>`select distinct document_id from document_update`.execute(db)
  ).rows.map((row) => row.document_id)
  const desk = `/meetings/${item.meeting}/recommendations/${id}`
  const paths = [
    desk,
    ...['?authors', '?tab=history', '?view=side-by-side'].map((query) => desk + query),
    `${desk}/history`,
    ...entries.flatMap((entry) => [`${desk}/history?at=${entry}`, `${desk}/history?from=${entry}&authors=1`]),
    `${desk}/merge`,
    ...(amendments ?? []).flatMap((amendment) => [
      `${desk}/amendments/${amendment}`,
      `/api/v1/amendments/${amendment}`,
    ]),
    ...(informals ?? []).map((informal) => `${desk}/informals/${informal}`),
    ...(documents ?? []).slice(-40).map((document) => `/documents/${document}/authors`),
    `/recommendations/${id}/lineage`,
    `/meetings/${item.meeting}`,
    `/meetings/${item.meeting}/projector`,
    '/today',
    '/notices',
    '/search?q=secret',
    `/api/v1/recommendations/${id}`,
    `/api/v1/recommendations?meeting=${item.meeting}`,
    ...(lists ?? []).flatMap((list) => ['json', 'csv', 'txt'].map((format) => `/lists/${list}.${format}`)),
  ]
  const texts = ofThisTest.slice(-40)
  expect(own.rows.filter((row) => texts.includes(row.id)).length).toBeGreaterThan(2)
  const strangers = [undefined, await person(db, 'NOR'), await person(db, 'rapporteur')]
  for (const stranger of strangers) {
    const cookie = stranger && (await signInAs(server, stranger.participant))
    const received = await everythingReceived(server, cookie, paths, texts)
    const found = received.filter(({ bytes }) => deleted.some((secret) => bytes.includes(secret)))
    expect(found.map(({ path }) => path)).toEqual([])
  }
  // The same search finds the words for those whose they are.
  const drafter = await signInAs(server, by.participant)
  const theirs = await everythingReceived(server, drafter, [], texts)
  expect(theirs.some(({ bytes }) => bytes.includes('drafted-secret'))).toBe(true)
})
