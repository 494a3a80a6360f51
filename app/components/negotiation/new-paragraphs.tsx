import { Link } from '@remix-run/react'
import { DelegationNames, type Badge } from '#components/people/delegations'
import { KindSelect, LanguageSelect } from '#components/text/text-choices'
import { Form } from '#components/ui/form'
import { Text, useFormat, useMessages, useRichMessages } from '#components/ui/language'
import { StatusChip } from '#components/ui/status-chip'
import type { Language, LocalizedText } from '#domain/languages'
import { amendmentIs, type AmendmentStatus } from '#domain/status'

type Proposal = {
  id: string
  recommendation: string
  status: AmendmentStatus
  parties: readonly string[]
  text: string
  language: Language
  topic: LocalizedText
  after?: string | undefined
}
type Place = { topic: string; title: LocalizedText; paragraphs: readonly { id: string; number: string }[] }

/** The new paragraphs that are proposed, each with its place. */
export function NewParagraphs({
  proposals,
  badges,
  meeting,
}: {
  proposals: readonly Proposal[]
  badges: readonly Badge[]
  meeting: string
}) {
  const tell = useRichMessages()
  const t = useMessages()
  const format = useFormat()
  if (proposals.length === 0) return null
  return (
    <section aria-labelledby="new-paragraphs">
      <h2 id="new-paragraphs">{t('new-paragraphs.title')}</h2>
      <ul className="cards">
        {proposals.map((proposal) => (
          <li
            key={proposal.id}
            className="card"
            data-quiet={!amendmentIs.pending(proposal.status) ? 'true' : undefined}
          >
            <p className="chip-row">
              <StatusChip status={proposal.status} />
              <DelegationNames ids={proposal.parties} badges={badges} />
              <span className="soft">
                {tell(proposal.after ? 'amendment.place-after' : 'amendment.place-end', {
                  number: <bdi>{proposal.after}</bdi>,
                  topic: <bdi>{format.name(proposal.topic)}</bdi>,
                })}
              </span>
            </p>
            <p className="document-text document-text-small">
              <Link
                to={`/meetings/${meeting}/recommendations/${proposal.recommendation}/amendments/${proposal.id}`}
              >
                <Text language={proposal.language}>{proposal.text || t('recommendation.empty')}</Text>
              </Link>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Begins a paragraph that the list does not have, at a place. */
export function NewParagraphForm({
  places,
  meeting,
  language,
}: {
  places: readonly Place[]
  meeting: string
  language: Language
}) {
  const t = useMessages()
  const format = useFormat()
  return (
    <details className="reason-form">
      <summary>{t('new-paragraphs.propose')}</summary>
      <Form method="post" action={`/meetings/${meeting}?index`}>
        <p className="field-hint">{t('new-paragraphs.explained')}</p>
        <div className="field-row">
          <div className="field field-wide">
            <label htmlFor="new-paragraph-place">{t('new-paragraphs.place')}</label>
            <select id="new-paragraph-place" name="place" required>
              {places.map((place) => (
                <optgroup key={place.topic} label={format.name(place.title)}>
                  <option value={place.topic}>{t('new-paragraphs.at-the-end')}</option>
                  {place.paragraphs.map(({ id, number }) => (
                    <option key={id} value={`${place.topic} ${id}`}>
                      {t('new-paragraphs.after', { number })}
                    </option>
                  ))}
                </optgroup>
              ))}
            </select>
          </div>
          <div className="field">
            <label htmlFor="new-paragraph-kind">{t('recommendation.kind')}</label>
            <KindSelect id="new-paragraph-kind" />
          </div>
          <div className="field">
            <label htmlFor="new-paragraph-language">{t('recommendation.language')}</label>
            <LanguageSelect id="new-paragraph-language" defaultValue={language} />
          </div>
        </div>
        <button className="button" type="submit" name="intent" value="propose-paragraph">
          {t('new-paragraphs.begin')}
        </button>
      </Form>
    </details>
  )
}

/** The same beside the paragraph after which it shall stand. */
export function NewParagraphAfter({
  meeting,
  topic,
  after,
  language,
}: {
  meeting: string
  topic: string
  after: string
  /** Of the text after which it shall stand. */
  language: Language
}) {
  const t = useMessages()
  return (
    <Form method="post" action={`/meetings/${meeting}?index`}>
      <input type="hidden" name="place" value={`${topic} ${after}`} />
      <input type="hidden" name="kind" value="recommendation" />
      <input type="hidden" name="language" value={language} />
      <button className="button" type="submit" name="intent" value="propose-paragraph">
        {t('new-paragraphs.propose-after')}
      </button>
    </Form>
  )
}
