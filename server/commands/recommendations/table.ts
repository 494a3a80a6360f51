import type { Db } from '#db/client'
import { raiseAccessVersion } from '#db/queries/documents'
import { recordEvent } from '#db/queries/events'
import { findRecommendation, moveRecommendation } from '#db/queries/recommendations'
import { versionFacts } from '#db/queries/versions'
import { decidePreliminary } from '#domain/decide'
import { isSignedIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { plainText, withoutAuthors } from '#domain/text/content'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'
import { startCopy } from '#server/texts/copy-text'
import { freezeText } from '#server/texts/freeze-text'
import { readFinalWords } from '#server/texts/who-wrote'
import type { Input } from './moving'

/**
 * A draft becomes visible to every delegation, as a document of its own that holds its final words and nothing that
 * was deleted while it was drafted; from here on it can only be withdrawn in the open.
 */
export function tableRecommendation(db: Db, actor: Actor, input: Input): Promise<Result> {
  return inTransaction(db, async (tx) => {
    const item = await findRecommendation(tx, input.recommendation)
    if (!item || !can(actor, 'recommendation.see', item)) return refuse('not-found')
    if (item.stage !== 'preliminary') return refuse('wrong-status')
    const decision = decidePreliminary(item, 'table', actor)
    if (!decision.ok) return decision
    // First of all: from here on no edit slips in between what is read and what is decided.
    await raiseAccessVersion(tx, item.document)
    const words = await readFinalWords(tx, item.document)
    if (plainText(withoutAuthors(words)).trim() === '') return refuse('empty-text')
    const at = new Date()
    const { language } = item
    const participant = isSignedIn(actor) ? actor.participant : undefined
    const { id: document } = await startCopy(tx, [words], { kind: 'working-text', language, participant, at })
    if (!(await moveRecommendation(tx, item, decision.to, at, { document })))
      return refuse('changed-meanwhile')
    const version = await freezeText(tx, { ...item, document }, 'tabled', actor, at)
    await recordEvent(tx, {
      type: 'recommendation.tabled',
      subject: item.id,
      meeting: item.meeting,
      actor,
      detail: { ...versionFacts(version), document },
      at,
    })
    return { ok: true }
  })
}
