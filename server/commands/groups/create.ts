import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { recordEvent } from '#db/queries/events'
import { insertGroup, listGroups } from '#db/queries/groups'
import type { ExpertGroupId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import { canInstallation } from '#domain/permissions/installation'
import { fold } from '#domain/text/folding'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { cleanGroup, groupRefusal, type GroupFacts } from './group-facts'

/** A further expert group, in which no one takes part yet. */
export const createGroup = (
  db: Db,
  actor: Actor,
  input: GroupFacts,
): Promise<Result<{ group: ExpertGroupId }>> =>
  command<Result<{ group: ExpertGroupId }>>(db, actor, async ({ tx }) => {
    if (!canInstallation(actor, 'group.create')) return refuse('not-permitted')
    const facts = cleanGroup(input)
    const refusal = groupRefusal(facts)
    if (refusal) return refuse(refusal)
    // Badges, and the command line, tell groups apart by their abbreviations.
    const groups = await listGroups(tx)
    if (groups.some((expertGroup) => fold(expertGroup.abbreviation) === fold(facts.abbreviation)))
      return refuse('abbreviation-taken')
    const group = ulid() as ExpertGroupId
    await insertGroup(tx, { id: group, ...facts })
    const at = new Date()
    await recordEvent(tx, { type: 'group.created', subject: group, group, actor, detail: facts, at })
    return { ok: true, group }
  })
