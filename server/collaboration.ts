import type { IncomingMessage } from 'node:http'
import type { Logger } from 'pino'
import type * as Y from 'yjs'
import type { Db } from '#db/client'
import { notifyProcesses } from '#db/notifications'
import { setAmendmentTextOfDocument } from '#db/queries/amendments'
import { findDelegation } from '#db/queries/delegations'
import { setTextOfDocument } from '#db/queries/recommendations'
import type { DocumentId } from '#domain/ids'
import { delegationColor } from '#domain/people/delegation-colors'
import { isMember, isSignedIn, type Actor, type LocalActor } from '#domain/people/participants'
import { plainText } from '#domain/text/content'
import { readContent } from '#editor/authored'
import type { SignedIn } from '#server/auth/sessions'
import type { Limits } from '#server/collab/limits'
import type { Person } from '#server/collab/presence'
import { createCollaborationServer, type CollaborationServer } from '#server/collab/server'
import type { LiveFeed } from '#server/http/live'

type Parts = {
  db: Db
  logger: Logger
  feed: LiveFeed
  limits: Limits
  signedInBy: (cookie: string | undefined) => Promise<SignedIn>
  isAllowedOrigin: (request: IncomingMessage) => boolean
}

/** Ties the sync server to accounts, lists and live pages. */
export function openCollaboration({
  db,
  logger,
  feed,
  limits,
  signedInBy,
  isAllowedOrigin,
}: Parts): CollaborationServer {
  return createCollaborationServer({
    db,
    logger,
    limits,
    isAllowedOrigin,
    signedInBy,
    personOf: (actor, as) => personOf(db, actor, as),
    onTextsChanged: (texts) => keepTextsInLists(db, feed, texts),
  })
}

async function personOf(db: Db, actor: Actor, as: LocalActor): Promise<Person> {
  if (!isSignedIn(actor) || !isMember(as)) return { name: '', color: '', participant: '', delegation: '' }
  const delegation = as.delegation && (await findDelegation(db, as.delegation))
  return {
    name: actor.name,
    color: delegationColor(delegation ? delegation.code : as.role),
    participant: actor.participant,
    delegation: delegation ? JSON.stringify(delegation.name) : '',
  }
}

/** One transaction for all: in a busy hour hundreds of texts change within the same pause. */
async function keepTextsInLists(
  db: Db,
  feed: LiveFeed,
  texts: readonly { document: DocumentId; doc: Y.Doc }[],
): Promise<void> {
  const changed = texts
    .map(({ document, doc }) => ({ document, content: readContent(doc) }))
    // Always in one order, so that two processes do not wait for each other.
    .toSorted((a, b) => (a.document < b.document ? -1 : 1))
  const at = new Date()
  const edited = await db.transaction().execute(async (tx) => {
    const found = []
    for (const { document, content } of changed) {
      const recommendation = await setTextOfDocument(tx, document, content, at)
      if (recommendation) found.push(recommendation)
      else await setAmendmentTextOfDocument(tx, document, plainText(content), at)
    }
    return found
  })
  const open = edited.filter((one) => !one.isDraft)
  if (open.length === 0) return
  for (const { id, meeting } of open) feed.announce({ meeting, subject: id })
  await notifyProcesses(db, { edited: [...new Set(open.map((one) => one.meeting))] })
}
