import type { FinalReason } from '#collab/close-events'
import { useEffect, useState } from 'react'
import type { RefusedReason } from '#collab/messages'
import type { DocumentState } from '#collab/provider'
import { useMessages } from '#components/ui/language'

type Props = {
  state: DocumentState
  /** What is worth copying: the words that were not sent, or the text as this screen has it. */
  words: () => string
  /** Makes an amendment of them; absent where one may not. */
  propose?: (() => void) | undefined
  /** Lets go of what could not be sent, and shows the text as the server has it. */
  discard: () => void
  retry: () => void
}

/** Refusals of words that can be put forward in another way. */
const proposable: ReadonlySet<RefusedReason> = new Set(['not-permitted', 'bracket-not-yours'])

function toneOf({ connection, saved, readOnly }: DocumentState) {
  if (connection === 'offline') return 'warn'
  return connection === 'connected' && readOnly === 'none' && saved ? 'good' : undefined
}

/** Saved, offline, or read-only because …: always in sight, never loud. */
export function DocumentStatus({ state, words, propose, discard, retry }: Props) {
  const t = useMessages()
  const { connection, saved, readOnly, refused, ended } = state
  const late = useLate(connection === 'connected' && !saved && !refused)
  return (
    <div className="document-status" data-unsent={!saved}>
      {refused && (
        <div className="notice" data-tone="bad" role="alert">
          <p>{t(`editor.refused.${refused}`)}</p>
          <p className="button-row">
            {propose && proposable.has(refused) && (
              <button type="button" className="button button-small button-primary" onClick={propose}>
                {t('editor.propose')}
              </button>
            )}
            <CopyButton words={words} />
            <button type="button" className="button button-small" onClick={discard}>
              {t('editor.discard')}
            </button>
          </p>
        </div>
      )}
      {ended && (
        <div className="notice" data-tone="warn" role="alert">
          <p>{t(`editor.ended.${ended}`)}</p>
          <p className="button-row">
            {ended === 'session-expired' && (
              <a className="button button-small button-primary" href={signInAddress()}>
                {t('sign-in.submit')}
              </a>
            )}
            {needsReload(ended) && (
              <button
                type="button"
                className="button button-small button-primary"
                onClick={() => location.reload()}
              >
                {t('editor.reload')}
              </button>
            )}
            {ended !== 'session-expired' && !needsReload(ended) && (
              <button type="button" className="button button-small" onClick={retry}>
                {t('editor.retry')}
              </button>
            )}
            <CopyButton words={words} />
          </p>
        </div>
      )}
      <p role="status" className="document-status-line">
        <span className="status-word" data-tone={toneOf(state)}>
          {connection === 'connecting' && t('editor.connecting')}
          {connection === 'offline' && t(saved ? 'editor.offline' : 'editor.offline-unsaved')}
          {connection === 'connected' &&
            readOnly === 'none' &&
            t(saved ? 'editor.saved' : late ? 'editor.saving-late' : 'editor.saving')}
          {connection === 'connected' &&
            readOnly &&
            readOnly !== 'none' &&
            // Who may not amend, as the Chair, speaks for no delegation that could hold the pen.
            t(
              readOnly === 'no-pen' && !propose
                ? 'editor.read-only.pen-elsewhere'
                : `editor.read-only.${readOnly}`,
            )}
        </span>
      </p>
    </div>
  )
}

/** The page as it was loaded can write no more. */
const needsReload = (ended: FinalReason) => ended === 'old-shape' || ended === 'role-changed'

/** An edit that is not kept after so long is worth a word. */
const lateAfterMs = 8_000

function useLate(waiting: boolean): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (!waiting) return undefined
    const timer = setTimeout(() => setLate(true), lateAfterMs)
    return () => {
      clearTimeout(timer)
      setLate(false)
    }
  }, [waiting])
  return late
}

const signInAddress = () =>
  `/sign-in?${new URLSearchParams({ to: location.pathname + location.search, ended: '' })}`

/** Copies words that may not be lost. */
export function CopyButton({ words }: { words: () => string }) {
  const t = useMessages()
  return (
    <button
      type="button"
      className="button button-small"
      onClick={() => void navigator.clipboard.writeText(words())}
    >
      {t('editor.copy')}
    </button>
  )
}
