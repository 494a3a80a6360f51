import { Form, useTyped } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import type { LocalizedText } from '#domain/languages'

type TagFacts = { id: string; name: LocalizedText }
type MandateFacts = { id: string; symbol: string; title: LocalizedText }

/** Tags and mandates of a recommendation; with a vocabulary they can be added and taken off. */
export function TagPanel({
  tags,
  mandates,
  vocabulary,
  at,
}: {
  tags: readonly TagFacts[]
  mandates: readonly MandateFacts[]
  vocabulary?: { tags: TagFacts[]; mandates: MandateFacts[] } | undefined
  /** The address of the text. */
  at: string
}) {
  const t = useMessages()
  const format = useFormat()
  const count = tags.length + mandates.length
  const { term } = useTyped(`${at}/tag`)
  const chips = [
    ...tags.map((tag) => ({ key: tag.id, field: 'tag', name: format.name(tag.name), title: undefined })),
    ...mandates.map((mandate) => ({
      key: mandate.id,
      field: 'mandate',
      name: mandate.symbol,
      title: format.name(mandate.title),
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
              <Form method="post" to={`${at}/untag`}>
                <input type="hidden" name={chip.field} value={chip.key} />
                <button
                  className="chip-remove"
                  type="submit"
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
        <Form method="post" className="tag-form" to={`${at}/tag`} key={count}>
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
            {vocabulary.mandates.map((mandate) => (
              <option
                key={mandate.id}
                value={mandate.symbol}
                label={`${mandate.symbol} ${format.name(mandate.title)}`}
              />
            ))}
          </datalist>
          <button className="button button-small" type="submit">
            {t('tags.add-submit')}
          </button>
        </Form>
      )}
    </section>
  )
}
