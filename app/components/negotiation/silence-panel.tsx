import { useId, useState } from 'react'
import { DelegationNames, type Badge } from '#components/people/delegations'
import { Countdown } from '#components/ui/countdown'
import { DeadlineField } from '#components/ui/deadline-field'
import { Form, useTyped } from '#components/ui/form'
import { useFormat, useLanguage, useMessages } from '#components/ui/language'
import { OwnTime } from '#components/ui/own-time'
import { likelyLanguage } from '#domain/text/likely-language'
import { longestReason } from '#domain/negotiation/recommendations'
import { silenceIs, type SilenceStatus } from '#domain/status'

type SilenceFacts = {
  status: SilenceStatus
  deadline: string
  brokenBy: string | undefined
  reason: string | undefined
}

type Props = {
  silence: SilenceFacts | undefined
  badges: readonly Badge[]
  timeZone: string
  /** When the page was made. */
  now: string
  may: { putUnderSilence: boolean; breakSilence: boolean; endSilence: boolean; makeStatement: boolean }
  /** The address of the text. */
  at: string
}

/** A silence procedure: what it means for this reader, how it ended, and the forms to begin, break and end one. */
export function SilencePanel({ silence, badges, timeZone, now, may, at }: Props) {
  const t = useMessages()
  const format = useFormat()
  // An objection that is being typed outlives the silence: the deadline may pass at any letter.
  const late = useTyped(`${at}/break-silence`)
  const [objection, setObjection] = useState(late['reason'] ?? '')
  const kept = objection.trim() !== '' && !may.breakSilence && silence?.reason !== objection.trim()
  return (
    <>
      {silence && silenceIs.running(silence.status) && (
        <div className="notice silence-running" data-tone="warn">
          <p>{t('silence.running', { deadline: format.instant(silence.deadline, timeZone) })}</p>
          <p>
            <Countdown until={silence.deadline} now={now} />{' '}
            <OwnTime at={silence.deadline} timeZone={timeZone} />
          </p>
        </div>
      )}
      {silence && silenceIs.broken(silence.status) && (
        <div className="notice">
          <p>
            {t('silence.broken')}{' '}
            {silence.brokenBy && <DelegationNames ids={[silence.brokenBy]} badges={badges} />}
          </p>
          <p dir="auto">{silence.reason}</p>
        </div>
      )}
      {kept && (
        <KeptObjection
          words={objection}
          outcome={silence && silenceIs.concluded(silence.status) ? 'agreed' : 'open'}
          at={at}
          mayRecord={may.makeStatement}
          onDismiss={() => setObjection('')}
        />
      )}
      {may.breakSilence && (
        <ReasonForm
          to={`${at}/break-silence`}
          name={t('silence.break')}
          hint={t('silence.break-hint')}
          onType={setObjection}
        />
      )}
      {may.endSilence && (
        <ReasonForm to={`${at}/end-silence`} name={t('silence.end')} hint={t('desk.with-reason')} />
      )}
      {may.putUnderSilence && (
        <details className="reason-form">
          <summary>{t('silence.begin')}</summary>
          <Form method="post" to={`${at}/put-under-silence`}>
            <DeadlineField timeZone={timeZone} now={now} />
            <p>{t('silence.explained')}</p>
            <button className="button button-primary" type="submit">
              {t('silence.begin-submit')}
            </button>
          </Form>
        </details>
      )}
    </>
  )
}

/** What somebody was typing when the silence ended: kept, and with a use where the text stands agreed. */
function KeptObjection({
  words,
  at,
  outcome,
  mayRecord,
  onDismiss,
}: {
  words: string
  at: string
  outcome: 'agreed' | 'open'
  mayRecord: boolean
  onDismiss: () => void
}) {
  const t = useMessages()
  const { language } = useLanguage()
  return (
    <Form method="post" to={`${at}/statement`} className="notice" data-tone="warn" onTaken={onDismiss}>
      <p role="alert">
        {t(`silence.late-${outcome}`)} {t('silence.late-kept')}
      </p>
      <input type="hidden" name="kind" value="explanation" />
      <input type="hidden" name="language" value={likelyLanguage(words, language)} />
      <div className="field">
        <label htmlFor="late-objection">{t('silence.late-words')}</label>
        <textarea id="late-objection" name="body" dir="auto" rows={3} defaultValue={words} />
      </div>
      <p className="button-row">
        {mayRecord && (
          <button className="button button-small" type="submit">
            {t('silence.late-record')}
          </button>
        )}
        <button className="button button-small button-quiet" type="button" onClick={onDismiss}>
          {t('silence.late-dismiss')}
        </button>
      </p>
    </Form>
  )
}

function ReasonForm({
  to,
  name,
  hint,
  onType,
}: {
  to: string
  name: string
  hint: string
  onType?: (words: string) => void
}) {
  const t = useMessages()
  const id = useId()
  const typed = useTyped(to)
  return (
    <details className="reason-form">
      <summary>{name}</summary>
      <Form method="post" to={to}>
        <div className="field">
          <label htmlFor={id}>{t('recommendation.reason')}</label>
          <textarea
            id={id}
            name="reason"
            dir="auto"
            maxLength={longestReason}
            defaultValue={typed['reason']}
            required
            onChange={(event) => onType?.(event.target.value)}
          />
          <p className="field-hint">{hint}</p>
        </div>
        <button className="button button-danger" type="submit">
          {name}
        </button>
      </Form>
    </details>
  )
}
