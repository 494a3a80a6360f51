import type { Db } from '#db/client'
import { findMail, retryMail as tryAgain } from '#db/queries/mails'
import type { MailId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { unrecordedCommand } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

/** The secretariat has a mail that was given up tried again. It changes nothing in the process: no event of the log. */
export function retryMail(db: Db, actor: Actor, input: { mail: MailId }): Promise<Result> {
  return unrecordedCommand<Result>('housekeeping', db, actor, async ({ tx }) => {
    const mail = await findMail(tx, input.mail)
    if (!mail?.group) return refuse('not-found')
    if (!can(actor, 'outbox.see', { group: mail.group })) return refuse('not-permitted')
    return (await tryAgain(tx, input.mail, new Date())) ? { ok: true } : refuse('changed-meanwhile')
  })
}
