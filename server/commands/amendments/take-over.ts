import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { findContinuation, insertAmendment, moveAmendment, setContinues } from '#db/queries/amendments'
import { raiseAccessVersion } from '#db/queries/documents'
import type { AmendmentId } from '#domain/ids'
import { delegationIn, isSignedIn, type Actor } from '#domain/people/participants'
import { permissionFor } from '#domain/permissions/can'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { copyAmendment } from '#server/texts/fork-text'

/**
 * A delegation puts an amendment that its proposers withdrew on the table again, as its own. The words stay
 * attributed to those who wrote them.
 */
export function takeOverAmendment(
  db: Db,
  actor: Actor,
  input: { amendment: AmendmentId; rationale: string },
): Promise<Result<{ amendment: AmendmentId }>> {
  return command<Result<{ amendment: AmendmentId }>>(db, actor, async ({ tx, see, record }) => {
    const found = await see.amendment(input.amendment)
    const delegation = delegationIn(actor, found)
    if (!isSignedIn(actor) || !delegation) return refuse('not-permitted')
    const permission = permissionFor(actor, 'amendment.take-over', found)
    if (!permission.ok) return permission
    // Of two that take it over at once, the second finds it taken.
    await raiseAccessVersion(tx, found.document)
    if (await findContinuation(tx, found.id)) return refuse('already-taken-over')
    const { language } = found
    if (!found.wasTabled) return refuse('wrong-status')
    const at = new Date()
    const document = await copyAmendment(tx, found, at)
    const amendment = ulid() as AmendmentId
    await insertAmendment(tx, {
      id: amendment,
      kind: found.kind,
      ...(found.parent && { parent: found.parent.id }),
      after: found.after,
      recommendation: found.recommendation.id,
      document,
      baseVersion: found.baseVersion,
      language,
      text: found.text,
      rationale: '',
      proposer: delegation,
      createdBy: actor.participant,
      at,
    })
    await setContinues(tx, amendment, found.id)
    const tabled = { tabledAt: at, rationale: input.rationale.trim() }
    const moved = await moveAmendment(tx, { id: amendment, status: 'draft', document }, 'tabled', tabled, at)
    if (!moved) return refuse('changed-meanwhile')
    await record({
      type: 'amendment.taken-over',
      subject: amendment,
      meeting: found.recommendation.meeting,
      detail: {
        recommendation: found.recommendation.id,
        kind: found.kind,
        language,
        document,
        ...(found.parent && { amends: found.parent.id }),
        ...(found.after && { after: found.after }),
        from: found.id,
        rationale: tabled.rationale,
      },
      at,
    })
    return { ok: true, amendment }
  })
}
