import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { insertAmendment } from '#db/queries/amendments'
import type { AmendmentId } from '#domain/ids'
import { delegationIn, isSignedIn, type Actor } from '#domain/people/participants'
import { permissionFor } from '#domain/permissions/can'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { readState } from '#server/texts/canonical-form'
import { forkText } from '#server/texts/fork-text'

/** A delegation forks what a tabled amendment proposes, to propose it otherwise. */
export function amendAmendment(
  db: Db,
  actor: Actor,
  input: { amendment: AmendmentId },
): Promise<Result<{ amendment: AmendmentId }>> {
  return command<Result<{ amendment: AmendmentId }>>(db, actor, async ({ tx, see, record }) => {
    const parent = await see.amendment(input.amendment)
    const delegation = delegationIn(actor, parent)
    if (!isSignedIn(actor) || !delegation) return refuse('not-permitted')
    const permission = permissionFor(actor, 'amendment.amend', parent)
    if (!permission.ok && permission.refusal === 'not-permitted') return permission
    if (parent.parent) return refuse('one-level-only')
    if (!permission.ok) return permission
    if (!parent.wasTabled) return refuse('wrong-status')
    const at = new Date()
    const { language } = parent
    const state = await readState(tx, parent.document)
    const fork = { document: parent.document, state, language, kind: 'amendment-draft' } as const
    const document = await forkText(tx, fork, at)
    const amendment = ulid() as AmendmentId
    await insertAmendment(tx, {
      id: amendment,
      parent: parent.id,
      recommendation: parent.recommendation.id,
      document,
      baseVersion: parent.baseVersion,
      language,
      text: parent.text,
      rationale: '',
      proposer: delegation,
      createdBy: actor.participant,
      at,
    })
    await record({
      type: 'amendment.drafted',
      subject: amendment,
      meeting: parent.recommendation.meeting,
      detail: {
        recommendation: parent.recommendation.id,
        kind: 'text',
        language,
        document,
        amends: parent.id,
        parties: [delegation],
      },
      at,
    })
    return { ok: true, amendment }
  })
}
