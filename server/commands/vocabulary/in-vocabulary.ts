import type { Db } from '#db/client'
import type { LocalizedText } from '#domain/languages'
import type { Tag, TagKind } from '#domain/negotiation/vocabulary'
import type { Actor } from '#domain/people/participants'
import { fold } from '#domain/text/folding'
import { command, type Frame } from '#server/frame/command'
import { type Result } from '#server/frame/refusal'
import type { ExpertGroupId } from '#domain/ids'

/** What the secretariat does to the terms of its group. */
export function inVocabulary<Made extends object>(
  db: Db,
  actor: Actor,
  group: ExpertGroupId,
  change: (frame: Frame, at: Date) => Promise<Result<Made>>,
): Promise<Result<Made>> {
  return command(db, actor, async (frame) => {
    frame.allow('vocabulary.manage', { group })
    return change(frame, new Date())
  })
}

/** Two terms of one kind that read the same in any language could not be told apart. */
export const isTaken = (tags: readonly Tag[], wanted: { kind: TagKind; name: LocalizedText }) => {
  const names = new Set(Object.values(wanted.name).map(fold))
  return tags.some(
    (tag) => tag.kind === wanted.kind && Object.values(tag.name).some((name) => names.has(fold(name))),
  )
}
