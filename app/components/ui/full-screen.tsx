import { useEffect, useState } from 'react'
import { useMessages } from './language'

/** Fills the whole screen with the page and keeps it awake; gone while it does, and Escape brings it back. */
export function FullScreenButton() {
  const t = useMessages()
  const [isFull, setFull] = useState(false)
  useEffect(() => {
    const look = () => setFull(document.fullscreenElement !== null)
    document.addEventListener('fullscreenchange', look)
    return () => document.removeEventListener('fullscreenchange', look)
  }, [])
  useEffect(() => {
    if (!isFull || !('wakeLock' in navigator)) return undefined
    const lock = navigator.wakeLock.request('screen').catch(() => undefined)
    return () => void lock.then((held) => held?.release())
  }, [isFull])
  if (isFull) return null
  return (
    <button
      type="button"
      className="button button-small button-quiet needs-scripts"
      onClick={() => void document.documentElement.requestFullscreen().catch(() => undefined)}
    >
      {t('room.full-screen')}
    </button>
  )
}
