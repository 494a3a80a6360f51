import type { IncomingMessage } from 'node:http'
import type { Logger } from 'pino'
import type * as Y from 'yjs'
import type { Db } from '#db/client'
import { findAmendmentByDocument, setAmendmentText } from '#db/queries/amendments'
import { findDelegation } from '#db/queries/participants'
import { findRecommendationByDocument, setRecommendationText } from '#db/queries/recommendations'
import { plainText } from '#domain/content'
import { delegationColor } from '#domain/delegation-colors'
import type { DocumentId } from '#domain/ids'
import { isSignedIn, type Actor } from '#domain/participants'
import { readContent } from '#editor/text-document'
import type { SignedIn } from './auth/sessions'
import type { Limits } from './collab/limits'
import type { Person } from './collab/presence'
import { createCollaborationServer, type CollaborationServer } from './collab/server'
import type { LiveFeed } from './live'

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
    signedInBy: async (cookie) => {
      const { actor, session } = await signedInBy(cookie)
      return { actor, session, person: await personOf(db, actor) }
    },
    onTextChanged: (document, doc) => keepTextInLists(db, feed, document, doc),
  })
}

async function personOf(db: Db, actor: Actor): Promise<Person> {
  if (!isSignedIn(actor)) return { name: '', color: '', participant: '', delegation: '' }
  const delegation = actor.delegation && (await findDelegation(db, actor.delegation))
  return {
    name: actor.name,
    color: delegationColor(delegation ? delegation.code : actor.role),
    participant: actor.participant,
    delegation: delegation ? JSON.stringify(delegation.name) : '',
  }
}

async function keepTextInLists(db: Db, feed: LiveFeed, document: DocumentId, doc: Y.Doc): Promise<void> {
  const text = plainText(readContent(doc))
  const recommendation = await findRecommendationByDocument(db, document)
  if (recommendation) {
    if (recommendation.text === text) return
    await setRecommendationText(db, recommendation.id, text, new Date())
    if (recommendation.status === 'draft') return
    feed.announce({
      meeting: recommendation.meeting,
      type: 'recommendation.edited',
      subject: recommendation.id,
    })
    return
  }
  const amendment = await findAmendmentByDocument(db, document)
  if (amendment) await setAmendmentText(db, amendment.id, text, new Date())
}
