import { useEffect, useState } from 'react'
import { useMessages } from './language'

const two = (number: number) => String(number).padStart(2, '0')

/**
 * How long it still is until an instant, in digits of one width and a place of one width: nothing beside it moves.
 * @param now the server's instant when the page was made; the browser's own clock may be wrong.
 */
export function Countdown({ until, now }: { until: string; now: string }) {
  return <Running key={`${until} ${now}`} seconds={(Date.parse(until) - Date.parse(now)) / 1000} />
}

function Running({ seconds }: { seconds: number }) {
  const t = useMessages()
  const [passed, setPassed] = useState(0)
  useEffect(() => {
    const began = Date.now()
    const timer = setInterval(() => setPassed((Date.now() - began) / 1000), 500)
    return () => clearInterval(timer)
  }, [])
  const left = Math.max(0, Math.ceil(seconds - passed))
  const days = Math.floor(left / 86_400)
  const clock = `${two(Math.floor(left / 3_600) % 24)}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`
  const time = days > 0 ? `${t('silence.days', { count: days })} ${clock}` : clock
  return (
    <span className="countdown" role="timer">
      {left === 0 ? t('silence.ending') : t('silence.ends-in', { time })}
    </span>
  )
}
