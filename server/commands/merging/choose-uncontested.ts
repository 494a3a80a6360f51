import type { Db } from '#db/client'
import { chooseForChange } from '#db/queries/amendment-changes'
import type { RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { uncontestedIn } from '#server/texts/merge-desk'
import { atMergeDesk, recordChoice } from './at-merge-desk'

/** Chooses to accept every open change that applies and competes with no other: what no one contests goes first. */
export const chooseUncontested = (
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId },
): Promise<Result> =>
  atMergeDesk(db, actor, input.recommendation, async (frame, by, item, desk) => {
    const { tx } = frame
    const uncontested = uncontestedIn(desk.entries)
    if (uncontested.length === 0) return refuse('nothing-chosen')
    const at = new Date()
    const changes = uncontested.map(({ amendment, change }) => ({
      amendment: amendment.id,
      index: change.index,
    }))
    for (const change of changes) await chooseForChange(tx, change, 'accept', by.participant, at)
    return recordChoice(frame, item, 'accept', changes, at)
  })
