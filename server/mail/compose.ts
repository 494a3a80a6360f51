import { directionOf } from '#domain/languages'
import { messagesFor } from '#i18n/catalogues'
import { noticeChanges, noticeHeadline, noticeSentence, type NoticeWords } from '#i18n/notice-words'
import { isScreenLanguage, type ScreenLanguage } from '#i18n/screen-languages'
import { speechIn, type Speech } from '#i18n/speech'

export type Letter = { language: ScreenLanguage; subject: string; text: string; html: string }

const speeches = new Map<ScreenLanguage, Speech>()

/** How the product speaks to somebody: in their language where it knows it, else in English. */
export function speechFor(language: string): Speech {
  const spoken = isScreenLanguage(language) ? language : 'en'
  const speech = speeches.get(spoken) ?? speechIn(spoken, messagesFor(spoken))
  speeches.set(spoken, speech)
  return speech
}

/**
 * Writes the mail that tells a person of some notices, as plain text and as the same in simple HTML.
 * @param address of this site, for the links.
 */
export function composeLetter(
  reader: { name: string; language: string },
  notices: readonly NoticeWords[],
  { address, isDigest }: { address: string; isDigest: boolean },
): Letter {
  const speech = speechFor(reader.language)
  const { t, language } = speech
  const [first] = notices
  const subject =
    first && notices.length === 1 && !isDigest
      ? noticeHeadline(speech, first)
      : t(isDigest ? 'mail.digest' : 'mail.several', { count: notices.length })
  const greeting = t('mail.greeting', { name: reader.name })
  const choose = t('mail.choose')
  const settings = `${address}/account`
  const entries = notices.map((words) => entryOf(speech, words, address))
  const text = [
    greeting,
    ...entries.map((entry) =>
      [entry.sentence, ...entry.lines.map((line) => line.text), entry.link].join('\n'),
    ),
    `${choose}\n${settings}`,
  ].join('\n\n')
  const html = [
    `<!doctype html><html lang="${language}" dir="${directionOf(language)}"><head><meta charset="utf-8">`,
    `<title>${escape(subject)}</title></head>`,
    '<body style="font-family: sans-serif; font-size: 16px; line-height: 1.5; color: #1c2127; max-width: 40em">',
    `<p>${escape(greeting)}</p>`,
    ...entries.map(
      (entry) =>
        `<p><strong>${escape(entry.sentence)}</strong>` +
        entry.lines.map((line) => `<br><span${line.mark} dir="auto">${escape(line.text)}</span>`).join('') +
        `<br><a href="${escape(entry.link)}">${escape(t('mail.open'))}</a></p>`,
    ),
    `<p style="color: #5b6570; font-size: 14px">${escape(choose)} <a href="${escape(settings)}">${escape(t('account.title'))}</a></p>`,
    '</body></html>',
  ].join('\n')
  return { language, subject: oneLine(subject), text: `${text}\n`, html }
}

/** Writes a mail that says one thing and leads to one page. */
export function composeMessage(
  reader: { name: string; language: string },
  message: { subject: string; body: string; link: { address: string; words: string } },
): Letter {
  const { t, language } = speechFor(reader.language)
  const { subject, body, link } = message
  const greeting = t('mail.greeting', { name: reader.name })
  const html = [
    `<!doctype html><html lang="${language}" dir="${directionOf(language)}"><head><meta charset="utf-8">`,
    `<title>${escape(subject)}</title></head>`,
    '<body style="font-family: sans-serif; font-size: 16px; line-height: 1.5; color: #1c2127; max-width: 40em">',
    `<p>${escape(greeting)}</p><p>${escape(body)}</p>`,
    `<p><a href="${escape(link.address)}">${escape(link.words)}</a></p>`,
    '</body></html>',
  ].join('\n')
  const text = [greeting, body, link.address].join('\n\n')
  return { language, subject: oneLine(subject), text: `${text}\n`, html }
}

function entryOf(speech: Speech, words: NoticeWords, address: string) {
  const { t, format } = speech
  const about = [words.label, words.excerpt?.text].filter(Boolean).join('  ')
  return {
    sentence: noticeSentence(speech, words),
    lines: [
      ...(about ? [{ text: about, mark: ` lang="${words.excerpt?.language ?? speech.language}"` }] : []),
      ...noticeChanges(speech, words).map((text) => ({ text, mark: '' })),
      ...(words.reason ? [{ text: t('notice.reason', { reason: words.reason }), mark: '' }] : []),
      ...(words.meeting ? [{ text: format.name(words.meeting), mark: '' }] : []),
    ],
    link: address + words.href,
  }
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (text: string) => text.replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? sign)

/** The subject of a mail is one line, whatever somebody called something; isolates mean nothing there. */
const oneLine = (text: string) =>
  text
    .replaceAll(/[\u2066-\u2069]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
