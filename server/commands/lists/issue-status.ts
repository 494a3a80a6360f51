import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { recordEvent } from '#db/queries/events'
import { insertList } from '#db/queries/lists'
import { findMeeting } from '#db/queries/meetings'
import { listRecommendations } from '#db/queries/recommendations'
import { findLastVersion } from '#db/queries/versions'
import type { ListId, ListItemId, MeetingId } from '#domain/ids'
import { canonicalList } from '#domain/lists/canonical-list'
import { numberedParagraphs, paragraphNumber } from '#domain/lists/labels'
import { statusTitle } from '#domain/lists/status-lists'
import { isSignedIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { recommendationIs } from '#domain/status'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'
import { listFacts, type Listed } from '#server/publications/list-facts'

/** Freezes which paragraphs are agreed at this instant, numbered as they stand among all paragraphs. */
export function issueStatus(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId },
): Promise<Result<{ list: ListId }>> {
  return inTransaction(db, async (tx) => {
    const meeting = await findMeeting(tx, input.meeting)
    if (!meeting || !can(actor, 'meeting.see', meeting)) return refuse('not-found')
    if (!isSignedIn(actor) || !can(actor, 'list.issue', meeting)) return refuse('not-permitted')
    const paragraphs = numberedParagraphs(await listRecommendations(tx, meeting.id))
    const listed: Listed[] = []
    for (const [index, item] of paragraphs.entries()) {
      if (!recommendationIs.agreed(item.status)) continue
      const version = await findLastVersion(tx, item.id)
      if (version) listed.push({ item, version, label: paragraphNumber(index) })
    }
    if (listed.length === 0) return refuse('nothing-to-list')
    const at = new Date()
    const title = statusTitle(at, meeting.timeZone)
    const { canonical, hash } = canonicalList(
      await listFacts(tx, meeting, 'agreed-status', title, at, listed),
    )
    const list = ulid() as ListId
    await insertList(
      tx,
      {
        id: list,
        meeting: meeting.id,
        kind: 'agreed-status',
        title,
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
    await recordEvent(tx, {
      type: 'list.issued',
      subject: list,
      meeting: meeting.id,
      actor,
      detail: { kind: 'agreed-status', title, hash, items: listed.length, of: paragraphs.length },
      at,
    })
    return { ok: true, list }
  })
}
