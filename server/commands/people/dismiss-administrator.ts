import type { Db } from '#db/client'
import { recordEvent } from '#db/queries/events'
import { listAdministrators, setAdministrator } from '#db/queries/participants'
import { revokeSessions } from '#db/queries/sessions'
import type { ParticipantId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { canInstallation } from '#domain/permissions/installation'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

/** A person no longer administers the installation. The last administrator stays. */
export const dismissAdministrator = (
  db: Db,
  actor: Actor,
  input: { participant: ParticipantId },
): Promise<Result> =>
  command<Result>(db, actor, async ({ tx }) => {
    if (!canInstallation(actor, 'administrator.appoint')) return refuse('not-permitted')
    const administrators = await listAdministrators(tx)
    const person = administrators.find((administrator) => administrator.id === input.participant)
    if (!person) return refuse('not-found')
    if (administrators.length === 1) return refuse('last-administrator')
    const at = new Date()
    await setAdministrator(tx, person.id, 0)
    if (person.memberships.length === 0) await revokeSessions(tx, person.id, at)
    await recordEvent(tx, {
      type: 'administrator.dismissed',
      subject: person.id,
      actor,
      detail: { participant: person.id },
      at,
    })
    return { ok: true }
  })
