import type { Db, Tx } from '#db/client'
import { findImportFile } from '#db/queries/import-files'
import { findMeeting, lockMeeting, type Meeting } from '#db/queries/meetings'
import type { ImportId } from '#domain/ids'
import { acceptsImports } from '#domain/imports/accepts-imports'
import type { ImportFile } from '#domain/imports/import-file'
import type { ImportStatus } from '#domain/status'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { command, unrecordedCommand, type Frame } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

type Wanted = { import: ImportId; in: (status: ImportStatus) => boolean }

type Change<Made extends object> = (tx: Tx, file: ImportFile, meeting: Meeting) => Promise<Result<Made>>

/** What prepares a file that is being imported, by those who may, while the meeting takes items. */
export const onImport = <Made extends object>(
  db: Db,
  actor: Actor,
  wanted: Wanted,
  change: Change<Made>,
): Promise<Result<Made>> =>
  unrecordedCommand('preparation', db, actor, (frame) => inImport(frame, actor, wanted, change))

/** The same for what changes the meeting, and is an event. */
export const throughImport = <Made extends object>(
  db: Db,
  actor: Actor,
  wanted: Wanted,
  change: Change<Made>,
): Promise<Result<Made>> => command(db, actor, (frame) => inImport(frame, actor, wanted, change))

async function inImport<Made extends object>(
  { tx }: Frame,
  actor: Actor,
  wanted: Wanted,
  change: Change<Made>,
): Promise<Result<Made>> {
  const file = await findImportFile(tx, wanted.import)
  // Another import must not bring the same texts, and no one report the meeting, before this one has ended.
  if (file) await lockMeeting(tx, file.meeting)
  const meeting = file && (await findMeeting(tx, file.meeting))
  if (!file || !meeting || !can(actor, 'import.run', meeting)) return refuse('not-found')
  if (!acceptsImports(meeting)) return refuse('meeting-reported')
  if (!wanted.in(file.status)) return refuse('wrong-status')
  return change(tx, file, meeting)
}
