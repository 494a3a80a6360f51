import { LanguageSelect } from '#components/text/text-choices'
import { Form } from '#components/ui/form'
import { Text, useFormat, useLanguage, useMessages } from '#components/ui/language'
import { longestReason } from '#domain/negotiation/recommendations'
import type { Language } from '#domain/languages'

type Correction = { id: string; label?: string | undefined; language: Language; body: string; at: string }

/** What was recorded beside a list that never changes, and the form to record more. */
export function Corrections({
  corrections,
  timeZone,
  mayCorrect,
}: {
  corrections: readonly Correction[]
  timeZone: string
  mayCorrect: boolean
}) {
  const t = useMessages()
  const format = useFormat()
  const { language } = useLanguage()
  return (
    <>
      {corrections.length > 0 && (
        <section aria-labelledby="corrections">
          <h2 id="corrections">{t('list.corrections')}</h2>
          <ul className="cards">
            {corrections.map((correction) => (
              <li key={correction.id} className="card">
                <p className="item-head">
                  {correction.label && (
                    <strong>
                      <bdi>{correction.label}</bdi>
                    </strong>
                  )}
                  <span className="soft">{format.instant(correction.at, timeZone)}</span>
                </p>
                <p>
                  <Text language={correction.language}>{correction.body}</Text>
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {mayCorrect && (
        <details className="reason-form no-print">
          <summary>{t('list.correct')}</summary>
          <Form method="post">
            <p className="field-hint">{t('list.correct-explained')}</p>
            <div className="field">
              <label htmlFor="correction-label">{t('list.correct-label')}</label>
              <input id="correction-label" name="label" className="input" maxLength={20} />
            </div>
            <div className="field">
              <label htmlFor="correction-language">{t('call.language')}</label>
              <LanguageSelect id="correction-language" defaultValue={language} />
            </div>
            <div className="field">
              <label htmlFor="correction-body">{t('list.correct-body')}</label>
              <textarea id="correction-body" name="body" dir="auto" maxLength={longestReason} required />
            </div>
            <button className="button" type="submit">
              {t('list.correct')}
            </button>
          </Form>
        </details>
      )}
    </>
  )
}
