import { useLocation } from '@remix-run/react'
import { useEffect, useRef } from 'react'

/**
 * Moves the focus to the heading of a page that one has come to by a link or a form. Without it the focus is lost with
 * what was pressed: a screen reader says nothing of the new page, and Tab begins at the top again.
 */
export function FocusHeading() {
  const { pathname, hash } = useLocation()
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    const content = document.getElementById('content')
    // A page may put the focus itself, and an address may name a place in it.
    if (!content || hash !== '' || content.contains(document.activeElement)) return
    const heading = content.querySelector<HTMLElement>('h1') ?? content
    heading.tabIndex = -1
    heading.focus({ preventScroll: true })
  }, [pathname, hash])
  return null
}
