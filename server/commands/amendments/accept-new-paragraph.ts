import type { Db, Tx } from '#db/client'
import type { Amendment } from '#db/queries/amendments'
import { raiseAccessVersion } from '#db/queries/documents'
import { isListAdopted } from '#db/queries/lists'
import {
  listRecommendations,
  nextPosition,
  placeNewParagraph,
  setRecommendationPosition,
} from '#db/queries/recommendations'
import type { AmendmentId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { makeAcceptance } from '#server/texts/amendment-texts'
import { appendRewriting } from '#server/texts/append-rewriting'
import { bindStructure } from '#server/texts/canonical-form'
import { freezeText } from '#server/texts/freeze-text'
import { acceptWhole } from './accept-whole'

/** A new paragraph stands in the list from now on, as a proposed one; its words are its sponsors'. */
export function acceptNewParagraph(
  db: Db,
  actor: Actor,
  input: { amendment: AmendmentId; seen: string },
): Promise<Result> {
  return acceptWhole(db, actor, input.amendment, 'new-paragraph', async ({ tx, record }, item, by, at) => {
    if (await isListAdopted(tx, item.recommendation.meeting)) return refuse('already-adopted')
    await raiseAccessVersion(tx, item.recommendation.document)
    const { document } = item.recommendation
    const structure = await bindStructure(tx, document, at)
    const { preview, rewriting } = await makeAcceptance(tx, item, structure, at)
    if (preview.seen !== input.seen) return refuse('preview-outdated')
    if (rewriting) await appendRewriting(tx, document, rewriting, { participant: by.participant, at })
    await freezeText(tx, item.recommendation, 'amendment-accepted', by, at)
    const place = await makeRoom(tx, item)
    if (!(await placeNewParagraph(tx, item.recommendation.id, place, at))) return refuse('changed-meanwhile')
    await record({
      type: 'paragraph.added',
      subject: item.recommendation.id,
      meeting: item.recommendation.meeting,
      detail: {
        amendment: item.id,
        ...(place.topic && { topic: place.topic }),
        ...(place.after && { after: place.after }),
      },
      at,
    })
    return { ok: true }
  })
}

/** Where it comes to stand: after the paragraph that was named if that one is still there, else at the end. */
async function makeRoom(tx: Tx, { after, recommendation }: Amendment) {
  const { meeting, topic } = recommendation
  const paragraphs = (await listRecommendations(tx, meeting)).filter(
    (candidate) => candidate.stage === 'consolidated' && candidate.topic === topic,
  )
  const before = paragraphs.find((paragraph) => paragraph.id === after)
  if (!before) return { topic, after: undefined, position: await nextPosition(tx, meeting, topic) }
  for (const one of paragraphs) {
    if (one.position > before.position) await setRecommendationPosition(tx, one.id, one.position + 1)
  }
  return { topic, after: before.id, position: before.position + 1 }
}
