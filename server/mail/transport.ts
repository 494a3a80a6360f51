import { createTransport } from 'nodemailer'
import type { Mail } from '#db/queries/mails'
import { nextAttempt } from '#domain/notices/digests'

/** Carries a mail to a mail server. It throws where that did not take it. */
export type Transport = { send: (mail: Mail) => Promise<void>; close: () => void }

/** A mail server that does not answer is given up on for this attempt, in milliseconds. */
const patience = 30_000

/**
 * Speaks SMTP to the server that `SMTP_URL` names. Its parameter `from` is the sender's address; without it the
 * sender is `no-reply` at this site.
 * @param site the host name of this site.
 */
export function openTransport(smtpUrl: string, site: string): Transport {
  const url = new URL(smtpUrl)
  const from = url.searchParams.get('from') ?? `Rapporteur <no-reply@${site}>`
  url.searchParams.delete('from')
  const carrier = createTransport(
    {
      url: url.href,
      connectionTimeout: patience,
      greetingTimeout: patience,
      socketTimeout: patience,
      // Nothing that is in a mail is ever fetched or read from a disk.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  )
  return {
    send: async (mail) => {
      await carrier.sendMail({
        to: mail.address,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        // The same however often it is tried: where an answer was lost, the receiver sees that it is one mail.
        messageId: `<${mail.id}@${site}>`,
        date: mail.createdAt,
        headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.language },
      })
    },
    close: () => carrier.close(),
  }
}

/** What becomes of a mail that the mail server did not take. */
export function afterFailure(
  error: unknown,
  attempts: number,
  now: Date,
): { status: 'waiting'; error: string; next: Date } | { status: 'failed'; error: string } {
  const words = error instanceof Error ? error.message : String(error)
  const next = isFinal(error) ? undefined : nextAttempt(attempts, now)
  return next ? { status: 'waiting', error: words, next } : { status: 'failed', error: words }
}

/** Whether the mail server said that it will never take this mail; a wrong password of ours can be mended. */
const isFinal = (error: unknown) =>
  error instanceof Error &&
  'code' in error &&
  ['EENVELOPE', 'EMESSAGE'].includes(String(error.code)) &&
  'responseCode' in error &&
  Number(error.responseCode) >= 500
