import { useMessages } from '#components/ui/language'

/** How many brackets are open in a paragraph, a topic or a meeting; nothing where none is. */
export function BracketCount({ count }: { count: number }) {
  const t = useMessages()
  if (count === 0) return null
  return <span className="chip chip-brackets">{t('room.brackets', { count })}</span>
}
