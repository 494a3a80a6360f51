import { useEffect, useRef } from 'react'
import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import type { LocalizedText } from '#domain/languages'

type TagFacts = { id: string; name: LocalizedText }
type MandateFacts = { id: string; symbol: string; title: LocalizedText }

/** Tags and mandates of a recommendation; with a vocabulary they can be added and taken off. */
export function TagPanel({
  tags,
  mandates,
  vocabulary,
  term,
}: {
  tags: readonly TagFacts[]
  mandates: readonly MandateFacts[]
  vocabulary?: { tags: TagFacts[]; mandates: MandateFacts[] } | undefined
  /** What was typed and refused. */
  term?: string | undefined
}) {
  const t = useMessages()
  const format = useFormat()
  const form = useRef<HTMLFormElement>(null)
  const count = tags.length + mandates.length
  const shown = useRef(count)
  // What was typed has arrived when the row of tags has grown.
  useEffect(() => {
    if (shown.current !== count) form.current?.reset()
    shown.current = count
  }, [count])
  const chips = [
    ...tags.map((tag) => ({ key: tag.id, field: 'tag', name: format.name(tag.name), title: undefined })),
    ...mandates.map((one) => ({
      key: one.id,
      field: 'mandate',
      name: one.symbol,
      title: format.name(one.title),
    })),
  ]
  return (
    <section className="tag-panel" aria-label={t('tags.title')}>
      <ul className="chip-row plain">
        {chips.length === 0 && <li className="soft">{t('tags.none')}</li>}
        {chips.map((chip) => (
          <li key={chip.key} className="chip" title={chip.title}>
            <bdi>{chip.name}</bdi>
            {vocabulary && (
              <Form method="post">
                <input type="hidden" name={chip.field} value={chip.key} />
                <button
                  className="chip-remove"
                  type="submit"
                  name="intent"
                  value="untag"
                  aria-label={t('tags.remove', { name: chip.name })}
                >
                  ×
                </button>
              </Form>
            )}
          </li>
        ))}
      </ul>
      {vocabulary && (
        <Form method="post" className="tag-form" formRef={form}>
          <label htmlFor="term" className="visually-hidden">
            {t('tags.add')}
          </label>
          <input
            id="term"
            name="term"
            className="input"
            list="vocabulary"
            placeholder={t('tags.add')}
            autoComplete="off"
            defaultValue={term}
            required
          />
          <datalist id="vocabulary">
            {vocabulary.tags.map((tag) => (
              <option key={tag.id} value={format.name(tag.name)} />
            ))}
            {vocabulary.mandates.map((one) => (
              <option key={one.id} value={one.symbol} label={`${one.symbol} ${format.name(one.title)}`} />
            ))}
          </datalist>
          <button className="button button-small" type="submit" name="intent" value="tag">
            {t('tags.add-submit')}
          </button>
        </Form>
      )}
    </section>
  )
}
