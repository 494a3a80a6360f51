import { useMemo, useRef } from 'react'
import { StillBlocks } from '#components/text/still-blocks'
import { LanguageSelect } from '#components/text/text-choices'
import { Form } from '#components/ui/form'
import { Text, useFormat, useMessages } from '#components/ui/language'
import { RefusalNotice, type RefusalCode } from '#components/ui/refusal-notice'
import { commentPositions, longestComment, type CommentPosition } from '#domain/comments/comments'
import { directionOf, type Language } from '#domain/languages'
import type { Block } from '#domain/text/content'
import { general, useAnswer, type Saying } from './use-answer'

export type AnswerItem = { id: string; label: string; blocks: readonly Block[]; language: Language }

type Props = {
  items: readonly AnswerItem[]
  language: Language
  /** What the delegation has saved, by item, and `general`. */
  saved: Readonly<Record<string, Saying>>
  /** Where what is typed is kept in the browser. */
  place: string
  isSubmitted: boolean
  refusal: RefusalCode | undefined
}

/** A delegation's answer to a call: an item's text, and under it what the delegation says of it. */
export function AnswerForm({ items, language, saved, place, isSubmitted, refusal }: Props) {
  const t = useMessages()
  const form = useRef<HTMLFormElement>(null)
  const parts = useMemo(() => [general, ...items.map(({ id }) => id)], [items])
  const { conflicts, decide, state } = useAnswer(form, place, parts, saved)
  const conflictOn = (part: string) =>
    conflicts.includes(part) && (
      <Conflict theirs={saved[part]} language={language} onChoice={(choice) => decide(part, choice)} />
    )
  return (
    <Form method="post" formRef={form} keepTyping={false} className="answer">
      <input type="hidden" name="seen" defaultValue={seenOf(saved)} />
      <div className="field">
        <label htmlFor="language">{t('call.language')}</label>
        <LanguageSelect id="language" defaultValue={language} />
      </div>
      <div className="field">
        <label htmlFor="remarks">{t('call.general-remarks')}</label>
        {conflictOn(general)}
        <textarea
          id="remarks"
          name="remarks"
          dir="auto"
          maxLength={longestComment}
          defaultValue={saved[general]?.body}
        />
      </div>
      <ol className="answer-items">
        {items.map((item) => (
          <li key={item.id} className="card">
            <fieldset>
              <legend>
                <bdi>{item.label}</bdi>
              </legend>
              <div
                className="document-text document-text-small"
                lang={item.language}
                dir={directionOf(item.language)}
              >
                <StillBlocks blocks={item.blocks} language={item.language} />
              </div>
              {conflictOn(item.id)}
              <div className="field">
                <label htmlFor={`position-${item.id}`}>{t('call.position')}</label>
                <select
                  id={`position-${item.id}`}
                  name={`position-${item.id}`}
                  defaultValue={saved[item.id]?.position ?? ''}
                >
                  <option value="">{t('call.no-position')}</option>
                  {commentPositions.map((position) => (
                    <option key={position} value={position}>
                      {t(`position.${position}`)}
                    </option>
                  ))}
                </select>
              </div>
              <div className="field">
                <label htmlFor={`body-${item.id}`}>{t('call.remark')}</label>
                <textarea
                  id={`body-${item.id}`}
                  name={`body-${item.id}`}
                  dir="auto"
                  maxLength={longestComment}
                  defaultValue={saved[item.id]?.body}
                />
              </div>
            </fieldset>
          </li>
        ))}
      </ol>
      <div className="answer-bar">
        <RefusalNotice refusal={refusal} />
        {conflicts.length > 0 && (
          <p className="notice" data-tone="warn" role="alert">
            {t('call.conflicts', { count: conflicts.length })}
          </p>
        )}
        <p role="status" className="soft">
          {t(`call.state.${state}`)}
        </p>
        <div className="button-row">
          <button className="button" type="submit" name="intent" value="draft">
            {t('call.save')}
          </button>
          <button className="button button-primary" type="submit" name="intent" value="submit">
            {t(isSubmitted ? 'call.submit-again' : 'call.submit')}
          </button>
        </div>
      </div>
    </Form>
  )
}

/** What the form begins with where no scripts run. */
const seenOf = (saved: Props['saved']) =>
  JSON.stringify({
    general: saved[general]?.key ?? '',
    items: Object.fromEntries(
      Object.entries(saved)
        .filter(([part]) => part !== general)
        .map(([part, { key }]) => [part, key]),
    ),
  })

function Conflict({
  theirs,
  language,
  onChoice,
}: {
  theirs: Saying | undefined
  language: Language
  onChoice: (choice: 'theirs' | 'mine') => void
}) {
  const t = useMessages()
  const position = commentPositions.find((candidate) => candidate === theirs?.position)
  return (
    <div className="notice" data-tone="warn">
      <p>{t('call.conflict')}</p>
      <blockquote>
        {position && <strong>{t(`position.${position}`)}</strong>}
        <Remarks text={theirs?.body ?? ''} language={language} />
      </blockquote>
      <p className="button-row">
        <button type="button" className="button" onClick={() => onChoice('theirs')}>
          {t('call.take-theirs')}
        </button>
        <button type="button" className="button" onClick={() => onChoice('mine')}>
          {t('call.keep-mine')}
        </button>
      </p>
    </div>
  )
}

/** What somebody wrote, a paragraph a line. */
export function Remarks({ text, language }: { text: string; language: Language }) {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, index) => (
      <p key={index}>
        <Text language={language}>{line}</Text>
      </p>
    ))
}

export type SubmittedFacts = {
  number: number
  language: Language
  generalRemarks: string
  generalLate: boolean
  submittedAt: string
  comments: readonly {
    item: string
    label: string
    recommendation: string | undefined
    position: CommentPosition
    body: string
    late: boolean
  }[]
}

/** One version of a submission, as it was sent in. */
export function SubmittedVersion({
  id,
  version,
  timeZone,
  labelOf,
}: {
  /** What the permanent links of its remarks begin with. */
  id: string
  version: SubmittedFacts
  timeZone: string
  /** How the item that a remark is on is named, with a link where there is one. */
  labelOf: (comment: SubmittedFacts['comments'][number]) => JSX.Element
}) {
  const t = useMessages()
  const format = useFormat()
  const late = <span className="chip">{t('call.late')}</span>
  return (
    <>
      <p className="soft">
        {t('call.version', {
          number: version.number,
          instant: format.instant(version.submittedAt, timeZone),
        })}
      </p>
      {version.generalRemarks.trim() !== '' && (
        <>
          <h3>
            {t('call.general-remarks')} {version.generalLate && late}
          </h3>
          <Remarks text={version.generalRemarks} language={version.language} />
        </>
      )}
      <ol className="listed">
        {version.comments.map((comment) => (
          <li key={comment.item} id={`${id}-${comment.item}`}>
            {labelOf(comment)}
            <div>
              <strong>{t(`position.${comment.position}`)}</strong> {comment.late && late}{' '}
              <a
                className="soft"
                href={`#${id}-${comment.item}`}
                aria-label={t('call.remark-link', { label: comment.label })}
              >
                #
              </a>
              <Remarks text={comment.body} language={version.language} />
            </div>
          </li>
        ))}
      </ol>
    </>
  )
}
