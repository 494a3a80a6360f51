import { useEffect, useState } from 'react'
import { useMessages } from './language'

/** Minutes and seconds, the same in every language of these screens. */
export const clock = (seconds: number): string => {
  const whole = Math.max(0, Math.floor(seconds))
  return `${String(Math.floor(whole / 60))}:${String(whole % 60).padStart(2, '0')}`
}

/**
 * How long somebody has been speaking, and of how long; what is over is said, not only coloured.
 * @param startedAt and `now` are the server's instants; the browser's own clock may be wrong.
 */
export function SpeakingClock({ startedAt, limit, now }: { startedAt: string; limit: number; now: string }) {
  const t = useMessages()
  const start = (Date.parse(now) - Date.parse(startedAt)) / 1000
  return <Running key={`${startedAt} ${now}`} start={start} limit={limit} over={t('floor.over')} />
}

function Running({ start, limit, over }: { start: number; limit: number; over: string }) {
  const [passed, setPassed] = useState(0)
  useEffect(() => {
    const began = Date.now()
    const timer = setInterval(() => setPassed((Date.now() - began) / 1000), 500)
    return () => clearInterval(timer)
  }, [])
  const seconds = start + passed
  return (
    <span className="speaking-clock" data-tone={seconds > limit ? 'bad' : undefined} role="timer">
      <bdi>
        {clock(seconds)} / {clock(limit)}
      </bdi>
      {seconds > limit && ` ${over}`}
    </span>
  )
}
