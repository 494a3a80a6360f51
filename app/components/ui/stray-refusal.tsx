import { useLocation } from '@remix-run/react'
import { useEffect, useState } from 'react'
import { RefusalNotice, type RefusalCode } from './refusal-notice'

const eventName = 'rapporteur:stray-refusal'

/** Shows a refusal whose form is no longer on the page; nothing takes it away again. */
export function showStrayRefusal(refusal: RefusalCode | undefined): void {
  window.dispatchEvent(new CustomEvent(eventName, { detail: refusal }))
}

/** Where refusals are shown whose forms have gone, until something else is sent or another page is opened. */
export function StrayRefusal() {
  const [refused, setRefused] = useState<{ refusal: RefusalCode; on: string }>()
  const { pathname } = useLocation()
  useEffect(() => {
    const listener = (event: Event) => {
      const refusal: RefusalCode | undefined = event instanceof CustomEvent ? event.detail : undefined
      setRefused(refusal && { refusal, on: location.pathname })
    }
    window.addEventListener(eventName, listener)
    return () => window.removeEventListener(eventName, listener)
  }, [])
  if (refused?.on !== pathname) return null
  return (
    <div className="stray-refusal">
      <RefusalNotice refusal={refused.refusal} />
    </div>
  )
}
