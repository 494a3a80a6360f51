import type { ReadOnlyReason } from '#collab/messages'
import type { Db } from '#db/client'
import { findDocument } from '#db/queries/documents'
import type { DocumentId } from '#domain/ids'
import { actorIn, isMember, isSignedIn, type Actor, type LocalActor } from '#domain/people/participants'
import { documentRules } from '#server/texts/document-kinds'

/** What an actor may do with a document, and for which access version of it this was decided; or nothing. */
export type Access =
  | {
      readOnly: ReadOnlyReason
      /** When the right to write ends by itself. */
      until?: Date | undefined
      inOwnDraft?: boolean
      /** The actor as seen where the document belongs: with the delegation that they write for. */
      as: LocalActor
      accessVersion: number
    }
  | undefined

/** The one place where a document's readers and writers are decided, by the rule of its kind and the facts as they are now. */
export async function decideAccess(db: Db, actor: Actor, id: string): Promise<Access> {
  // People who are not signed in read pages; they never connect to a live document.
  if (!isSignedIn(actor)) return undefined
  const document = id as DocumentId
  // The version before the facts: if they move in between, the decision is known to be old.
  const found = await findDocument(db, document)
  const facts = found && (await documentRules[found.kind].read(db, document))
  if (!found || !facts?.sees(actor)) return undefined
  const as = actorIn(actor, facts.place)
  // Anyone who may see it without taking part reads it as a page, too.
  if (!isMember(as)) return undefined
  const { accessVersion } = found
  if (!facts.writes(actor)) return { readOnly: facts.isOpen ? 'no-pen' : 'frozen', as, accessVersion }
  const until = facts.writesUntil(actor)
  return { readOnly: 'none', until, inOwnDraft: facts.isPrivate, as, accessVersion }
}
