import type { ReactNode } from 'react'
import { Form, useTyped } from '#components/ui/form'
import { useMessages } from '#components/ui/language'
import type { Language } from '#domain/languages'
import { longestReason } from '#domain/negotiation/recommendations'
import { recommendationIs, type RecommendationStatus } from '#domain/status'
import { NewParagraphAfter } from './new-paragraphs'

export type DeskMay = Record<
  | 'lead'
  | 'sponsor'
  | 'leave'
  | 'table'
  | 'discuss'
  | 'takeUp'
  | 'agree'
  | 'amend'
  | 'withdraw'
  | 'reopen'
  | 'drop',
  boolean
>

/** A button that does one thing at an address of its own. */
export function ActButton({
  at,
  verb,
  primary = false,
  children,
}: {
  at: string
  verb: string
  primary?: boolean
  children: ReactNode
}) {
  return (
    <Form method="post" to={`${at}/${verb}`} className="act">
      <button className={`button${primary ? ' button-primary' : ''}`} type="submit" data-action={verb}>
        {children}
      </button>
    </Form>
  )
}

/** What this reader may do with the text at once. */
export function DeskActions({ at, may, isOpen }: { at: string; may: DeskMay; isOpen: boolean }) {
  const t = useMessages()
  const acts = [
    { verb: 'show', may: may.lead, name: t('room.show') },
    { verb: 'sponsor', may: may.sponsor, name: t('desk.sponsor') },
    { verb: 'leave', may: may.leave, name: t('desk.leave') },
    { verb: 'table', may: may.table, name: t('recommendation.table'), primary: true },
    { verb: 'discuss', may: may.discuss, name: t('recommendation.discuss') },
    { verb: 'take-up', may: may.takeUp, name: t('desk.take-up') },
    { verb: 'agree', may: may.agree && !isOpen, name: t('desk.agree'), primary: true },
    { verb: 'amend', may: may.amend, name: t('desk.amend'), primary: true },
  ]
  return (
    <div className="desk-actions">
      {acts
        .filter((act) => act.may)
        .map(({ verb, name, primary = false }) => (
          <ActButton key={verb} at={at} verb={verb} primary={primary}>
            {name}
          </ActButton>
        ))}
    </div>
  )
}

/** Another paragraph beside this one, or none at all. */
export function AddOrDelete({
  at,
  meeting,
  topic,
  item,
  language,
}: {
  at: string
  meeting: string
  topic: string
  item: string
  language: Language
}) {
  const t = useMessages()
  return (
    <div className="desk-actions">
      <NewParagraphAfter meeting={meeting} topic={topic} after={item} language={language} />
      <ActButton at={at} verb="propose-deletion">
        {t('desk.propose-deletion')}
      </ActButton>
    </div>
  )
}

/** A draft that no one else has seen is given up without a reason, and asked about once. */
export function GiveUpDraft({ at }: { at: string }) {
  const t = useMessages()
  return (
    <details className="reason-form">
      <summary>{t('recommendation.give-up')}</summary>
      <Form method="post" to={`${at}/withdraw`}>
        <p>{t('recommendation.give-up-explained')}</p>
        <button className="button button-danger" type="submit">
          {t('recommendation.give-up')}
        </button>
      </Form>
    </details>
  )
}

/** Acts that are recorded with a reason. */
export function ReasonForms({ at, may, status }: { at: string; may: DeskMay; status: RecommendationStatus }) {
  const t = useMessages()
  return (
    <>
      {may.withdraw && !recommendationIs.draft(status) && (
        <ActWithReason
          key={`withdraw-${status}`}
          at={at}
          verb="withdraw"
          name={t('recommendation.withdraw')}
        />
      )}
      {may.reopen && <ActWithReason key={`reopen-${status}`} at={at} verb="reopen" name={t('desk.reopen')} />}
      {may.drop && <ActWithReason key={`drop-${status}`} at={at} verb="drop" name={t('desk.drop')} />}
    </>
  )
}

function ActWithReason({ at, verb, name }: { at: string; verb: string; name: string }) {
  const t = useMessages()
  const { reason } = useTyped(`${at}/${verb}`)
  return (
    <details className="reason-form">
      <summary>{name}</summary>
      <Form method="post" to={`${at}/${verb}`}>
        <div className="field">
          <label htmlFor={`reason-${verb}`}>{t('recommendation.reason')}</label>
          <textarea
            id={`reason-${verb}`}
            name="reason"
            dir="auto"
            maxLength={longestReason}
            defaultValue={reason}
            required
          />
          <p className="field-hint">{t('desk.with-reason')}</p>
        </div>
        <button className="button button-danger" type="submit">
          {name}
        </button>
      </Form>
    </details>
  )
}
