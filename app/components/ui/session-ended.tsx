import { useLocation } from '@remix-run/react'
import { useEffect, useState } from 'react'
import { useMessages } from '#components/ui/language'

const eventName = 'rapporteur:session'

/** Says on this page that its session is over, or open again. */
export function announceSession(isOpen: boolean): void {
  window.dispatchEvent(new CustomEvent(eventName, { detail: isOpen }))
}

/** Says that the session is over and leads to where one signs in; the page stays, with what is typed into it. */
export function SessionEnded() {
  const t = useMessages()
  const { pathname, search } = useLocation()
  const [isOver, setIsOver] = useState(false)
  useEffect(() => {
    const onSession = (event: Event) => setIsOver(event instanceof CustomEvent && event.detail === false)
    window.addEventListener(eventName, onSession)
    return () => window.removeEventListener(eventName, onSession)
  }, [])
  if (!isOver) return null
  const to = new URLSearchParams({ to: pathname + search, ended: '1' })
  return (
    <div className="notice session-ended" data-tone="warn" role="alert">
      <p>{t('session-ended.notice')}</p>
      {/* Another window: what is typed into this one is not lost. */}
      <a className="button" href={`/sign-in?${to.toString()}`} target="_blank" rel="noreferrer">
        {t('session-ended.sign-in')}
      </a>
    </div>
  )
}
