import { useEffect } from 'react'

/** Tells the server that this text is being read, each time that more of it is before the reader's eyes. */
export function useLook(recommendation: string, position: number, isReader: boolean): void {
  useEffect(() => {
    if (!isReader) return
    const look = () => {
      // A page in the background, or one that was fetched in advance, is read by no one.
      if (document.visibilityState !== 'visible') return
      void fetch(`/recommendations/${recommendation}/seen`, {
        method: 'POST',
        body: new URLSearchParams({ position: String(position) }),
        keepalive: true,
      }).catch(() => undefined)
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [recommendation, position, isReader])
}
