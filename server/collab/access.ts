import type { ReadOnlyReason } from '#collab/messages'
import type { Db } from '#db/client'
import { findAmendmentByDocument } from '#db/queries/amendments'
import { findDocument, type DocumentKind } from '#db/queries/documents'
import { findRecommendationByDocument } from '#db/queries/recommendations'
import { actorIn, delegationIn, isMember, isSignedIn } from '#domain/people/participants'
import type { Actor, LocalActor, SignedInActor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { isOpenText } from '#domain/permissions/recommendations'

type Right = {
  readOnly: ReadOnlyReason
  /** When the right to write ends by itself. */
  until?: Date | undefined
  inOwnDraft?: boolean
  /** The actor as seen where the document belongs: with the delegation that they write for. */
  as: LocalActor
}

/** What an actor may do with a document, and for which access version of it this was decided; or nothing. */
export type Access = (Right & { accessVersion: number }) | undefined

type Decide = (db: Db, actor: SignedInActor, document: string) => Promise<Right | undefined>

/** Who connects to which kind of document; a kind that is not decided here is open to no one. */
const deciders: Record<DocumentKind, Decide> = {
  draft: decideRecommendation,
  'working-text': decideRecommendation,
  'amendment-draft': decideAmendment,
  amendment: decideAmendment,
  remark: async () => undefined,
  translation: async () => undefined,
  report: async () => undefined,
}

/** The one place where a document's readers and writers are decided, from the facts as they are now. */
export async function decideAccess(db: Db, actor: Actor, document: string): Promise<Access> {
  // People who are not signed in read pages; they never connect to a live document.
  if (!isSignedIn(actor)) return undefined
  // The version before the facts: if they move in between, the decision is known to be old.
  const found = await findDocument(db, document)
  const right = found && (await deciders[found.kind](db, actor, document))
  // Whoever may see it without taking part reads it as a page, too.
  return right && isMember(right.as) ? { ...right, accessVersion: found.accessVersion } : undefined
}

async function decideRecommendation(
  db: Db,
  actor: SignedInActor,
  document: string,
): Promise<Right | undefined> {
  const item = await findRecommendationByDocument(db, document)
  if (!item) return undefined
  const as = actorIn(actor, item)
  // The draft of what has been tabled since: what was deleted in it stays with those who wrote it.
  if (item.document !== document)
    return can(actor, 'recommendation.see-drafting', item) ? { readOnly: 'frozen', as } : undefined
  if (!can(actor, 'recommendation.see', item)) return undefined
  if (!can(actor, 'recommendation.edit', item))
    return { readOnly: isOpenText(item) ? 'no-pen' : 'frozen', as }
  const delegation = delegationIn(actor, item)
  return {
    as,
    readOnly: 'none',
    until: delegation && item.penUntil?.[delegation],
    inOwnDraft: item.status === 'draft',
  }
}

async function decideAmendment(db: Db, actor: SignedInActor, document: string): Promise<Right | undefined> {
  const amendment = await findAmendmentByDocument(db, document)
  if (!amendment) return undefined
  const as = actorIn(actor, amendment)
  if (amendment.document !== document) {
    const asDraft = { ...amendment, status: 'draft' as const }
    return can(actor, 'amendment.see', asDraft) ? { readOnly: 'frozen', as } : undefined
  }
  if (!can(actor, 'amendment.see', amendment)) return undefined
  if (can(actor, 'amendment.edit', amendment)) return { readOnly: 'none', inOwnDraft: true, as }
  return { readOnly: amendment.status === 'draft' ? 'no-pen' : 'frozen', as }
}
