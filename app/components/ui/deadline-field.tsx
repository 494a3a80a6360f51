import { useState } from 'react'
import { instantIn, localTimeIn } from '#domain/time/deadlines'
import { useMessages } from './language'
import { OwnTime } from './own-time'

/** Asks for a deadline in the meeting's time zone, and says what that is on the reader's own clock. */
export function DeadlineField({
  timeZone,
  now,
  typed = '',
}: {
  timeZone: string
  /** When the page was made. */
  now: string
  typed?: string | undefined
}) {
  const t = useMessages()
  const [local, setLocal] = useState(typed)
  return (
    <div className="field">
      <label htmlFor="silence-deadline">{t('silence.deadline')}</label>
      <input
        id="silence-deadline"
        name="deadline"
        type="datetime-local"
        required
        min={localTimeIn(new Date(now), timeZone)}
        defaultValue={typed}
        onChange={(event) => setLocal(event.target.value)}
        aria-describedby="silence-deadline-zone"
      />
      <p className="field-hint" id="silence-deadline-zone" aria-live="polite">
        {t('call.deadline-zone', { zone: timeZone })}
        <OwnTime at={instantIn(local, timeZone)} timeZone={timeZone} />
      </p>
    </div>
  )
}
