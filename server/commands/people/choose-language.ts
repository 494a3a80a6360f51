import type { Db } from '#db/client'
import { setParticipantLanguage } from '#db/queries/participants'
import type { Language } from '#domain/languages'
import { type Actor } from '#domain/people/participants'
import { unrecordedCommand } from '#server/frame/command'
import { type Result } from '#server/frame/refusal'

/** A person chooses the language of their screens and mails. It is their own affair and no event of the log. */
export function chooseLanguage(db: Db, actor: Actor, { language }: { language: Language }): Promise<Result> {
  return unrecordedCommand<Result>('own-affair', db, actor, async ({ tx, person }) => {
    const { participant } = person()
    await setParticipantLanguage(tx, participant, language)
    return { ok: true }
  })
}
