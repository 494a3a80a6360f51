import type { Db } from '#db/client'
import { raiseAccessVersion } from '#db/queries/documents'
import { moveRecommendation } from '#db/queries/recommendations'
import { versionFacts } from '#db/queries/versions'
import { decidePreliminary } from '#domain/decide'
import { isSignedIn, type Actor } from '#domain/people/participants'
import { plainText, withoutAuthors } from '#domain/text/content'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { startCopy } from '#server/texts/copy-text'
import { freezeText } from '#server/texts/freeze-text'
import { readFinalWords } from '#server/texts/who-wrote'
import type { Move } from './move-preliminary'

/**
 * A draft becomes visible to every delegation, as a document of its own that holds its final words and nothing that
 * was deleted while it was drafted; from here on it can only be withdrawn in the open.
 */
export function tableRecommendation(db: Db, actor: Actor, input: Move): Promise<Result> {
  return command(db, actor, async ({ tx, see, decided, record }) => {
    const item = await see.recommendation(input.recommendation)
    if (item.stage !== 'preliminary') return refuse('wrong-status')
    const to = decided(decidePreliminary(item, 'table', actor))
    await raiseAccessVersion(tx, item.document)
    const words = await readFinalWords(tx, item.document)
    if (plainText(withoutAuthors(words)).trim() === '') return refuse('empty-text')
    const at = new Date()
    const { language } = item
    const participant = isSignedIn(actor) ? actor.participant : undefined
    const { id: document } = await startCopy(tx, [words], { kind: 'working-text', language, participant, at })
    if (!(await moveRecommendation(tx, item, to, at, { document }))) return refuse('changed-meanwhile')
    const version = await freezeText(tx, { ...item, document }, 'tabled', actor, at)
    await record({
      type: 'recommendation.tabled',
      subject: item.id,
      meeting: item.meeting,
      detail: { ...versionFacts(version), document },
      at,
    })
    return { ok: true }
  })
}
