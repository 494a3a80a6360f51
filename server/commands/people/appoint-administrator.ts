import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { recordEvent } from '#db/queries/events'
import {
  findAccount,
  findParticipantByEmail,
  insertParticipant,
  setAdministrator,
} from '#db/queries/participants'
import type { ParticipantId } from '#domain/ids'
import type { Language } from '#domain/languages'
import { isEmail } from '#domain/people/email'
import type { Actor } from '#domain/people/participants'
import { canInstallation } from '#domain/permissions/installation'
import { cleanLine } from '#domain/text/characters'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { linkAccount } from '#server/mail/account-links'
import type { Post } from '#server/mail/write-notices'

type NewAdministrator = { name: string; email: string; language: Language }
type Appointed = { participant: ParticipantId; link: string | undefined }

/** A person administers the installation from now on: an account for who has none, with a link that sets its password. */
export const appointAdministrator = (
  db: Db,
  actor: Actor,
  post: Post,
  { email, language, ...input }: NewAdministrator,
): Promise<Result<Appointed>> =>
  command<Result<Appointed>>(db, actor, async ({ tx }) => {
    if (!canInstallation(actor, 'administrator.appoint')) return refuse('not-permitted')
    const name = cleanLine(input.name).trim()
    if (!isEmail(email)) return refuse('email-wrong')
    const known = await findParticipantByEmail(tx, email)
    if (known?.isAdministrator) return refuse('nothing-changed')
    if (!known && name === '') return refuse('invalid')
    const at = new Date()
    const participant = known?.id ?? (ulid() as ParticipantId)
    if (!known) await insertParticipant(tx, { id: participant, name, email, language, at })
    await setAdministrator(tx, participant, 1)
    await recordEvent(tx, {
      type: 'administrator.appointed',
      subject: participant,
      actor,
      detail: { participant },
      at,
    })
    const account = await findAccount(tx, email)
    if (account?.passwordHash !== undefined) return { ok: true, participant, link: undefined }
    const person = account?.participant ?? { id: participant, name, email, language }
    const { address } = await linkAccount(tx, post, { person, purpose: 'invitation', at })
    return { ok: true, participant, link: post.canSend ? undefined : address }
  })
