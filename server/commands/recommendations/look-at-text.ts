import type { Db } from '#db/client'
import { listLastUpdateIds } from '#db/queries/documents'
import { saveLastLook } from '#db/queries/last-looks'
import { setNoticesRead } from '#db/queries/notices'
import type { RecommendationId } from '#domain/ids'
import { type Actor } from '#domain/people/participants'
import { unrecordedCommand } from '#server/frame/command'
import { type Result } from '#server/frame/refusal'

/**
 * A person has read a text as far as an entry of its log, and with it the notices about it. An open page says so
 * once it is seen: a browser that fetches a page in advance has read nothing. What somebody has read is no one
 * else's business: it is no event of the log.
 */
export function lookAtText(
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId; position: number },
  at = new Date(),
): Promise<Result> {
  return unrecordedCommand<Result>('own-affair', db, actor, async ({ tx, see, person }) => {
    const item = await see.recommendation(input.recommendation)
    const by = person()
    const last = (await listLastUpdateIds(tx, [item.document])).get(item.document) ?? 0
    // No one has read what is not written yet.
    const updateId = Math.min(input.position, last)
    await saveLastLook(tx, by.participant, { recommendation: item.id, updateId, at })
    await setNoticesRead(tx, by.participant, { recommendation: item.id }, at)
    return { ok: true }
  })
}
