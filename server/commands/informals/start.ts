import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { insertAmendment, joinAmendment } from '#db/queries/amendments'
import { insertInformal } from '#db/queries/informals'
import { findDelegationIn } from '#db/queries/delegations'
import type { AmendmentId, DelegationId, InformalId, RecommendationId } from '#domain/ids'
import { actorIn, hasRole, isSignedIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { readState } from '#server/texts/canonical-form'
import { forkText } from '#server/texts/fork-text'
import { freezeText } from '#server/texts/freeze-text'

/** A group is at least two. */
const fewestMembers = 2

/**
 * The Chair sends a paragraph to informals: the delegations of a small group get a fork of its text that only they
 * and the Chair see. It is the draft of an amendment of which they all are the proposers.
 */
export function startInformals(
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId; delegations: readonly DelegationId[]; task: string },
): Promise<Result<{ informal: InformalId }>> {
  return command(db, actor, async ({ tx, see, record }) => {
    const item = await see.recommendation(input.recommendation)
    if (!isSignedIn(actor) || !can(actor, 'informal.start', item))
      return refuse(hasRole(actorIn(actor, item), 'chair') ? 'wrong-status' : 'not-permitted')
    const members = [...new Set(input.delegations)]
    for (const delegation of members)
      if (!(await findDelegationIn(tx, item.group, delegation))) return refuse('not-found')
    const [first, ...others] = members
    if (!first || members.length < fewestMembers) return refuse('too-few-members')
    const at = new Date()
    const base = await freezeText(tx, item, 'amendment-base', actor, at)
    const { document: source, language } = item
    const state = await readState(tx, source)
    const document = await forkText(tx, { document: source, state, language, kind: 'amendment-draft' }, at)
    const [amendment, informal] = [ulid() as AmendmentId, ulid() as InformalId]
    await insertAmendment(tx, {
      id: amendment,
      recommendation: item.id,
      document,
      baseVersion: base.id,
      language,
      text: base.text,
      rationale: '',
      proposer: first,
      createdBy: actor.participant,
      at,
    })
    for (const delegation of others) await joinAmendment(tx, amendment, delegation, 'proposer', at)
    await insertInformal(tx, {
      id: informal,
      recommendation: item.id,
      amendment,
      members,
      task: input.task.trim(),
      startedBy: actor.participant,
      at,
    })
    await record({
      type: 'informal.started',
      subject: amendment,
      meeting: item.meeting,
      detail: {
        recommendation: item.id,
        informal,
        members,
        task: input.task.trim(),
        base: base.number,
        language,
      },
      at,
    })
    return { ok: true, informal }
  })
}
