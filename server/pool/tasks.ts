import { exporters } from '#server/formats/out/exporters'
import type { ExportedList } from '#server/publications/exported-list'
import { writeCanonical, type CanonicalJob, type CanonicalText } from '#server/texts/write-canonical'
import { viewTasks, type ViewTasks } from './long-views'
import { estimatePassword, type GuessedPassword } from './estimate-password'

/** What is done off the event loop. Inputs and results are copied between threads: plain data only. */
export type Tasks = {
  'estimate-password': { input: GuessedPassword; output: number }
  'write-canonical': { input: CanonicalJob; output: CanonicalText }
  'write-docx': { input: ExportedList; output: Uint8Array | string }
} & ViewTasks
export type TaskName = keyof Tasks

export const tasks: {
  [Name in TaskName]: (input: Tasks[Name]['input']) => Tasks[Name]['output'] | Promise<Tasks[Name]['output']>
} = {
  'estimate-password': estimatePassword,
  'write-canonical': writeCanonical,
  ...viewTasks,
  'write-docx': (list) => exporters.docx.write(list),
}
