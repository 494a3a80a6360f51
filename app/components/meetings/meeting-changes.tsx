import { Form } from '#components/ui/form'
import { useMessages } from '#components/ui/language'
import { longestReason } from '#domain/negotiation/recommendations'
import { meetingIs, type MeetingAction, type MeetingStatus } from '#domain/status'

/** For anyone who leads a meeting: to open, close, report or postpone it. */
export function MeetingChanges({
  may,
  meeting,
  typed,
}: {
  may: readonly MeetingAction[]
  meeting: { status: MeetingStatus; startsOn: string; endsOn: string }
  /** What a refused form held. */
  typed: Record<string, string>
}) {
  const t = useMessages()
  if (may.length === 0) return null
  const moves = (['open', 'close', 'report'] as const).filter((action) => may.includes(action))
  return (
    <details className="reason-form" key={`${meeting.status}-${meeting.startsOn}`}>
      <summary>{t('meeting.change')}</summary>
      {moves.length > 0 && (
        <Form method="post" className="button-row">
          {moves.map((action) => (
            <button key={action} className="button" type="submit" name="intent" value={action}>
              {t(
                action === 'open' && meetingIs.concluded(meeting.status)
                  ? 'meeting.reopen'
                  : `meeting.do.${action}`,
              )}
            </button>
          ))}
        </Form>
      )}
      {may.includes('postpone') && (
        <Form method="post">
          <h2>{t('meeting.do.postpone')}</h2>
          <div className="field-row">
            {(['startsOn', 'endsOn'] as const).map((name) => (
              <div className="field" key={name}>
                <label htmlFor={name}>{t(`meeting.${name === 'startsOn' ? 'first-day' : 'last-day'}`)}</label>
                <input
                  id={name}
                  name={name}
                  type="date"
                  required
                  defaultValue={typed[name] ?? meeting[name]}
                />
              </div>
            ))}
          </div>
          <div className="field">
            <label htmlFor="postpone-reason">{t('recommendation.reason')}</label>
            <textarea
              id="postpone-reason"
              name="reason"
              dir="auto"
              maxLength={longestReason}
              required
              defaultValue={typed['reason']}
            />
            <p className="field-hint">{t('meeting.postpone-hint')}</p>
          </div>
          <button className="button" type="submit" name="intent" value="postpone">
            {t('meeting.do.postpone')}
          </button>
        </Form>
      )}
    </details>
  )
}
