import { useRevalidator, useRouteLoaderData } from '@remix-run/react'
import { useEffect, useRef } from 'react'

/** Changes that come together are shown together, in milliseconds. */
const gathering = 120

/**
 * Keeps a page that shows something of a meeting current: whenever the server says that something changed, its
 * loaders run again. Nothing is reloaded, so scroll position, focus and half-typed forms stay as they are.
 */
export function useLiveMeeting(meeting: string): void {
  const { revalidate } = useRevalidator()
  const root = useRouteLoaderData<{ sequence: number }>('root')
  // What happens between the loading of the page and the opening of the line is told by its place in the log.
  const after = useRef(root?.sequence ?? 0)
  const latest = useRef(revalidate)
  useEffect(() => {
    latest.current = revalidate
  }, [revalidate])

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const refresh = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        latest.current()
      }, gathering)
    }
    const source = new EventSource(
      `/meetings/${encodeURIComponent(meeting)}/events?after=${String(after.current)}`,
    )
    let interrupted = false
    source.addEventListener('change', refresh)
    source.addEventListener('error', () => {
      interrupted = true
    })
    source.addEventListener('open', () => {
      // Whatever happened while the line was down was not announced to us.
      if (interrupted) refresh()
      interrupted = false
    })
    return () => {
      clearTimeout(timer)
      source.close()
    }
  }, [meeting])
}
