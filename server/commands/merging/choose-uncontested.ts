import type { Db } from '#db/client'
import { chooseForChange } from '#db/queries/amendment-changes'
import type { RecommendationId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { uncontestedIn } from '#server/texts/merge-desk'
import { atDesk, tell } from './at-desk'

/** Chooses to accept every open change that applies and competes with no other: what nobody contests goes first. */
export const chooseUncontested = (
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId },
): Promise<Result> =>
  atDesk(db, actor, input.recommendation, async (tx, by, item, desk) => {
    const uncontested = uncontestedIn(desk.entries)
    if (uncontested.length === 0) return refuse('nothing-chosen')
    const at = new Date()
    for (const { amendment, change } of uncontested)
      await chooseForChange(
        tx,
        { amendment: amendment.id, index: change.index },
        'accept',
        by.participant,
        at,
      )
    return tell(tx, by, item, { choice: 'accept', count: uncontested.length }, at)
  })
