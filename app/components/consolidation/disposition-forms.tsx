import { KindSelect, TopicSelect } from '#components/text/text-choices'
import { Form, useTyped } from '#components/ui/form'
import { useMessages } from '#components/ui/language'
import type { LocalizedText } from '#domain/languages'
import { longestReason, type RecommendationKind } from '#domain/negotiation/recommendations'

type Props = {
  /** The address of the desk. */
  at: string
  /** The items that are chosen. */
  chosen: readonly string[]
  topics: readonly { id: string; title: LocalizedText }[]
  /** What is offered first, as the items have it. */
  topic: string | undefined
  kind: RecommendationKind | undefined
  /** The paragraph that is open beside them. */
  paragraph: { id: string; number?: number | undefined } | undefined
}

/** What shall become of the items that are chosen. */
export function DispositionForms({ at, chosen, topics, topic, kind, paragraph: open }: Props) {
  const t = useMessages()
  const { reason } = useTyped(`${at}/not-retained`)
  const paragraph = open && open.number !== undefined ? open : undefined
  const sources = chosen.map((value) => <input key={value} type="hidden" name="sources" value={value} />)
  return (
    <div className="decide">
      <Form method="post" className="field-row" to={`${at}/consolidate`} preventScrollReset>
        {sources}
        <div className="field">
          <label htmlFor="topic">{t('recommendation.topic')}</label>
          <TopicSelect id="topic" topics={topics} defaultValue={topic} />
        </div>
        <div className="field">
          <label htmlFor="kind">{t('recommendation.kind')}</label>
          <KindSelect id="kind" defaultValue={kind} />
        </div>
        <button className="button button-primary" type="submit" data-desk-key="m c">
          {t('consolidation.make', { count: chosen.length })}
        </button>
      </Form>
      {paragraph && (
        <Form method="post" to={`${at}/add`} preventScrollReset>
          {sources}
          <input type="hidden" name="paragraph" value={paragraph.id} />
          <button className="button" type="submit" data-desk-key="a">
            {t('consolidation.add', { number: paragraph.number ?? 0 })}
          </button>
        </Form>
      )}
      <details>
        <summary>{t('disposition.not-retained')}</summary>
        <Form method="post" to={`${at}/not-retained`} preventScrollReset>
          {sources}
          <div className="field">
            <label htmlFor="reason">{t('recommendation.reason')}</label>
            <textarea
              id="reason"
              name="reason"
              maxLength={longestReason}
              defaultValue={reason}
              dir="auto"
              required
              data-desk-key="n"
            />
          </div>
          <button className="button button-danger" type="submit">
            {t('consolidation.not-retained')}
          </button>
        </Form>
      </details>
    </div>
  )
}
