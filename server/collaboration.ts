import type { IncomingMessage } from 'node:http'
import type { Logger } from 'pino'
import type { Db } from '#db/client'
import { notifyProcesses } from '#db/notifications'
import { findDelegation } from '#db/queries/delegations'
import { listDocumentKinds } from '#db/queries/documents'
import { delegationColor } from '#domain/people/delegation-colors'
import { isMember, type LocalActor, type SignedInActor } from '#domain/people/participants'
import type { OpenConnections } from '#server/auth/open-connections'
import type { SignedIn } from '#server/auth/sessions'
import type { Limits } from '#server/collab/limits'
import type { ListText } from '#server/collab/list-texts'
import type { Person } from '#server/collab/presence'
import { createCollaborationServer, type CollaborationServer } from '#server/collab/server'
import type { Metrics } from '#server/observing/metrics'
import type { LiveFeed } from '#server/http/live'
import { documentRules } from '#server/texts/document-kinds'

type Parts = {
  db: Db
  logger: Logger
  feed: LiveFeed
  limits: Limits
  connections: OpenConnections
  signedInBy: (cookie: string | undefined) => Promise<SignedIn>
  isAllowedOrigin: (request: IncomingMessage) => boolean
  metrics: Metrics
}

/** Ties the sync server to accounts, lists and live pages. */
export const openCollaboration = ({ feed, ...parts }: Parts): CollaborationServer =>
  createCollaborationServer({
    ...parts,
    personOf: (actor, as) => personOf(parts.db, actor, as),
    writeListTexts: (texts) => writeListTexts(parts.db, feed, texts),
  })

async function personOf(db: Db, actor: SignedInActor, as: LocalActor): Promise<Person> {
  const role = isMember(as) ? as.role : 'delegate'
  const delegation = isMember(as) && as.delegation ? await findDelegation(db, as.delegation) : undefined
  return {
    name: actor.name,
    color: delegationColor(delegation ? delegation.code : role),
    participant: actor.participant,
    delegation: delegation ? JSON.stringify(delegation.name) : '',
  }
}

/** One transaction for all: in a busy hour hundreds of texts change within the same pause. */
async function writeListTexts(db: Db, feed: LiveFeed, texts: readonly ListText[]): Promise<void> {
  // Always in one order, so that two processes do not wait for each other.
  const changed = texts.toSorted((a, b) => (a.document < b.document ? -1 : 1))
  const at = new Date()
  const shown = await db.transaction().execute(async (tx) => {
    const kinds = await listDocumentKinds(
      tx,
      changed.map((listText) => listText.document),
    )
    const found = []
    for (const { document, content } of changed) {
      const kind = kinds.get(document)
      const kept = kind && (await documentRules[kind].keepText(tx, document, content, at))
      if (kept) found.push(kept)
    }
    return found
  })
  if (shown.length === 0) return
  for (const change of shown) feed.announce(change)
  await notifyProcesses(db, { edited: [...new Set(shown.map((entry) => entry.meeting))] })
}
