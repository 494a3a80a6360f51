import type { Db } from '#db/client'
import { setParticipantLanguage } from '#db/queries/participants'
import type { Language } from '#domain/languages'
import { isSignedIn, type Actor } from '#domain/participants'
import { refuse, type Result } from './refusal'
import { inTransaction } from './transaction'

/** A person chooses the language of their screens and mails. It is their own affair and no event of the log. */
export function chooseLanguage(db: Db, actor: Actor, { language }: { language: Language }): Promise<Result> {
  return inTransaction<Result>(db, async (tx) => {
    if (!isSignedIn(actor)) return refuse('not-permitted')
    await setParticipantLanguage(tx, actor.participant, language)
    return { ok: true }
  })
}
