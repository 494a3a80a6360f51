import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { insertCorrection } from '#db/queries/corrections'
import { recordEvent } from '#db/queries/events'
import { findList, listListedTexts } from '#db/queries/lists'
import type { CorrectionId, ListId } from '#domain/ids'
import type { Language } from '#domain/languages'
import { isSignedIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'

/** What must be corrected in an issued list is recorded beside it: the list itself never changes. */
export function correctList(
  db: Db,
  actor: Actor,
  input: { list: ListId; label?: string; language: Language; body: string },
): Promise<Result> {
  return inTransaction<Result>(db, async (tx) => {
    const list = await findList(tx, input.list)
    if (!list) return refuse('not-found')
    if (!isSignedIn(actor) || !can(actor, 'list.correct', list)) return refuse('not-permitted')
    const body = input.body.normalize('NFC').trim()
    if (body === '') return refuse('empty-text')
    const label = input.label?.trim() || undefined
    if (label && !(await listListedTexts(tx, list.id)).some((item) => item.label === label))
      return refuse('not-found')
    const at = new Date()
    const correction = ulid() as CorrectionId
    const { language } = input
    await insertCorrection(tx, {
      id: correction,
      list: list.id,
      label,
      language,
      body,
      by: actor.participant,
      at,
    })
    await recordEvent(tx, {
      type: 'list.corrected',
      subject: list.id,
      meeting: list.meeting,
      actor,
      detail: { correction, ...(label && { label }), language, body },
      at,
    })
    return { ok: true }
  })
}
