import type { Db } from '#db/client'
import { setParticipantLanguage } from '#db/queries/participants'
import type { Language } from '#domain/languages'
import { isSignedIn, type Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'

/** A person chooses the language of their screens and mails. It is their own affair and no event of the log. */
export function chooseLanguage(db: Db, actor: Actor, { language }: { language: Language }): Promise<Result> {
  return inTransaction<Result>(db, async (tx) => {
    if (!isSignedIn(actor)) return refuse('not-permitted')
    await setParticipantLanguage(tx, actor.participant, language)
    return { ok: true }
  })
}
