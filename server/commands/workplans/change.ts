import type { Db } from '#db/client'
import { recordEvent } from '#db/queries/events'
import { findWorkplan, updateWorkplan } from '#db/queries/workplans'
import type { WorkplanId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import { yearsRefusal } from '#domain/meetings/workplans'
import type { Actor } from '#domain/people/participants'
import { cleanTitle, isSameTitle, titleRefusal } from '#domain/titles'
import { inGroup } from '#server/commands/groups/in-group'
import { refuse, type Result } from '#server/frame/refusal'

type Input = { workplan: WorkplanId; title: LocalizedText; fromYear: number; toYear: number }

/** The title of a workplan in more languages, or mended, and its years. */
export async function changeWorkplan(
  db: Db,
  actor: Actor,
  { workplan: id, fromYear, toYear, ...input }: Input,
): Promise<Result> {
  // Workplans never change their group.
  const found = await findWorkplan(db, id)
  if (!found) return refuse('not-found')
  const place = { group: found.group, action: 'workplan.manage' } as const
  return inGroup<object>(db, actor, place, async (tx, { language }, at) => {
    const before = await findWorkplan(tx, id)
    if (!before) return refuse('not-found')
    const title = cleanTitle(input.title)
    const refusal = titleRefusal(title, language) ?? yearsRefusal(fromYear, toYear)
    if (refusal) return refuse(refusal)
    const isSame = before.fromYear === fromYear && before.toYear === toYear
    if (isSame && isSameTitle(before.title, title)) return refuse('nothing-changed')
    await updateWorkplan(tx, { id, title, fromYear, toYear })
    await recordEvent(tx, {
      type: 'workplan.changed',
      subject: id,
      group: before.group,
      actor,
      detail: {
        from: { title: before.title, fromYear: before.fromYear, toYear: before.toYear },
        to: { title, fromYear, toYear },
      },
      at,
    })
    return { ok: true }
  })
}
