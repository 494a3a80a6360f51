import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { insertImportFile } from '#db/queries/import-files'
import { findMeeting, listTopics } from '#db/queries/meetings'
import type { ImportId, MeetingId, TopicId } from '#domain/ids'
import { acceptsImports } from '#domain/imports/accepts-imports'
import type { ReadOptions } from '#domain/imports/import-file'
import { isSignedIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { unrecordedCommand } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

type Upload = {
  meeting: MeetingId
  topic: TopicId | undefined
  name: string
  bytes: Uint8Array
  options: ReadOptions
}

/** Keeps a file that waits to be read; nothing comes to the meeting before somebody has seen what it says. */
export function uploadImport(db: Db, actor: Actor, input: Upload): Promise<Result<{ import: ImportId }>> {
  return unrecordedCommand<Result<{ import: ImportId }>>('preparation', db, actor, async ({ tx }) => {
    const meeting = await findMeeting(tx, input.meeting)
    if (!meeting) return refuse('not-found')
    if (!can(actor, 'import.run', meeting)) return refuse('not-permitted')
    if (!acceptsImports(meeting)) return refuse('meeting-reported')
    const topics = await listTopics(tx, meeting.id)
    const topic = input.topic ? topics.find((one) => one.id === input.topic) : topics[0]
    if (!topic) return refuse('not-found')
    const id = ulid() as ImportId
    await insertImportFile(
      tx,
      {
        id,
        meeting: meeting.id,
        createdBy: isSignedIn(actor) ? actor.participant : undefined,
        createdAt: new Date(),
        name: input.name.slice(0, 300),
        options: input.options,
        topic: topic.id,
      },
      input.bytes,
    )
    return { ok: true, import: id }
  })
}
