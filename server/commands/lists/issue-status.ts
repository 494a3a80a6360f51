import type { Db } from '#db/client'
import { listRecommendations } from '#db/queries/recommendations'
import { findLastVersion } from '#db/queries/versions'
import type { ListId, MeetingId } from '#domain/ids'
import { numberedParagraphs, paragraphNumber } from '#domain/lists/labels'
import { statusTitle } from '#domain/lists/status-lists'
import { type Actor } from '#domain/people/participants'
import { recommendationIs } from '#domain/status'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { type Listed } from '#server/publications/list-facts'
import { insertFrozenList } from './record-list'

/** Freezes which paragraphs are agreed at this instant, numbered as they stand among all paragraphs. */
export function issueStatus(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId },
): Promise<Result<{ list: ListId }>> {
  return command(db, actor, async (frame) => {
    const { tx, see, allow, record } = frame
    const meeting = await see.meeting(input.meeting)
    allow('list.issue', meeting)
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
    const { list, hash } = await insertFrozenList(frame, meeting, {
      kind: 'agreed-status',
      title,
      listed,
      at,
    })
    await record({
      type: 'list.issued',
      subject: list,
      meeting: meeting.id,
      detail: { kind: 'agreed-status', title, hash, items: listed.length, of: paragraphs.length },
      at,
    })
    return { ok: true, list }
  })
}
