import type { Db } from '#db/client'
import { claimDueMail, finishMailAttempt } from '#db/queries/mails'
import { afterFailure, type Transport } from './transport'

/** For so long a process that sends a mail has it to itself, in milliseconds; longer than an attempt can take. */
const lease = 300_000

/**
 * Sends every mail that is due. One process at a time has a mail: it takes it for a while, sends it, and says so.
 * A mail server that took a mail cannot be asked to give it back, so a process that dies between its answer and
 * our record of it leaves a mail that is sent once more when its time is over, under the same Message-ID; nothing
 * else sends a mail twice.
 * @returns how many were sent.
 */
export async function sendDueMails(
  db: Db,
  transport: Transport,
  { now = () => new Date(), until = () => false }: { now?: () => Date; until?: () => boolean } = {},
): Promise<number> {
  let sent = 0
  while (!until()) {
    const mail = await claimDueMail(db, now(), new Date(now().getTime() + lease))
    if (!mail) break
    try {
      await transport.send(mail)
    } catch (error) {
      await finishMailAttempt(db, mail, afterFailure(error, mail.attempts, now()))
      continue
    }
    await finishMailAttempt(db, mail, { status: 'sent', at: now() })
    sent += 1
  }
  return sent
}
