import type { Db } from '#db/client'
import { countMails, listMails } from '#db/queries/mails'
import { listParticipants } from '#db/queries/participants'
import type { ExpertGroupId } from '#domain/ids'
import { type MailStatus } from '#domain/status'

/** The newest so many are shown. */
const shown = 200

/** The mails that tell of a group, for its secretariat; what a mail says of drafts is its reader's alone. */
export async function readOutbox(db: Db, group: ExpertGroupId, status: MailStatus | undefined) {
  const [counts, mails, people] = await Promise.all([
    countMails(db, group),
    listMails(db, { group, limit: shown, status }),
    listParticipants(db),
  ])
  return {
    counts,
    mails: mails.map((mail) => ({
      id: mail.id,
      name: people.find((person) => person.id === mail.participant)?.name ?? mail.address,
      address: mail.address,
      language: mail.language,
      words: mail.confidential ? undefined : { subject: mail.subject, text: mail.text },
      status: mail.status,
      attempts: mail.attempts,
      error: mail.error,
      at: (mail.sentAt ?? mail.createdAt).toISOString(),
    })),
  }
}
