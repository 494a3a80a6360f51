import type { ReadOnlyReason } from '#collab/messages'
import type { Db } from '#db/client'
import { findAmendmentByDocument } from '#db/queries/amendments'
import { findRecommendationByDocument } from '#db/queries/recommendations'
import { actorIn, delegationIn, isMember, type Actor, type LocalActor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { isOpenText } from '#domain/permissions/recommendations'

/**
 * What an actor may do with a document: nothing (absent), read it and why only that, or write it (`none`), until
 * when where that is limited, and whether it is a draft of their own.
 */
export type Access =
  | {
      readOnly: ReadOnlyReason
      until?: Date | undefined
      inOwnDraft?: boolean
      /** The actor as seen where the document belongs: with the delegation that they write for. */
      as: LocalActor
    }
  | undefined

/** The one place where a document's readers and writers are decided, from the facts as they are now. */
export async function decideAccess(db: Db, actor: Actor, document: string): Promise<Access> {
  const recommendation = await findRecommendationByDocument(db, document)
  if (recommendation) {
    const as = actorIn(actor, recommendation)
    if (!can(actor, 'recommendation.see', recommendation)) return undefined
    if (can(actor, 'recommendation.edit', recommendation)) {
      const own = delegationIn(actor, recommendation)
      return {
        as,
        readOnly: 'none',
        until: own && recommendation.penUntil?.[own],
        inOwnDraft: recommendation.status === 'draft',
      }
    }
    return { readOnly: readOnlyBecause(as, isOpenText(recommendation)), as }
  }
  const amendment = await findAmendmentByDocument(db, document)
  if (!amendment || !can(actor, 'amendment.see', amendment)) return undefined
  const as = actorIn(actor, amendment)
  if (can(actor, 'amendment.edit', amendment)) return { readOnly: 'none', inOwnDraft: true, as }
  return { readOnly: readOnlyBecause(as, amendment.status === 'draft'), as }
}

function readOnlyBecause(actor: LocalActor, open: boolean): ReadOnlyReason {
  if (!open) return 'frozen'
  return isMember(actor) ? 'no-pen' : 'signed-out'
}
