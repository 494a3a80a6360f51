import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { raiseAccessVersion } from '#db/queries/documents'
import { recordEvent } from '#db/queries/events'
import { insertList } from '#db/queries/lists'
import { findMeeting } from '#db/queries/meetings'
import { moveRecommendation } from '#db/queries/recommendations'
import { versionFacts } from '#db/queries/versions'
import { decidePreliminary } from '#domain/decide'
import type { ListId, ListItemId, MeetingId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import { canonicalList } from '#domain/lists/canonical-list'
import { isSignedIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'
import { listFacts, type Listed } from '#server/publications/list-facts'
import { readNextList } from '#server/publications/next-list'
import { freezeText } from '#server/texts/freeze-text'
import { settleOpenAmendments } from '#server/texts/settle-open-amendments'

/**
 * The Rapporteur issues a meeting's list: everything on the table, in order, lettered under a numbered paragraph
 * per topic, frozen and hashed. Drafts stay their drafters' own.
 */
export function issueList(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; title: LocalizedText },
): Promise<Result<{ list: ListId }>> {
  return inTransaction(db, async (tx) => {
    const meeting = await findMeeting(tx, input.meeting)
    if (!meeting || !can(actor, 'meeting.see', meeting)) return refuse('not-found')
    if (!isSignedIn(actor) || !can(actor, 'list.issue', meeting)) return refuse('not-permitted')
    const next = await readNextList(tx, meeting)
    if (next.length === 0) return refuse('nothing-to-list')
    // First of all: from here on no edit slips in between what is read and what is listed.
    for (const { item } of next) await raiseAccessVersion(tx, item.document)
    const at = new Date()
    const listed: Listed[] = []
    for (const { item, label } of next) {
      if (item.stage !== 'preliminary') continue
      const decision = decidePreliminary(item, 'list', actor)
      if (!decision.ok) return decision
      const settled = await settleOpenAmendments(tx, actor, item.id, { cause: 'text-listed', at })
      if (!settled.ok) return settled
      const version = await freezeText(tx, item, 'listed', actor, at)
      if (!(await moveRecommendation(tx, item, decision.to, at))) return refuse('changed-meanwhile')
      listed.push({ item, version, label })
    }
    const facts = await listFacts(tx, meeting, 'preliminary', input.title, at, listed)
    const { canonical, hash } = canonicalList(facts)
    const list = ulid() as ListId
    await insertList(
      tx,
      {
        id: list,
        meeting: meeting.id,
        kind: 'preliminary',
        title: input.title,
        issuedAt: at,
        issuedBy: actor.participant,
        canonical,
        hash,
      },
      listed.map(({ item, version, label }, position) => ({
        id: ulid() as ListItemId,
        list,
        position,
        label,
        topic: item.topic,
        recommendation: item.id,
        version: version.id,
      })),
    )
    for (const { item, version, label } of listed) {
      await recordEvent(tx, {
        type: 'recommendation.listed',
        subject: item.id,
        meeting: meeting.id,
        actor,
        detail: { list, label, ...versionFacts(version) },
        at,
      })
    }
    await recordEvent(tx, {
      type: 'list.issued',
      subject: list,
      meeting: meeting.id,
      actor,
      detail: { kind: 'preliminary', title: input.title, hash, items: listed.length },
      at,
    })
    return { ok: true, list }
  })
}
