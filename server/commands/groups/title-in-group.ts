import type { Db } from '#db/client'
import { findGroup } from '#db/queries/groups'
import type { ExpertGroupId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import { cleanTitle, titleRefusal } from '#domain/titles'
import { refuse, type Result } from '#server/frame/refusal'

/** A title as it is kept: needed in the language of its group, and in the others as far as somebody has it. */
export async function titleInGroup(
  db: Db,
  group: ExpertGroupId,
  given: LocalizedText,
): Promise<Result<{ title: LocalizedText }>> {
  const found = await findGroup(db, group)
  if (!found) return refuse('not-found')
  const title = cleanTitle(given)
  const refusal = titleRefusal(title, found.language)
  return refusal ? refuse(refusal) : { ok: true, title }
}
