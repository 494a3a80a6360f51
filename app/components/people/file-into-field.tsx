import { useId } from 'react'
import { useMessages } from '#components/ui/language'

/** Puts the text of a file into a field of the form; the file itself is not sent. */
export function FileIntoField({ field }: { field: string }) {
  const t = useMessages()
  const id = useId()
  return (
    <div className="field needs-scripts">
      <label htmlFor={id}>{t('people.table.file')}</label>
      <input
        id={id}
        type="file"
        accept=".csv,.tsv,.txt,text/csv,text/plain"
        onChange={(event) => {
          const input = event.currentTarget
          const target = input.form?.elements.namedItem(field)
          const [file] = input.files ?? []
          if (!file || !(target instanceof HTMLTextAreaElement)) return
          void file.text().then((text) => {
            target.value = text
            target.focus()
          })
        }}
      />
    </div>
  )
}
