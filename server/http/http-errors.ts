import type { IncomingHttpHeaders } from 'node:http'
import { directionOf } from '#domain/languages'
import { messagesFor } from '#i18n/catalogues'
import { languageOf } from '#i18n/language'

/** What can go wrong before a page can say so itself. */
type Failure =
  | 'bad-request'
  | 'busy'
  | 'cross-site'
  | 'failure'
  | 'not-found'
  | 'too-large'
  | 'too-many-fields'
  | 'unsupported-form'

const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** A complete page, in the reader's language, for a request that reaches no route. */
export function errorPage(failure: Failure, headers: IncomingHttpHeaders): string {
  const language = languageOf({
    cookie: headers.cookie,
    acceptLanguage: headers['accept-language'],
  })
  const messages = messagesFor(language)
  const title = escape(messages[`error.${failure}.title`])
  const advice = escape(messages[`error.${failure}.advice`])
  return `<!doctype html><html lang="${language}" dir="${directionOf(language)}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${title}</title>
<link rel="stylesheet" href="/plain.css">
<body><h1>${title}</h1><p>${advice}</p></body></html>`
}
