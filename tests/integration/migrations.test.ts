import { Migrator } from 'kysely'
import { expect, test } from 'vitest'
import { openDatabase, type Db } from '#db/client'
import { migrate, migrations } from '#db/migrate'
import { findAmendment } from '#db/queries/amendments'
import { recordEvent } from '#db/queries/events'
import { findRecommendation } from '#db/queries/recommendations'
import { findMeetingRoom } from '#db/queries/rooms'
import type { AmendmentId, DelegationId, MeetingId, ParticipantId, RecommendationId } from '#domain/ids'
import type { SignedInActor } from '#domain/people/participants'
import { plainText, type DocumentContent, type Inline } from '#domain/text/content'
import { buildDocumentUpdate } from '#editor/text-document'
import { writeNotices } from '#server/mail/write-notices'
import { readToday } from '#server/views/today'
import { onEachEngine } from '../engines'

/** The schema of the first release. */
const oldest = '0003-negotiation'
const at = '2026-04-07T16:00:00.000Z'
const name = JSON.stringify({ en: 'Test' })

const words = (text: string): Inline => ({ type: 'text', text })
const bracket = (...children: Inline[]): Inline => ({
  type: 'bracket',
  requestedBy: '',
  reason: '',
  children,
})
const paragraph = (...children: Inline[]): DocumentContent => ({ blocks: [{ type: 'paragraph', children }] })

/** What the texts of the old database read, and how many brackets stand open in each. */
const texts: Record<string, { content: DocumentContent; brackets: number }> = {
  plain: { content: paragraph(words('States should share evidence.')), brackets: 0 },
  typed: { content: paragraph(words('See [footnote 1] and [2].')), brackets: 0 },
  nested: {
    content: paragraph(
      words('States '),
      bracket(words('shall '), bracket(words('not '))),
      bracket(words('share')),
    ),
    brackets: 3,
  },
  empty: { content: paragraph(words('States [share].'), bracket(words(' '))), brackets: 0 },
}

const actor = (role: 'rapporteur' | 'delegate', delegation?: DelegationId): SignedInActor => ({
  kind: 'participant',
  participant: role as ParticipantId,
  name: role,
  role,
  delegation,
})
const [rapporteur, delegate] = [actor('rapporteur'), actor('delegate', 'd' as DelegationId)]

/** A database as the first release left it: a meeting with texts, an amendment, what happened, and the room. */
async function anOldDatabase(url: string): Promise<Db> {
  const db = openDatabase(url)
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } })
  const { error } = await migrator.migrateTo(oldest)
  if (error) throw error
  const group = { id: 'g', name, abbreviation: 'T', parent_body: name, established_by: 'A/RES/1/1' }
  await db.insertInto('expert_group').values(group).execute()
  const workplan = { id: 'w', expert_group_id: 'g', title: name, from_year: 2018, to_year: 2021 }
  await db.insertInto('workplan').values(workplan).execute()
  await db
    .insertInto('meeting')
    .values({
      id: 'm',
      workplan_id: 'w',
      position: 0,
      kind: 'thematic',
      title: name,
      status: 'open',
      starts_on: '2026-04-07',
      ends_on: '2026-04-09',
      place: name,
      time_zone: 'Europe/Vienna',
      first_paragraph: 5,
    })
    .execute()
  await db.insertInto('topic').values({ id: 't', meeting_id: 'm', position: 0, title: name }).execute()
  const delegation = { id: 'd', kind: 'member-state', name, code: 'BRA', regional_group: null }
  await db.insertInto('delegation').values(delegation).execute()
  await db
    .insertInto('participant')
    .values(
      (['rapporteur', 'delegate'] as const).map((role) => ({
        id: role,
        name: role,
        email: `${role}@test.example`,
        role,
        delegation_id: role === 'delegate' ? 'd' : null,
        language: 'en',
        created_at: at,
      })),
    )
    .execute()
  for (const [position, [id, { content }]] of Object.entries(texts).entries()) {
    await aDocument(db, `document ${id}`, content, position + 1)
    await db
      .insertInto('recommendation')
      .values({
        id,
        meeting_id: 'm',
        topic_id: 't',
        stage: 'preliminary',
        kind: 'recommendation',
        status: 'under-discussion',
        position,
        language: 'en',
        text: plainText(content),
        search_text: plainText(content).toLowerCase(),
        document_id: `document ${id}`,
        created_by: 'delegate',
        created_at: at,
        updated_at: at,
        tabled_at: at,
        source: null,
      })
      .execute()
  }
  const content = texts['plain']?.content ?? paragraph()
  await db
    .insertInto('version')
    .values({
      id: 'v',
      recommendation_id: 'plain',
      number: 1,
      language: 'en',
      text: plainText(content),
      content: JSON.stringify(content),
      hash: 'any',
      reason: 'tabled',
      created_by: 'delegate',
      created_at: at,
      update_id: 1,
    })
    .execute()
  await aDocument(db, 'fork', content, 99)
  await db
    .insertInto('amendment')
    .values({
      id: 'a',
      recommendation_id: 'plain',
      document_id: 'fork',
      base_version_id: 'v',
      status: 'tabled',
      language: 'en',
      text: plainText(content),
      rationale: 'It is urgent.',
      canonical_update: null,
      created_by: 'delegate',
      created_at: at,
      updated_at: at,
      tabled_at: at,
      decided_by: null,
      decided_at: null,
      decision_reason: null,
    })
    .execute()
  const sponsor = { amendment_id: 'a', delegation_id: 'd', role: 'proposer', position: 0, since: at }
  await db.insertInto('amendment_sponsor').values(sponsor).execute()
  await db
    .insertInto('room')
    .values({ meeting_id: 'm', recommendation_id: 'nested', topic_id: 't', updated_at: at })
    .execute()
  await db.transaction().execute((tx) =>
    recordEvent(tx, {
      type: 'amendment.tabled',
      meeting: 'm' as MeetingId,
      subject: 'a' as AmendmentId,
      actor: delegate,
      detail: { recommendation: 'nested' as RecommendationId, rationale: 'It is urgent.' },
      at: new Date(at),
    }),
  )
  return db
}

async function aDocument(db: Db, id: string, content: DocumentContent, client: number): Promise<void> {
  const document = { id, kind: 'working-text', language: 'en', created_at: at }
  await db.insertInto('document').values(document).execute()
  await db
    .insertInto('document_update')
    .values({
      document_id: id,
      payload: Buffer.from(buildDocumentUpdate(content, client)),
      participant_id: 'delegate',
      at,
    })
    .execute()
}

onEachEngine('a database of the first release', (_newDatabase, _engine, newDatabaseUrl) => {
  test('is brought up to date, with its brackets counted and everything in it', async () => {
    const db = await anOldDatabase(await newDatabaseUrl())
    try {
      const later = Object.keys(migrations).filter((one) => one > oldest)
      expect(await migrate(db)).toEqual(later)
      expect(await migrate(db)).toEqual([])
      for (const [id, { brackets, content }] of Object.entries(texts)) {
        expect(await findRecommendation(db, id)).toMatchObject({ brackets, text: plainText(content) })
      }
      expect(await findAmendment(db, 'a')).toMatchObject({
        id: 'a',
        kind: 'text',
        parent: undefined,
        status: 'tabled',
        proposers: ['d'],
      })
      expect(await findMeetingRoom(db, 'm' as MeetingId)).toMatchObject({ recommendation: 'nested' })
      const today = await readToday(db, rapporteur, new Date(at))
      expect(today.bracketed).toMatchObject([{ id: 'nested', brackets: 3 }])
      expect(today.toDecide).toMatchObject([{ id: 'plain', amendments: 1 }])
      // What happened before there were notices is told to nobody.
      expect(await writeNotices(db, undefined)).toEqual(new Set())
    } finally {
      await db.destroy()
    }
  })
})
