import { useMessages } from '#components/ui/language'
import { longestReason } from '#domain/negotiation/recommendations'

/** The field for why changes are rejected; the sponsors of the amendments read it. */
export function RejectionReason({ id, typed }: { id: string; typed: string | undefined }) {
  const t = useMessages()
  return (
    <div className="field">
      <label htmlFor={id}>{t('merge.reason')}</label>
      <textarea
        id={id}
        name="reason"
        dir="auto"
        rows={2}
        required
        maxLength={longestReason}
        defaultValue={typed}
        aria-describedby={`${id}-hint`}
      />
      <p className="field-hint" id={`${id}-hint`}>
        {t('merge.reason-hint')}
      </p>
    </div>
  )
}
