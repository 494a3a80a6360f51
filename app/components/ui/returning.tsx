import { isRouteErrorResponse, useRevalidator, useRouteError } from '@remix-run/react'
import { useEffect, useRef } from 'react'
import { useMessages } from './language'

/** How often a server that does not answer is asked again, in milliseconds. */
const pause = 2_000

/** In the place of a page whose server does not answer: says so, and shows the page as soon as it does. */
export function Returning() {
  const error = useRouteError()
  const t = useMessages()
  const { revalidate } = useRevalidator()
  const latest = useRef(revalidate)
  useEffect(() => {
    latest.current = revalidate
  }, [revalidate])
  // What does not exist, or is not for this reader, will not come by waiting.
  const isAnswer = isRouteErrorResponse(error) && error.status < 500
  useEffect(() => {
    if (isAnswer) return undefined
    const timer = setInterval(() => {
      fetch('/healthz').then(
        (answer) => answer.ok && latest.current(),
        () => undefined,
      )
    }, pause)
    return () => clearInterval(timer)
  }, [isAnswer])
  if (isAnswer) throw error
  return (
    <div className="projector">
      <p className="projector-empty" role="status">
        {t('room.interrupted')}
      </p>
    </div>
  )
}
