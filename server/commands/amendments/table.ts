import type { Db } from '#db/client'
import { findAmendment, moveAmendment } from '#db/queries/amendments'
import { raiseAccessVersion } from '#db/queries/documents'
import { endInformal, findInformalOfAmendment } from '#db/queries/informals'
import { decideAmendment, decideInformal } from '#domain/decide'
import type { AmendmentId } from '#domain/ids'
import { isSignedIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { amendmentIs } from '#domain/status'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import {
  isCurrentForm,
  makeCanonicalForm,
  startCanonicalForm,
  writeHere,
  type WordsOf,
} from '#server/texts/canonical-form'
import type { WriteCanonical } from '#server/texts/write-canonical'

/**
 * An amendment goes to the room: its changes become whole words over its base, its sponsors' own.
 * @param write makes them whole words; for long texts not on this thread.
 */
export async function tableAmendment(
  db: Db,
  actor: Actor,
  input: { amendment: AmendmentId; rationale: string },
  write: WriteCanonical = writeHere,
): Promise<Result> {
  const draft = await findAmendment(db, input.amendment)
  if (!draft || !can(actor, 'amendment.see', draft)) return refuse('not-found')
  const mayBeTabled = decideAmendment(draft, 'table', actor)
  if (!mayBeTabled.ok) return mayBeTabled
  const wordsOf: WordsOf = (await findInformalOfAmendment(db, draft.id)) ? 'each-member' : 'sponsors'
  const form = await makeCanonicalForm(db, draft, wordsOf, write)
  return command(db, actor, async ({ tx, see, decided, record }) => {
    const item = await see.amendment(input.amendment)
    const to = decided(decideAmendment(item, 'table', actor))
    // Where a group wrote it, tabling is what brings it back to the room.
    const informal = await findInformalOfAmendment(tx, item.id)
    const end = informal && decideInformal(informal, 'bring-back', actor)
    if (end && !end.ok) return end
    // An amendment to a text that was frozen or withdrawn meanwhile would never be decided.
    if (!can(actor, 'recommendation.amend', item.recommendation)) return refuse('text-closed')
    if (item.parent && !amendmentIs.tabled(item.parent.status)) return refuse('parent-decided')
    await raiseAccessVersion(tx, item.document)
    const at = new Date()
    const words = informal ? 'each-member' : 'sponsors'
    // Somebody wrote on until a moment ago; from here on no one can.
    const { text, ...rest } = (await isCurrentForm(tx, item, form, words))
      ? form
      : await makeCanonicalForm(tx, item, words, write)
    if (text === 'unchanged') return refuse('nothing-changed')
    if (typeof text === 'string') return refuse(text)
    const tabled = await startCanonicalForm(tx, item, { text, ...rest }, text, at)
    if (!tabled) return refuse('changed-meanwhile')
    if (informal && end?.ok && isSignedIn(actor)) {
      const ended = await endInformal(tx, informal, { to: end.to, by: actor.participant, at })
      if (!ended) return refuse('changed-meanwhile')
    }
    const moved = await moveAmendment(
      tx,
      item,
      to,
      { tabledAt: at, ...tabled, rationale: input.rationale.trim() },
      at,
    )
    if (!moved) return refuse('changed-meanwhile')
    await record({
      type: 'amendment.tabled',
      subject: item.id,
      meeting: item.recommendation.meeting,
      detail: {
        recommendation: item.recommendation.id,
        rationale: input.rationale.trim(),
        document: tabled.document,
        ...(informal && { informal: informal.id }),
      },
      at,
    })
    return { ok: true }
  })
}
