import { useMessages } from '#components/ui/language'
import type { FileNote } from '#domain/imports/import-file'

/** What is said of a file as a whole: what was guessed, and what was left out of it. */
export function FileNotes({ notes, encoding }: { notes: readonly FileNote[]; encoding: string | undefined }) {
  const t = useMessages()
  if (notes.length === 0) return null
  return (
    <ul className="notice import-notes">
      {notes.map(({ code, count, detail }, at) => (
        <li key={at}>{t(`import.note.${code}`, { count: count ?? 0, detail: detail ?? encoding ?? '' })}</li>
      ))}
    </ul>
  )
}
