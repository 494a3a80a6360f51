import { useFetchers, useRevalidator, useRouteLoaderData } from '@remix-run/react'
import { useEffect, useRef, useState } from 'react'
import { announceSession } from '#components/ui/session-ended'
import type { PresenceOf } from '#domain/meetings/presence'

/** Changes that come together are shown together, in milliseconds. */
const gathering = 120
/** The same for a page that everything in the house changes. */
const longGathering = 600
/** A line that the browser gave up is opened again after this long, in milliseconds. */
const retryPause = 2_000
/** The server gives a sign of life every twenty seconds; a line that is silent for longer is dead, in milliseconds. */
const longestSilence = 50_000
/** A line that is back so soon was not missed, in milliseconds. */
const unnoticed = 1_500

/** Whether what a page shows is kept current now. */
export type Line = 'open' | 'interrupted'

/** `presence` is who is in the meeting; not known before the line is open. */
type Live = { line: Line; presence: PresenceOf | undefined }

/**
 * Keeps a page that shows something of a meeting current: whenever the server says that something changed, its
 * loaders run again. Nothing is reloaded, so scroll position, focus and half-typed forms stay as they are. A line
 * that breaks, or a server that restarts, is waited for; then everything is looked at once more.
 */
export function useLiveMeeting(meeting: string): Live {
  return useLive(`/meetings/${encodeURIComponent(meeting)}/events`, gathering)
}

/** The same for a page that shows something of every meeting. */
export function useLiveEverything(): void {
  useLive('/events', longGathering)
}

function useLive(path: string, pause: number): Live {
  const { revalidate, state } = useRevalidator()
  // The router drops where a form leads to when data are loaded again before its answer is there.
  const isSending = useFetchers().some((fetcher) => fetcher.state === 'submitting')
  const isBusy = isSending || state === 'loading'
  const root = useRouteLoaderData<{ sequence: number; reader?: { id: string } }>('root')
  const reader = root?.reader?.id
  // What happens between the loading of the page and the opening of the line is told by its place in the log.
  const after = useRef(root?.sequence ?? 0)
  const latest = useRef({ revalidate, isBusy })
  const wanted = useRef(false)
  const [line, setLine] = useState<Line>('open')
  const [presence, setPresence] = useState<PresenceOf>()
  useEffect(() => {
    latest.current = { revalidate, isBusy }
    if (isBusy || !wanted.current) return
    wanted.current = false
    revalidate()
  }, [revalidate, isBusy])

  useEffect(() => {
    const query = new URLSearchParams({ after: String(after.current) })
    // A stream that opens again after the session ended must not go on as a visitor's.
    if (reader) query.set('reader', reader)
    const feed = openFeed(`${path}?${query.toString()}`, pause, {
      refresh: () => {
        // One look at a time: each would break off the one before, and a busy room would never be shown.
        if (latest.current.isBusy) wanted.current = true
        else latest.current.revalidate()
      },
      onLine: setLine,
      onPresence: setPresence,
      onSession: announceSession,
    })
    return () => feed.close()
  }, [path, pause, reader])
  return { line, presence }
}

type Listener = {
  refresh: () => void
  onLine: (line: Line) => void
  onPresence: (presence: PresenceOf) => void
  /** The session that the page was made for is over, or open again. */
  onSession: (isOpen: boolean) => void
}

function openFeed(address: string, pause: number, listener: Listener): { close: () => void } {
  const { refresh, onLine, onPresence, onSession } = listener
  let source: EventSource
  let wasInterrupted = false
  let isOver = false
  let heardAt = Date.now()
  let gatherer: ReturnType<typeof setTimeout> | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let notice: ReturnType<typeof setTimeout> | undefined

  const changed = () => {
    gatherer ??= setTimeout(() => {
      gatherer = undefined
      // Asking a server that is gone would put an error in the place of the page; the next opening asks.
      if (source.readyState === EventSource.OPEN && navigator.onLine) refresh()
      else wasInterrupted = true
    }, pause)
  }
  const heard = () => {
    heardAt = Date.now()
  }
  const lost = () => {
    if (isOver) return
    wasInterrupted = true
    notice ??= setTimeout(() => onLine('interrupted'), unnoticed)
    // A browser tries again by itself after a broken line, and not after an answer that is none.
    if (source.readyState === EventSource.CLOSED) retry ??= setTimeout(connect, retryPause)
  }
  const connect = () => {
    retry = undefined
    heard()
    source = new EventSource(address)
    source.addEventListener('open', () => {
      heard()
      clearTimeout(notice)
      notice = undefined
      onLine('open')
      // Whatever happened while the line was down was not announced to us.
      if (wasInterrupted) changed()
      wasInterrupted = false
    })
    source.addEventListener('change', () => {
      heard()
      changed()
    })
    // Nothing is loaded again: the page would be replaced, with everything that is typed into it.
    source.addEventListener('session-end', () => {
      isOver = true
      source.close()
      onSession(false)
      // The person signed in again in another window.
      window.addEventListener('focus', connect, { once: true })
    })
    source.addEventListener('presence', (event: MessageEvent<string>) => {
      heard()
      // The server of this very page wrote it.
      onPresence(JSON.parse(event.data) as PresenceOf)
    })
    source.addEventListener('beat', () => {
      heard()
      if (!isOver) return
      isOver = false
      onSession(true)
      changed()
    })
    source.addEventListener('error', lost)
  }
  const reconnect = () => {
    source.close()
    lost()
  }
  connect()
  const watch = setInterval(() => {
    if (source.readyState === EventSource.OPEN && Date.now() - heardAt > longestSilence) reconnect()
  }, longestSilence / 5)
  window.addEventListener('offline', reconnect)
  return {
    close: () => {
      window.removeEventListener('offline', reconnect)
      window.removeEventListener('focus', connect)
      for (const timer of [gatherer, retry, notice]) clearTimeout(timer)
      clearInterval(watch)
      source.close()
    },
  }
}
