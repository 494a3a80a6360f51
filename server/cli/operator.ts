import { readEnvironment } from '#server/env'
import type { Refusal } from '#server/frame/refusal'
import type { Post } from '#server/mail/write-notices'
import { messagesFor } from '#i18n/catalogues'

/** Links that the command line makes are printed: the operator hands them over. */
export function postOfOperator(): Post {
  const { publicUrl, port } = readEnvironment()
  return { address: publicUrl ?? `http://localhost:${String(port)}`, canSend: false }
}

/** What a refusal says, in one line. */
export const refusalLine = (refusal: Refusal): string => messagesFor('en')[`refusal.${refusal}`]
