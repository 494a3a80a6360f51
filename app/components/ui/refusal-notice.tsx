import type { MessageKey } from '#i18n/catalogues'
import { useMessages } from './language'

export type RefusalCode = MessageKey extends infer Key
  ? Key extends `refusal.${infer Code}`
    ? Code
    : never
  : never

/** Why the server said no, in the reader's language. */
export function RefusalNotice({ refusal }: { refusal: RefusalCode | undefined }) {
  const t = useMessages()
  if (!refusal) return null
  return (
    <p className="notice" data-tone="bad" role="alert">
      {t(`refusal.${refusal}`)}
    </p>
  )
}
