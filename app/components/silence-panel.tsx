import { Form } from '@remix-run/react'
import { localTimeIn } from '#domain/deadlines'
import { longestReason } from '#domain/recommendations'
import type { SilenceStatus } from '#domain/silence'
import { DelegationNames, type Badge } from './delegations'
import { useFormat, useMessages } from './language'

type SilenceFacts = {
  status: SilenceStatus
  deadline: string
  brokenBy: string | undefined
  reason: string | undefined
}

/** A silence procedure: what it means for this reader, how it ended, and the forms to begin, break and end one. */
export function SilencePanel({
  silence,
  badges,
  timeZone,
  now,
  may,
}: {
  silence: SilenceFacts | undefined
  badges: readonly Badge[]
  timeZone: string
  /** When the page was made. */
  now: string
  may: { putUnderSilence: boolean; breakSilence: boolean; endSilence: boolean }
}) {
  const t = useMessages()
  const format = useFormat()
  return (
    <>
      {silence?.status === 'running' && (
        <p className="notice" data-tone="warn">
          {t('silence.running', { deadline: format.instant(silence.deadline, timeZone) })}
        </p>
      )}
      {silence?.status === 'broken' && (
        <div className="notice">
          <p>
            {t('silence.broken')}{' '}
            {silence.brokenBy && <DelegationNames ids={[silence.brokenBy]} badges={badges} />}
          </p>
          <p dir="auto">{silence.reason}</p>
        </div>
      )}
      {may.breakSilence && (
        <ReasonForm intent="break-silence" name={t('silence.break')} hint={t('silence.break-hint')} />
      )}
      {may.endSilence && (
        <ReasonForm intent="end-silence" name={t('silence.end')} hint={t('desk.with-reason')} />
      )}
      {may.putUnderSilence && (
        <details className="reason-form">
          <summary>{t('silence.begin')}</summary>
          <Form method="post">
            <div className="field">
              <label htmlFor="silence-deadline">{t('silence.deadline')}</label>
              <input
                id="silence-deadline"
                name="deadline"
                type="datetime-local"
                required
                min={localTimeIn(new Date(now), timeZone)}
              />
              <p className="field-hint">{t('call.deadline-zone', { zone: timeZone })}</p>
            </div>
            <p>{t('silence.explained')}</p>
            <button className="button button-primary" type="submit" name="intent" value="put-under-silence">
              {t('silence.begin-submit')}
            </button>
          </Form>
        </details>
      )}
    </>
  )
}

function ReasonForm({ intent, name, hint }: { intent: string; name: string; hint: string }) {
  const t = useMessages()
  return (
    <details className="reason-form">
      <summary>{name}</summary>
      <Form method="post">
        <div className="field">
          <label htmlFor={`reason-${intent}`}>{t('recommendation.reason')}</label>
          <textarea id={`reason-${intent}`} name="reason" dir="auto" maxLength={longestReason} required />
          <p className="field-hint">{hint}</p>
        </div>
        <button className="button button-danger" type="submit" name="intent" value={intent}>
          {name}
        </button>
      </Form>
    </details>
  )
}
