import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { insertCorrection } from '#db/queries/corrections'
import { findList, listListedTexts } from '#db/queries/lists'
import type { CorrectionId, ListId } from '#domain/ids'
import type { Language } from '#domain/languages'
import { type Actor } from '#domain/people/participants'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

/** What must be corrected in an issued list is recorded beside it: the list itself never changes. */
export function correctList(
  db: Db,
  actor: Actor,
  input: { list: ListId; label?: string; language: Language; body: string },
): Promise<Result> {
  return command<Result>(db, actor, async ({ tx, allow, person, record }) => {
    const list = await findList(tx, input.list)
    if (!list) return refuse('not-found')
    allow('list.correct', list)
    const by = person()
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
      by: by.participant,
      at,
    })
    await record({
      type: 'list.corrected',
      subject: list.id,
      meeting: list.meeting,
      detail: { correction, ...(label && { label }), language, body },
      at,
    })
    return { ok: true }
  })
}
