import { useEffect, useState } from 'react'
import { useMessages } from '#components/ui/language'

/** Minutes and seconds, the same in every language of these screens. */
export const clock = (seconds: number): string => {
  const whole = Math.max(0, Math.floor(seconds))
  return `${String(Math.floor(whole / 60))}:${String(whole % 60).padStart(2, '0')}`
}

/**
 * How much of their time somebody who speaks has left; what is over is said, not only coloured.
 * @param startedAt and `now` are the server's instants; the browser's own clock may be wrong.
 */
export function SpeakingClock({ startedAt, limit, now }: { startedAt: string; limit: number; now: string }) {
  const t = useMessages()
  const [passed, setPassed] = useState({ since: now, seconds: 0 })
  useEffect(() => {
    const began = Date.now()
    const tick = () => setPassed({ since: now, seconds: (Date.now() - began) / 1000 })
    const timer = setInterval(tick, 500)
    return () => clearInterval(timer)
  }, [now])
  const before = (Date.parse(now) - Date.parse(startedAt)) / 1000
  const left = limit - before - (passed.since === now ? passed.seconds : 0)
  const isOver = left < 0
  const word = t(isOver ? 'floor.over' : 'floor.left')
  return (
    <span className="speaking-clock" data-tone={isOver ? 'bad' : undefined}>
      {/* A timer is read when asked for, and not every second; that time is over is said once. */}
      <span role="timer" aria-label={word}>
        <bdi className="speaking-clock-figures">{clock(isOver ? -left : Math.ceil(left))}</bdi>
      </span>{' '}
      <span className="speaking-clock-word" role="status">
        {word}
      </span>
    </span>
  )
}
