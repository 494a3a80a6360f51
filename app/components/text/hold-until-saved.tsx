import { useEffect, useState } from 'react'
import { useMessages } from '#components/ui/language'
import { hasUnsentWords } from '#components/ui/unsent-words'

/** How long a form waits for the last words to be stored before it is given up, in milliseconds. */
const longestHoldMs = 10_000

const states = { subtree: true, childList: true, attributeFilter: ['data-unsent', 'data-state'] }

/** Whether words of a live text on this page are on their way to the server. */
const isSaving = () =>
  hasUnsentWords() && document.querySelector('[data-live-text][data-state="saving"]') !== null

const isRefused = () => document.querySelector('[data-live-text][data-state="refused"]') !== null

/**
 * Holds every form that changes something until the words typed into a live text of the page are stored: a text that
 * is tabled, agreed or merged then has them all. A form whose words are refused meanwhile is not sent.
 * Forms marked `data-send-at-once` are left alone.
 */
export function HoldUntilSaved() {
  const t = useMessages()
  const [isLate, setIsLate] = useState(false)
  useEffect(() => {
    let cancel: (() => void) | undefined
    const onSubmit = (event: SubmitEvent) => {
      const form = event.target
      if (!(form instanceof HTMLFormElement) || form.method !== 'post') return
      if (form.dataset['sendAtOnce'] !== undefined || !isSaving()) return
      event.preventDefault()
      event.stopImmediatePropagation()
      const { submitter } = event
      cancel?.()
      form.setAttribute('aria-busy', 'true')
      cancel = whenSaved((outcome) => {
        form.removeAttribute('aria-busy')
        setIsLate(outcome === 'late')
        if (outcome === 'saved' && form.isConnected) form.requestSubmit(submitter)
      })
    }
    window.addEventListener('submit', onSubmit, { capture: true })
    return () => {
      window.removeEventListener('submit', onSubmit, { capture: true })
      cancel?.()
    }
  }, [])
  return (
    <div role="alert" className="unreachable">
      {isLate && (
        <p className="notice" data-tone="warn">
          {t('editor.held')}{' '}
          <button type="button" className="button button-small" onClick={() => setIsLate(false)}>
            {t('unreachable.understood')}
          </button>
        </p>
      )}
    </div>
  )
}

/** Calls back once nothing is on its way any more. @returns what cancels it. */
function whenSaved(report: (outcome: 'saved' | 'refused' | 'late') => void): () => void {
  const end = () => {
    observer.disconnect()
    clearTimeout(timer)
  }
  const observer = new MutationObserver(() => {
    if (isSaving()) return
    end()
    report(isRefused() ? 'refused' : 'saved')
  })
  observer.observe(document.body, states)
  const timer = setTimeout(() => {
    end()
    report('late')
  }, longestHoldMs)
  return end
}
