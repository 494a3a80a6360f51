import type { Db } from '#db/client'
import { chooseForChange } from '#db/queries/amendment-changes'
import type { AmendmentId, RecommendationId } from '#domain/ids'
import { mayBeBracketed, type Choice } from '#domain/negotiation/merging'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { refuse, type Result } from '#server/frame/refusal'
import { atMergeDesk, recordChoice } from './at-merge-desk'

/**
 * Somebody at the merge desk chooses what shall be done with one change, or takes the choice back. Nothing is done
 * to the text yet; everybody at the desk sees the choice.
 */
export const chooseChange = (
  db: Db,
  actor: Actor,
  input: {
    recommendation: RecommendationId
    amendment: AmendmentId
    index: number
    choice: Choice | undefined
  },
): Promise<Result> =>
  atMergeDesk(db, actor, input.recommendation, async (frame, by, item, desk) => {
    const { tx } = frame
    const entry = desk.entries.find(
      (deskEntry) => deskEntry.amendment.id === input.amendment && deskEntry.change.index === input.index,
    )
    // It was decided, or withdrawn, since the page was read.
    if (!entry || entry.state?.outcome) return refuse('changed-meanwhile')
    if (!can(by, 'amendment.accept', entry.amendment)) return refuse('not-permitted')
    const needsBrackets = input.choice === 'bracket' || input.choice === 'alternative'
    if (needsBrackets && !mayBeBracketed(entry.change, desk.current)) return refuse('cannot-bracket')
    const at = new Date()
    const change = { amendment: input.amendment, index: input.index }
    if (!(await chooseForChange(tx, change, input.choice, by.participant, at)))
      return refuse('changed-meanwhile')
    return recordChoice(frame, item, input.choice, [change], at)
  })
