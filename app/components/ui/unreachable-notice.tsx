import { useBlocker } from '@remix-run/react'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useMessages } from './language'
import { forgetFailedSending, readReachability, subscribeToReachability } from './reachability'

const atFirst = { isReachable: true, hasFailedToSend: false }

/**
 * Keeps the page while the server cannot be reached: a link that is followed says so, and is followed by itself
 * once the server answers.
 */
export function UnreachableNotice() {
  const t = useMessages()
  const { isReachable, hasFailedToSend } = useSyncExternalStore(
    subscribeToReachability,
    readReachability,
    () => atFirst,
  )
  const blocker = useBlocker(() => !readReachability().isReachable)
  const link = useRef<HTMLAnchorElement>()
  const [isWaiting, setIsWaiting] = useState(false)
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      if (readReachability().isReachable || !isPlainClick(event)) return
      const anchor = event.target instanceof Element ? event.target.closest('a') : null
      if (!anchor || anchor.origin !== location.origin || anchor.target === '_blank') return
      // Within the page there is nothing to load.
      if (anchor.getAttribute('href')?.startsWith('#')) return
      event.preventDefault()
      link.current = anchor
      setIsWaiting(true)
    }
    document.addEventListener('click', onClick, { capture: true })
    return () => document.removeEventListener('click', onClick, { capture: true })
  }, [])
  useEffect(() => {
    if (!isReachable) return
    if (blocker.state === 'blocked') blocker.proceed()
    const anchor = link.current
    link.current = undefined
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the network is outside React
    setIsWaiting(false)
    if (anchor?.isConnected) anchor.click()
  }, [isReachable, blocker])
  const stay = () => {
    link.current = undefined
    setIsWaiting(false)
    if (blocker.state === 'blocked') blocker.reset()
  }
  const wants = isWaiting || blocker.state === 'blocked'
  return (
    <div role="status" className="unreachable">
      {hasFailedToSend && (
        <p className="notice" data-tone="bad">
          {t('unreachable.not-sent')}{' '}
          <button type="button" className="button button-small" onClick={forgetFailedSending}>
            {t('unreachable.understood')}
          </button>
        </p>
      )}
      {wants && !isReachable && (
        <p className="notice" data-tone="warn">
          {t('unreachable.page')}{' '}
          <button type="button" className="button button-small" onClick={stay}>
            {t('unreachable.stay')}
          </button>
        </p>
      )}
    </div>
  )
}

const isPlainClick = (event: MouseEvent) =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
