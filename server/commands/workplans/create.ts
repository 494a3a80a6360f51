import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { recordEvent } from '#db/queries/events'
import { hasWorkplan, insertWorkplan } from '#db/queries/workplans'
import type { ExpertGroupId, WorkplanId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import { yearsRefusal } from '#domain/meetings/workplans'
import type { Actor } from '#domain/people/participants'
import { cleanTitle, titleRefusal } from '#domain/titles'
import { inGroup } from '#server/commands/groups/in-group'
import { refuse, type Result } from '#server/frame/refusal'

type Input = { group: ExpertGroupId; title: LocalizedText; fromYear: number; toYear: number }

/** A workplan begins, without meetings yet. */
export const createWorkplan = (
  db: Db,
  actor: Actor,
  { group, fromYear, toYear, ...input }: Input,
): Promise<Result<{ workplan: WorkplanId }>> =>
  inGroup<{ workplan: WorkplanId }>(
    db,
    actor,
    { group, action: 'workplan.manage' },
    async (tx, { language }, at) => {
      const title = cleanTitle(input.title)
      const refusal = titleRefusal(title, language) ?? yearsRefusal(fromYear, toYear)
      if (refusal) return refuse(refusal)
      if (await hasWorkplan(tx, { group, title, fromYear, toYear })) return refuse('workplan-exists')
      const workplan = ulid() as WorkplanId
      await insertWorkplan(tx, { id: workplan, group, title, fromYear, toYear })
      await recordEvent(tx, {
        type: 'workplan.added',
        subject: workplan,
        group,
        actor,
        detail: { group, title, years: [fromYear, toYear] },
        at,
      })
      return { ok: true, workplan }
    },
  )
