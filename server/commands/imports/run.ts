import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { findMeeting, listTopics, lockMeeting } from '#db/queries/meetings'
import type { ImportId, MeetingId, TopicId } from '#domain/ids'
import { acceptsImports } from '#domain/imports/accepts-imports'
import { noMapping } from '#domain/imports/mapping'
import type { ParsedRow } from '#domain/imports/parsed-row'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'
import { prepareRows } from './prepare-rows'
import { writeRows, type Written } from './writing'

type ImportRun = {
  meeting: MeetingId
  /** The meeting's first topic without it. */
  topic?: TopicId | undefined
  rows: readonly ParsedRow[]
  /** Where the rows come from, for example the file's name. */
  source: string
}

/** Takes rows into a meeting as tabled items, all of them or none: for anyone who needs no preview. */
export async function importRecommendations(
  db: Db,
  actor: Actor,
  input: ImportRun,
): Promise<Result<Written>> {
  const prepared = await prepareRows(
    db,
    input.meeting,
    input.rows.map((row) => ({ row })),
  )
  return command<Result<Written>>(db, actor, async ({ tx }) => {
    // Another import must not bring the same texts, and no one report the meeting, before this one has ended.
    await lockMeeting(tx, input.meeting)
    const meeting = await findMeeting(tx, input.meeting)
    if (!meeting) return refuse('not-found')
    if (!can(actor, 'import.run', meeting)) return refuse('not-permitted')
    if (!acceptsImports(meeting)) return refuse('meeting-reported')
    const topics = await listTopics(tx, meeting.id)
    const topic = input.topic ? topics.find((candidate) => candidate.id === input.topic) : topics[0]
    if (!topic) return refuse('not-found')
    return writeRows(tx, actor, meeting, prepared, {
      import: ulid() as ImportId,
      source: input.source,
      mapping: noMapping,
      topic: topic.id,
    })
  })
}
