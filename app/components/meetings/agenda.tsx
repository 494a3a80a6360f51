import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import type { LocalizedText } from '#domain/languages'
import type { AgendaKind } from '#domain/meetings/agenda'

export type AgendaFacts = {
  key: string
  number: number
  kind: AgendaKind
  title?: LocalizedText | undefined
  isCurrent: boolean
}

/** `3. Topic`, in the reader's language. */
export function AgendaItemName({ item }: { item: AgendaFacts }) {
  const t = useMessages()
  const format = useFormat()
  const name = item.kind === 'topic' ? item.title && format.name(item.title) : t(`agenda.${item.kind}`)
  return (
    <>
      <bdi className="agenda-number">{format.number(item.number)}.</bdi> {name}
    </>
  )
}

/** Where the meeting is on its agenda, in one line. */
export function AgendaPosition({ agenda }: { agenda: readonly AgendaFacts[] }) {
  const t = useMessages()
  const current = agenda.find((item) => item.isCurrent)
  if (!current) return null
  return (
    <p className="agenda-position" role="status">
      <span className="soft">{t('agenda.now')}</span> <AgendaItemName item={current} />
    </p>
  )
}

/** The whole agenda with where the meeting is; anyone who leads says so by choosing an item. */
export function Agenda({ agenda, mayLead }: { agenda: readonly AgendaFacts[]; mayLead: boolean }) {
  const t = useMessages()
  return (
    <section aria-labelledby="agenda">
      <h2 id="agenda">{t('agenda.title')}</h2>
      <Form method="post" preventScrollReset>
        <input type="hidden" name="intent" value="agenda" />
        <ol className="agenda">
          {agenda.map((item) => (
            <li key={item.key} aria-current={item.isCurrent ? 'step' : undefined}>
              <span>
                <AgendaItemName item={item} />{' '}
                {item.isCurrent && <span className="chip status-dot">{t('agenda.here')}</span>}
              </span>
              {mayLead && !item.isCurrent && (
                <button
                  className="button button-small button-quiet"
                  type="submit"
                  name="item"
                  value={item.key}
                >
                  {t('agenda.go')}
                  <span className="visually-hidden">
                    {' '}
                    <AgendaItemName item={item} />
                  </span>
                </button>
              )}
            </li>
          ))}
        </ol>
      </Form>
    </section>
  )
}
