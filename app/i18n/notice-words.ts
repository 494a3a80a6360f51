import type { NoticeType } from '#domain/events/events'
import type { Language, LocalizedText } from '#domain/languages'
import type { ChangeOutcome } from '#domain/negotiation/outcomes'
import type { Speech } from './speech'

/** What there is to say in a notice, before it is said in a language. */
export type NoticeWords = {
  type: NoticeType
  /** The delegation that acted, where it was one. */
  delegation: LocalizedText | undefined
  /** What makes it a case of its own, where its sentence knows several. */
  variant: string
  deadline: string | undefined
  /** The meeting's. */
  timeZone: string
  /** Why, in the words of the person who acted. */
  reason: string | undefined
  /** What became of the changes of an amendment that were decided, where it was not one outcome for all. */
  changes?: readonly DecidedChange[] | undefined
  /** Of the list or the call that it is about. */
  title: LocalizedText | undefined
  /** Of the recommendation that it is about, with the beginning of its text. */
  label: string | undefined
  excerpt: { text: string; language: Language } | undefined
  meeting: LocalizedText | undefined
  /** The path on this site where one sees more and answers. */
  href: string
}

export type DecidedChange = Pick<ChangeOutcome, 'removed' | 'added'> & {
  outcome: NonNullable<ChangeOutcome['outcome']>
}

/** Keeps a name from turning the sentence around it. */
const isolated = (name: string) => `\u2068${name}\u2069`

/** What happened, as one sentence. */
export function noticeSentence(
  { t, format }: Pick<Speech, 't' | 'format'>,
  { type, delegation, variant, title, deadline, timeZone }: NoticeWords,
): string {
  return t(`notice.${type}`, {
    delegation: delegation ? isolated(format.name(delegation)) : '',
    // A hyphen may not stand in a selector of ICU's message format.
    variant: variant.replaceAll('-', '_'),
    title: title ? isolated(format.name(title)) : '',
    deadline: deadline ? isolated(format.instant(deadline, timeZone)) : '',
  })
}

/** The same, with the label of what it is about: short enough for the subject of a mail. */
export function noticeHeadline(speech: Pick<Speech, 't' | 'format'>, words: NoticeWords): string {
  const sentence = noticeSentence(speech, words)
  return words.label ? `${sentence} · ${isolated(words.label)}` : sentence
}

/** So many characters of a change are quoted. */
const longestQuote = 80

const quoted = (words: string) => {
  const text = words.trim().replaceAll(/\s+/g, ' ') || '¶'
  return isolated(text.length > longestQuote ? `${text.slice(0, longestQuote).trimEnd()} …` : text)
}

/** What became of each change, a sentence each. */
export const noticeChanges = (
  { t }: Pick<Speech, 't'>,
  { changes }: Pick<NoticeWords, 'changes'>,
): string[] =>
  (changes ?? []).map(({ removed, added, outcome }) => {
    const act = added === '' ? 'remove' : removed === '' ? 'add' : 'replace'
    const change = t(`amendment.change.${act}`, { removed: quoted(removed), added: quoted(added) })
    return t('notice.change', { change, outcome: t(`merge.outcome.${outcome}`) })
  })
