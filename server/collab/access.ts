import type { ReadOnlyReason } from '#collab/messages'
import type { Db } from '#db/client'
import { listDocumentKinds } from '#db/queries/documents'
import type { DocumentId } from '#domain/ids'
import { actorIn, isMember, type Actor, type LocalActor } from '#domain/people/participants'
import { documentRules } from '#server/texts/document-kinds'

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

/** The one place where a document's readers and writers are decided, by the rule of its kind. */
export async function decideAccess(db: Db, actor: Actor, id: string): Promise<Access> {
  const document = id as DocumentId
  const kind = (await listDocumentKinds(db, [document])).get(document)
  const facts = kind && (await documentRules[kind].read(db, document))
  if (!facts?.sees(actor)) return undefined
  const as = actorIn(actor, facts.place)
  if (!facts.writes(actor)) return { readOnly: readOnlyBecause(as, facts.isOpen), as }
  return { readOnly: 'none', until: facts.writesUntil(actor), inOwnDraft: facts.isPrivate, as }
}

function readOnlyBecause(actor: LocalActor, open: boolean): ReadOnlyReason {
  if (!open) return 'frozen'
  return isMember(actor) ? 'no-pen' : 'signed-out'
}
