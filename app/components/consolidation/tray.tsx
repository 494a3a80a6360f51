import { useFetcher } from '@remix-run/react'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { Form } from '#components/ui/form'
import { Text, useFormat, useMessages, type Translate } from '#components/ui/language'
import type { LocalizedText } from '#domain/languages'
import { DispositionForms } from './disposition-forms'
import { emptyTray, openTray, type NamedItem, type TrayAnswer } from './tray-store'

export type Tray = ReturnType<typeof useTray>

/** `2019 · 12 (c)`: an item by the year of its meeting and its label. */
export const itemName = (t: Translate, { year, label }: Pick<NamedItem, 'year' | 'label'>) =>
  `${year} · ${label ?? t('status.tabled')}`

/**
 * The items that one has selected at a desk, whatever page, search or filter shows, in this window. What others decide
 * meanwhile leaves the selection and is said; nothing is selected by itself. What one decides becomes a step that can
 * be undone.
 * @param at the address of the desk.
 */
export function useTray(at: string, mayDecide: boolean) {
  const store = useMemo(() => openTray(`consolidation-tray ${at}`), [at])
  const { ids, steps, known, left } = useSyncExternalStore(store.subscribe, store.read, () => emptyTray)
  const { load, data: answer } = useFetcher<TrayAnswer>()
  const lastStep = steps.at(-1)
  const asked = [...ids, ...(lastStep?.items.map(({ id }) => id) ?? [])]
  const question = mayDecide && asked.length > 0 ? asked.map((id) => `item=${id}`).join('&') : undefined
  useEffect(() => {
    if (question !== undefined) load(`${at}/tray?${question}`)
  }, [question, at, load])
  useEffect(() => {
    if (answer) store.follow(answer)
  }, [answer, store])
  return { ...store, ids, items: ids.flatMap((id) => known.get(id) ?? []), left, lastStep }
}

type Props = {
  tray: Tray
  /** The address of the desk. */
  at: string
  topics: readonly { id: string; title: LocalizedText }[]
  /** The paragraph that is open beside it. */
  paragraph: { id: string; number?: number | undefined } | undefined
}

/** What is selected, what can be done with it, and what was done last. */
export function TrayPanel({ tray, at, topics, paragraph }: Props) {
  const t = useMessages()
  const format = useFormat()
  const { items, left, lastStep } = tray
  const topic = items.find((item) => item.topic !== undefined)?.topic
  if (tray.ids.length === 0 && left.length === 0 && !lastStep) return null
  return (
    <section className="card tray" aria-label={t('tray.title')}>
      <p className="visually-hidden" role="status">
        {t('consolidation.chosen', { count: tray.ids.length })}
      </p>
      {left.length > 0 && (
        <div className="item-head">
          <p role="status">
            {t('tray.left', {
              count: left.length,
              items: format.list(left.map((item) => itemName(t, item))),
            })}
          </p>
          <button className="button button-small" type="button" onClick={tray.dismiss}>
            {t('tray.dismiss')}
          </button>
        </div>
      )}
      {tray.ids.length > 0 && (
        <>
          <div className="item-head">
            <h2>{t('consolidation.chosen', { count: tray.ids.length })}</h2>
            <button className="button button-small" type="button" onClick={tray.clear}>
              {t('tray.clear')}
            </button>
          </div>
          <ul className="tray-items">
            {items.map((item) => (
              <li key={item.id}>
                <bdi className="strong">{itemName(t, item)}</bdi>
                <Text language={item.language} className="tray-text">
                  {item.text}
                </Text>
                <button
                  className="button button-small"
                  type="button"
                  aria-label={t('tray.drop', { item: itemName(t, item) })}
                  onClick={() => tray.drop([item.id])}
                >
                  ×
                </button>
              </li>
            ))}
          </ul>
          <DispositionForms
            key={topic ?? ''}
            at={at}
            chosen={tray.ids}
            topics={topics}
            topic={topic}
            kind={items[0]?.kind}
            paragraph={paragraph}
          />
        </>
      )}
      {lastStep && (
        <Form method="post" className="item-head tray-step" to={`${at}/reopen`} preventScrollReset>
          {lastStep.items.map(({ id }) => (
            <input key={id} type="hidden" name="source" value={id} />
          ))}
          <span className="soft">
            {t('tray.last-step', {
              disposition: t(`disposition.${lastStep.kind}`),
              items: format.list(lastStep.items.map((item) => itemName(t, item))),
            })}
          </span>
          <button className="button button-small" type="submit" data-desk-key="u">
            {t('consolidation.undo')}
          </button>
        </Form>
      )}
    </section>
  )
}
