import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, vi } from 'vitest'
import type * as Y from 'yjs'
import { openDatabase, type Db } from '#db/client'
import { loadDocument } from '#db/queries/documents'
import { listAllDelegations } from '#db/queries/delegations'
import { listMembers } from '#db/queries/participants'
import { findRecommendation } from '#db/queries/recommendations'
import type { RecommendationId } from '#domain/ids'
import { inviteDelegation } from '#server/commands/recommendations/invite'
import { connectClient, isGreeted, textOf } from './collaboration-client'
import { aDraft, personOf, type Person } from './factories'
import { headersOf, liveAddress, signInAs, startServer } from './sample-server'
import type { ServerProcess } from './server-process'

/** Undone in reverse order after each test. */
export const cleanUps: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

/** Enough for a busy machine; what takes longer has hung. */
export const patient = { timeout: 20_000, interval: 20 }
export const until = (condition: () => boolean) => vi.waitUntil(condition, patient)

/** A server of its own on a sample of its own, and the database behind it. */
export async function aSampleServer(databaseUrl?: string, settings: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'rapporteur-live-'))
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }))
  const postgres = databaseUrl?.startsWith('postgres') ? databaseUrl : undefined
  const environment: Record<string, string> = {
    ...settings,
    DATA_DIR: folder,
    ...(postgres && { DATABASE_URL: postgres }),
  }
  const server = await startServer(environment)
  cleanUps.push(() => server.stop())
  const db = openDatabase(postgres ?? join(folder, 'rapporteur.sqlite'))
  cleanUps.push(() => db.destroy())
  return { server, db, environment }
}

/** The first sample participant of a delegation or with a role. */
export async function person(db: Db, code: string): Promise<Person> {
  const delegation = (await listAllDelegations(db)).find((candidate) => candidate.code === code)
  const found = (await listMembers(db)).find(({ membership }) =>
    delegation ? membership.delegation === delegation.id : membership.role === code,
  )
  if (!found) throw new Error(`The sample has nobody for ${code}.`)
  return personOf(found)
}

export async function documentOf(db: Db, id: RecommendationId) {
  const item = await findRecommendation(db, id)
  if (!item) throw new Error('There is no such recommendation.')
  return item.document
}

/** Connects somebody to a document and waits for the handshake. */
export async function open(server: ServerProcess, who: Person, document: string, doc?: Y.Doc) {
  const cookie = await signInAs(server, who.participant)
  const client = connectClient(liveAddress(server, document), headersOf(server, cookie), doc)
  cleanUps.push(() => client.close())
  await until(() => isGreeted(client))
  return client
}

/** What the database has of a document, whatever any server says. */
export async function storedText(db: Db, document: Parameters<typeof loadDocument>[1]) {
  const { doc } = await loadDocument(db, document)
  const text = textOf(doc)
  doc.destroy()
  return text
}

/** A draft of Brazil's in which Kenya takes part. */
export async function aSharedDraft(db: Db, text = 'Begin.') {
  const [brazil, kenya] = [await person(db, 'BRA'), await person(db, 'KEN')]
  const { id } = await aDraft(db, { by: brazil, text })
  if (kenya.delegation)
    await inviteDelegation(db, brazil, { recommendation: id, delegation: kenya.delegation })
  return { id, document: await documentOf(db, id), brazil, kenya }
}
