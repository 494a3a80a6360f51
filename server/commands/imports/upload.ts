import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { deleteImportBytes, insertImportBytes, insertImportFile } from '#db/queries/import-files'
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

/**
 * Keeps a file that waits to be read; nothing comes to the meeting before somebody has seen what it says. Its bytes are
 * written before the transaction: a large file would hold up everybody else in one.
 */
export async function uploadImport(
  db: Db,
  actor: Actor,
  input: Upload,
): Promise<Result<{ import: ImportId }>> {
  const place = await findPlace(db, actor, input)
  if (!place.ok) return place
  const id = ulid() as ImportId
  await insertImportBytes(db, id, input.bytes)
  const result = await unrecordedCommand<Result<{ import: ImportId }>>(
    'preparation',
    db,
    actor,
    async ({ tx }) => {
      const found = await findPlace(tx, actor, input)
      if (!found.ok) return found
      await insertImportFile(tx, {
        id,
        meeting: input.meeting,
        createdBy: isSignedIn(actor) ? actor.participant : undefined,
        createdAt: new Date(),
        name: input.name.slice(0, 300),
        size: input.bytes.byteLength,
        options: input.options,
        topic: found.topic,
      })
      return { ok: true, import: id }
    },
  )
  if (!result.ok) await deleteImportBytes(db, id)
  return result
}

/** The topic that a file comes to, where the actor may send one in. */
async function findPlace(db: Db, actor: Actor, input: Upload): Promise<Result<{ topic: TopicId }>> {
  const meeting = await findMeeting(db, input.meeting)
  if (!meeting) return refuse('not-found')
  if (!can(actor, 'import.run', meeting)) return refuse('not-permitted')
  if (!acceptsImports(meeting)) return refuse('meeting-reported')
  const topics = await listTopics(db, meeting.id)
  const topic = input.topic ? topics.find((candidate) => candidate.id === input.topic) : topics[0]
  return topic ? { ok: true, topic: topic.id } : refuse('not-found')
}
