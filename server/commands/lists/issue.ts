import type { Db } from '#db/client'
import { raiseAccessVersion } from '#db/queries/documents'
import { moveRecommendation } from '#db/queries/recommendations'
import { decidePreliminary } from '#domain/decide'
import type { ListId, MeetingId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import { type Actor } from '#domain/people/participants'
import { titleInGroup } from '#server/commands/groups/title-in-group'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { type Listed } from '#server/publications/list-facts'
import { readNextList } from '#server/publications/next-list'
import { freezeText } from '#server/texts/freeze-text'
import { settleOpenAmendments } from '#server/texts/settle-open-amendments'
import { issueFrozen } from './record-list'

/**
 * The Rapporteur issues a meeting's list: everything on the table, in order, lettered under a numbered paragraph
 * per topic, frozen and hashed. Drafts stay their drafters' own.
 */
export function issueList(
  db: Db,
  actor: Actor,
  input: { meeting: MeetingId; title: LocalizedText },
): Promise<Result<{ list: ListId }>> {
  return command(db, actor, async (frame) => {
    const { tx, see, allow, person, decided } = frame
    const meeting = await see.meeting(input.meeting)
    allow('list.issue', meeting)
    const by = person()
    const named = await titleInGroup(tx, meeting.group, input.title)
    if (!named.ok) return named
    const next = await readNextList(tx, meeting)
    if (next.length === 0) return refuse('nothing-to-list')
    // First of all: from here on no edit slips in between what is read and what is listed.
    for (const { item } of next) await raiseAccessVersion(tx, item.document)
    const at = new Date()
    const listed: Listed[] = []
    for (const { item, label } of next) {
      if (item.stage !== 'preliminary') continue
      const to = decided(decidePreliminary(item, 'list', by))
      const settled = await settleOpenAmendments(tx, by, item.id, { cause: 'text-listed', at })
      if (!settled.ok) return settled
      const version = await freezeText(tx, item, 'listed', by, at)
      if (!(await moveRecommendation(tx, item, to, at))) return refuse('changed-meanwhile')
      listed.push({ item, version, label })
    }
    const list = await issueFrozen(frame, meeting, { kind: 'preliminary', title: named.title, listed, at })
    return { ok: true, list }
  })
}
