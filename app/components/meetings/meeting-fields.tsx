import { useId } from 'react'
import { useMessages } from '#components/ui/language'
import { TitleFields } from '#components/ui/title-fields'
import type { Language } from '#domain/languages'
import { meetingKinds, type MeetingPlan } from '#domain/meetings/meeting-plan'

type Props = {
  language: Language
  plan?: MeetingPlan
  /** The zone that is likely for a new meeting. */
  usualZone?: string | undefined
  timeZones: readonly string[]
  isKindFixed?: boolean
  typed: Record<string, string> | undefined
}

/** What is said of a meeting when it is planned, and mended later. */
export function MeetingFields({ language, plan, usualZone, timeZones, isKindFixed = false, typed }: Props) {
  const t = useMessages()
  const id = useId()
  return (
    <>
      <TitleFields
        name="title"
        label={t('plan.title')}
        language={language}
        typed={typed}
        {...(plan && { value: plan.title })}
      />
      <div className="field">
        <label htmlFor={`${id}-kind`}>{t('plan.kind')}</label>
        {isKindFixed && <input type="hidden" name="kind" value={plan?.kind} />}
        <select
          id={`${id}-kind`}
          name={isKindFixed ? undefined : 'kind'}
          disabled={isKindFixed}
          defaultValue={typed?.['kind'] ?? plan?.kind}
        >
          {meetingKinds.map((kind) => (
            <option key={kind} value={kind}>
              {t(`meeting.kind.${kind}`)}
            </option>
          ))}
        </select>
      </div>
      <TitleFields
        name="place"
        label={t('plan.place')}
        language={language}
        typed={typed}
        isOptional
        {...(plan && { value: plan.place })}
      />
      <div className="field">
        <label htmlFor={`${id}-zone`}>{t('plan.time-zone')}</label>
        <select
          id={`${id}-zone`}
          name="timeZone"
          dir="ltr"
          defaultValue={typed?.['timeZone'] ?? plan?.timeZone ?? usualZone ?? 'Europe/Vienna'}
        >
          {timeZones.map((zone) => (
            <option key={zone}>{zone}</option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor={`${id}-symbol`}>{t('plan.symbol')}</label>
        <input
          id={`${id}-symbol`}
          name="symbol"
          dir="ltr"
          maxLength={100}
          autoComplete="off"
          defaultValue={typed?.['symbol'] ?? plan?.symbol}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-first`}>{t('plan.first-paragraph')}</label>
        <input
          id={`${id}-first`}
          name="firstParagraph"
          type="number"
          min={1}
          max={9999}
          required
          defaultValue={typed?.['firstParagraph'] ?? plan?.firstParagraph ?? 1}
          aria-describedby={`${id}-first-hint`}
        />
        <p className="field-hint" id={`${id}-first-hint`}>
          {t('plan.first-paragraph.explained')}
        </p>
      </div>
    </>
  )
}
