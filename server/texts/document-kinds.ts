import type { Db, Tx } from '#db/client'
import { findAmendmentByDocument, setAmendmentTextOfDocument } from '#db/queries/amendments'
import { findRecommendationByDocument, setTextOfDocument } from '#db/queries/recommendations'
import type { DocumentId, MeetingId } from '#domain/ids'
import { delegationIn, type Actor, type Place } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { isOpenText } from '#domain/permissions/recommendations'
import { amendmentIs } from '#domain/status'
import { plainText, type DocumentContent } from '#domain/text/content'
import type { DocumentKind } from '#domain/text/document-kinds'

/** Where a document belongs, and who may do what with it, from the facts as they are now. */
export type DocumentFacts = {
  place: Place
  sees: (actor: Actor) => boolean
  writes: (actor: Actor) => boolean
  /** When an actor's right to write ends by itself, where it does. */
  writesUntil: (actor: Actor) => Date | undefined
  /** Whether its text may still change. */
  isOpen: boolean
  /** Whether only those who write it see it. */
  isPrivate: boolean
}

type DocumentRule = {
  /** Undefined for a document that is the text of nothing. */
  read: (db: Db, document: DocumentId) => Promise<DocumentFacts | undefined>
  /**
   * Keeps the text where lists and searches read it.
   * @returns where it shows to more than those who write it, if it changed there.
   */
  keepText: (
    tx: Tx,
    document: DocumentId,
    content: DocumentContent,
    at: Date,
  ) => Promise<{ subject: string; meeting: MeetingId } | undefined>
}

const keepRecommendation: DocumentRule['keepText'] = async (tx, document, content, at) => {
  const kept = await setTextOfDocument(tx, document, content, at)
  return kept && !kept.isPrivate ? { subject: kept.id, meeting: kept.meeting } : undefined
}

const keepAmendment: DocumentRule['keepText'] = async (tx, document, content, at) => {
  await setAmendmentTextOfDocument(tx, document, plainText(content), at)
  return undefined
}

/** To add a kind of document, add it to `documentKinds` and say here what it is the text of. */
export const documentRules: Record<DocumentKind, DocumentRule> = {
  draft: {
    read: async (db, document) => {
      const item = await findRecommendationByDocument(db, document)
      if (!item) return undefined
      // Once it is tabled, another document is its text, and the draft is read by those who wrote it.
      const isCurrent = item.document === document
      return {
        place: item,
        sees: (actor) => can(actor, 'recommendation.see-drafting', item),
        writes: (actor) => isCurrent && can(actor, 'recommendation.edit', item),
        writesUntil: () => undefined,
        isOpen: isCurrent && isOpenText(item),
        isPrivate: true,
      }
    },
    keepText: keepRecommendation,
  },
  'working-text': {
    read: async (db, document) => {
      const item = await findRecommendationByDocument(db, document)
      return (
        item && {
          place: item,
          sees: (actor) => can(actor, 'recommendation.see', item),
          writes: (actor) => can(actor, 'recommendation.edit', item),
          writesUntil: (actor) => {
            const own = delegationIn(actor, item)
            return own && item.penUntil?.[own]
          },
          isOpen: isOpenText(item),
          isPrivate: false,
        }
      )
    },
    keepText: keepRecommendation,
  },
  'amendment-draft': {
    read: async (db, document) => {
      const item = await findAmendmentByDocument(db, document)
      if (!item) return undefined
      const isCurrent = item.document === document
      return {
        place: item,
        sees: (actor) => can(actor, 'amendment.see-drafting', item),
        writes: (actor) => isCurrent && can(actor, 'amendment.edit', item),
        writesUntil: () => undefined,
        isOpen: isCurrent && amendmentIs.draft(item.status),
        isPrivate: true,
      }
    },
    keepText: keepAmendment,
  },
  amendment: {
    read: async (db, document) => {
      const item = await findAmendmentByDocument(db, document)
      return (
        item && {
          place: item,
          sees: (actor) => can(actor, 'amendment.see', item),
          // What is tabled changes only by what its proposers take into it.
          writes: () => false,
          writesUntil: () => undefined,
          isOpen: false,
          isPrivate: false,
        }
      )
    },
    keepText: keepAmendment,
  },
}
