import { useEffect, useState, type FormEvent, type KeyboardEvent, type RefObject } from 'react'
import type { Badge } from '#components/people/delegations'
import { useFormat, useMessages } from '#components/ui/language'
import { directionOf, type Language } from '#domain/languages'
import { longestReason } from '#domain/negotiation/recommendations'
import { seenOf } from '#domain/text/alternatives'
import type { StandingBracket } from '#domain/text/brackets'
import { openingSign, type BracketFacts } from '#domain/text/content'
import type { TextBinding } from '../binding/text-binding'
import { alternativesIn, bracketingOf } from '../bracketing'

/** How soon after a change the brackets are read again. */
const readingDelayMs = 200

/** The brackets that are open in a text, and those among them that are alternatives to each other. */
type Open = { brackets: readonly StandingBracket[]; alternatives: readonly (readonly StandingBracket[])[] }

/** The brackets that are open in a text, as it changes. */
export function useOpenBrackets(binding: TextBinding): Open {
  const [open, setOpen] = useState<Open>({ brackets: [], alternatives: [] })
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const read = () => {
      timer = undefined
      const { reading } = binding
      setOpen({ brackets: bracketingOf(reading).brackets, alternatives: alternativesIn(reading) })
    }
    const readSoon = () => {
      timer ??= setTimeout(read, readingDelayMs)
    }
    readSoon()
    const end = binding.subscribe(readSoon)
    return () => {
      clearTimeout(timer)
      end()
    }
  }, [binding])
  return open
}

/** Says who asked for a bracket, why and since when, in the reader's language. */
export function useBracketFacts(badges: readonly Badge[], timeZone: string) {
  const t = useMessages()
  const format = useFormat()
  const by = ({ requestedBy }: BracketFacts) => {
    const badge = badges.find((candidate) => candidate.id === requestedBy)
    if (badge) return format.name(badge.name)
    return t(requestedBy === '' ? 'brackets.officers' : 'brackets.unknown')
  }
  const since = (facts: BracketFacts) =>
    facts.since === undefined
      ? undefined
      : t('brackets.since', { instant: format.instant(facts.since, timeZone) })
  return {
    by,
    since,
    /** All of it in one line. */
    line: (facts: BracketFacts) => [by(facts), since(facts), facts.reason].filter(Boolean).join(' · '),
  }
}

type Props = Open & {
  badges: readonly Badge[]
  timeZone: string
  language: Language
  /** Where the text is shown: what the list points at is marked there. */
  surface: RefObject<HTMLElement>
  mayLift: (bracket: BracketFacts) => boolean
  /** Lifts one; absent where that cannot be done from here. */
  lift: ((bracket: StandingBracket, reason: string) => void) | undefined
  /** Takes one of several alternatives; absent where that cannot be done from here, or not by this reader. */
  take: ((bracket: StandingBracket, seen: string, reason: string) => void) | undefined
  /** Whether it is asked why: where others are told of it. */
  asksWhy: boolean
}

/** What can be done with a bracket, and whether a reason is asked for before. */
type Choice = { title: string; label: string; asksWhy: boolean; done: (reason: string) => void }
type Asking = Choice & { bracket: string }

/** The list beside a text: which words are in brackets, who asked, why and since when. */
export function OpenBrackets({
  brackets,
  alternatives,
  badges,
  timeZone,
  language,
  surface,
  mayLift,
  lift,
  take,
  asksWhy,
}: Props) {
  const t = useMessages()
  const facts = useBracketFacts(badges, timeZone)
  const [asking, setAsking] = useState<Asking>()
  const close = () => setAsking(undefined)
  if (brackets.length === 0) return null
  const point = (id: string | undefined) =>
    surface.current
      ?.querySelectorAll<HTMLElement>('.bracket')
      .forEach((element) => element.toggleAttribute('data-pointed', element.dataset['of'] === id))
  const choicesFor = (bracket: StandingBracket): Choice[] => {
    const { words } = bracket
    const run = alternatives.find((alternative) => alternative.some(({ id }) => id === bracket.id))
    return [
      ...(take && run
        ? [
            {
              title: t('brackets.take'),
              label: t('brackets.take-these', { words }),
              asksWhy: true,
              // As it was when the button was drawn: it is what the person chose among.
              done: (reason: string) => take(bracket, seenOf(run), reason),
            },
          ]
        : []),
      ...(lift && mayLift(bracket)
        ? [
            {
              title: t('brackets.lift'),
              label: t('brackets.lift-these', { words }),
              asksWhy,
              done: (reason: string) => lift(bracket, reason),
            },
          ]
        : []),
    ]
  }
  return (
    <section className="open-brackets" aria-label={t('brackets.title')}>
      <h2 className="quiet-heading">{t('brackets.count', { count: brackets.length })}</h2>
      <ul>
        {brackets.map((bracket) => (
          <li key={bracket.id} onMouseEnter={() => point(bracket.id)} onMouseLeave={() => point(undefined)}>
            <p className="bracket-words" lang={language} dir={directionOf(language)}>
              {openingSign(bracket).slice(1)}
              {bracket.words}
            </p>
            <p>
              <strong>
                <bdi>{facts.by(bracket)}</bdi>
              </strong>{' '}
              <span className="soft">{facts.since(bracket)}</span>
            </p>
            {bracket.reason !== '' && <p dir="auto">{bracket.reason}</p>}
            {asking?.bracket === bracket.id ? (
              <ReasonForm
                title={asking.title}
                submit={asking.title}
                close={close}
                done={(reason) => {
                  close()
                  asking.done(reason)
                }}
              />
            ) : (
              <div
                className="button-row bracket-choices"
                onFocus={() => point(bracket.id)}
                onBlur={() => point(undefined)}
              >
                {choicesFor(bracket).map((choice) => (
                  <button
                    key={choice.title}
                    type="button"
                    className="button button-small"
                    aria-label={choice.label}
                    onClick={() =>
                      choice.asksWhy ? setAsking({ ...choice, bracket: bracket.id }) : choice.done('')
                    }
                  >
                    {choice.title}
                  </button>
                ))}
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Asks for a short reason, which may be empty: Enter goes on, Escape goes back. */
export function ReasonForm({
  title,
  words,
  submit,
  done,
  close,
}: {
  title: string
  /** What it is about. */
  words?: { text: string; language: Language }
  submit: string
  done: (reason: string) => void
  close: () => void
}) {
  const t = useMessages()
  const [reason, setReason] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    done(reason.trim())
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close()
  }
  return (
    <div role="dialog" aria-label={title}>
      <form className="bracket-form" onSubmit={send}>
        {words && (
          <p className="bracket-words" lang={words.language} dir={directionOf(words.language)}>
            {words.text}
          </p>
        )}
        <label>
          <span>{t('brackets.reason')}</span>
          <input
            className="input"
            value={reason}
            maxLength={longestReason}
            dir="auto"
            // eslint-disable-next-line jsx-a11y/no-autofocus -- the person who opened it wants to type, or to confirm
            autoFocus
            onKeyDown={onKeyDown}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </label>
        <div className="button-row">
          <button type="submit" className="button button-small button-primary" onKeyDown={onKeyDown}>
            {submit}
          </button>
          <button type="button" className="button button-small" onClick={close} onKeyDown={onKeyDown}>
            {t('brackets.cancel')}
          </button>
        </div>
      </form>
    </div>
  )
}
