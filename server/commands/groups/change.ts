import type { Db } from '#db/client'
import { recordEvent } from '#db/queries/events'
import { listGroups, updateGroup } from '#db/queries/groups'
import { canonicalJson } from '#domain/hash'
import type { ExpertGroupId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { fold } from '#domain/text/folding'
import { refuse, type Result } from '#server/frame/refusal'
import { cleanGroup, groupRefusal, type GroupFacts } from './group-facts'
import { inGroup } from './in-group'

/** What a group is called, its language, and whether it shows proposers. Issued lists stay as they were issued. */
export const changeGroup = (
  db: Db,
  actor: Actor,
  input: { group: ExpertGroupId } & GroupFacts,
): Promise<Result> =>
  inGroup<object>(db, actor, { group: input.group, action: 'group.change' }, async (tx, group, at) => {
    const { group: id, ...wanted } = input
    const { id: _id, ...before } = group
    const facts = cleanGroup(wanted)
    const refusal = groupRefusal(facts)
    if (refusal) return refuse(refusal)
    if (canonicalJson(before) === canonicalJson(facts)) return refuse('nothing-changed')
    const others = (await listGroups(tx)).filter((expertGroup) => expertGroup.id !== id)
    if (others.some((expertGroup) => fold(expertGroup.abbreviation) === fold(facts.abbreviation)))
      return refuse('abbreviation-taken')
    await updateGroup(tx, { id, ...facts })
    const detail = { from: before, to: facts }
    await recordEvent(tx, { type: 'group.changed', subject: id, group: id, actor, detail, at })
    return { ok: true }
  })
