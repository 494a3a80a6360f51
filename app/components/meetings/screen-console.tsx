import { Link, useSubmit } from '@remix-run/react'
import { useEffect, useRef } from 'react'
import { DelegationNames, type Badge } from '#components/people/delegations'
import { Form } from '#components/ui/form'
import { Text, useFormat, useMessages } from '#components/ui/language'
import type { Language } from '#domain/languages'
import type { RoomView } from '#domain/meetings/room'

type Choice = { id: string; label?: string | undefined; text: string; language: Language }

export type ConsoleFacts = {
  shown?: Choice | undefined
  previous?: Choice | undefined
  next?: Choice | undefined
  choices: readonly Choice[]
  view: RoomView
  amendment?: string | undefined
  amendments: readonly { id: string; parties: readonly string[] }[]
}

/** So much of a text tells paragraphs apart in a list. */
const excerpt = 80

const nameOf = ({ label, text }: Choice) =>
  `${label ? `${label} · ` : ''}${text.length > excerpt ? `${text.slice(0, excerpt)}…` : text}`

/** What the Chair leads the room with: which paragraph is on the screen, and what of it. */
export function ScreenConsole({
  meeting,
  facts,
  badges,
}: {
  meeting: string
  facts: ConsoleFacts
  badges: readonly Badge[]
}) {
  const t = useMessages()
  const submit = useSubmit()
  const { shown, previous, next, choices } = facts
  useStepKeys((direction) => {
    const there = direction === 'next' ? next : previous
    if (there)
      submit({ intent: 'show', recommendation: there.id }, { method: 'post', preventScrollReset: true })
  })
  return (
    <section className="card screen-console" aria-labelledby="screen">
      <h2 id="screen">{t('console.screen')}</h2>
      <div className="screen-console-shown" aria-live="polite">
        {shown ? (
          <p>
            {shown.label && <bdi className="sheet-label">{shown.label}</bdi>}{' '}
            <Link to={`/meetings/${meeting}/recommendations/${shown.id}`}>
              <Text language={shown.language} className="screen-console-text">
                {shown.text}
              </Text>
            </Link>
          </p>
        ) : (
          <p className="soft">{t('console.nothing')}</p>
        )}
      </div>
      <div className="button-row">
        {(['previous', 'next'] as const).map((direction) => {
          const there = direction === 'next' ? next : previous
          return (
            <Form method="post" key={direction} preventScrollReset>
              <input type="hidden" name="intent" value="show" />
              <button
                className={`button${direction === 'next' ? ' button-primary' : ''}`}
                type="submit"
                name="recommendation"
                value={there?.id ?? ''}
                disabled={!there}
                aria-keyshortcuts={direction === 'next' ? 'Alt+PageDown' : 'Alt+PageUp'}
              >
                {t(`console.${direction}`)} {there?.label && <bdi>{there.label}</bdi>}
              </button>
            </Form>
          )
        })}
        <span className="soft console-keys">
          {t('console.keys')} <kbd>Alt</kbd>+<kbd>PgUp</kbd> / <kbd>Alt</kbd>+<kbd>PgDn</kbd>
        </span>
      </div>
      <Form method="post" className="field-row" preventScrollReset key={shown?.id ?? ''}>
        <div className="field field-wide">
          <label htmlFor="show">{t('console.any')}</label>
          <select id="show" name="recommendation" defaultValue={shown?.id ?? ''} required>
            <option value="" disabled>
              —
            </option>
            {choices.map((choice) => (
              <option key={choice.id} value={choice.id} lang={choice.language}>
                {nameOf(choice)}
              </option>
            ))}
          </select>
        </div>
        <button className="button" type="submit" name="intent" value="show">
          {t('room.show')}
        </button>
      </Form>
      {shown && <ViewChoice facts={facts} badges={badges} />}
    </section>
  )
}

function ViewChoice({ facts, badges }: { facts: ConsoleFacts; badges: readonly Badge[] }) {
  const t = useMessages()
  const format = useFormat()
  const { view, amendment, amendments } = facts
  const names = (parties: readonly string[]) =>
    format.list(
      parties
        .flatMap((id) => badges.find((badge) => badge.id === id) ?? [])
        .map((badge) => format.name(badge.name)),
    )
  return (
    <>
      <Form method="post" className="button-row" preventScrollReset>
        <input type="hidden" name="intent" value="view" />
        <span className="soft">{t('console.view')}</span>
        {(['text', 'amendments'] as const).map((value) => (
          <button
            key={value}
            className="button button-small"
            type="submit"
            name="view"
            value={value}
            aria-pressed={view === value}
          >
            {t(`console.view.${value}`)}
          </button>
        ))}
        <button className="button button-small button-quiet" type="submit" name="view" value="none">
          {t('console.clear')}
        </button>
      </Form>
      {amendments.length > 0 && (
        <Form method="post" className="console-amendments" preventScrollReset>
          <input type="hidden" name="intent" value="view" />
          <input type="hidden" name="view" value="amendment" />
          <p className="soft">{t('console.view.amendment')}</p>
          <ul className="plain">
            {amendments.map((entry) => (
              <li key={entry.id}>
                <button
                  className="button button-small"
                  type="submit"
                  name="amendment"
                  value={entry.id}
                  aria-pressed={view === 'amendment' && amendment === entry.id}
                  aria-label={t('console.amendment-of', { names: names(entry.parties) })}
                >
                  <DelegationNames ids={entry.parties} badges={badges} />
                </button>
              </li>
            ))}
          </ul>
        </Form>
      )}
    </>
  )
}

/** The Chair goes from paragraph to paragraph by keyboard, wherever on the page the focus is. */
function useStepKeys(step: (direction: 'previous' | 'next') => void) {
  const latest = useRef(step)
  useEffect(() => {
    latest.current = step
  })
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
      if (event.key !== 'PageDown' && event.key !== 'PageUp') return
      event.preventDefault()
      latest.current(event.key === 'PageDown' ? 'next' : 'previous')
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [])
}
