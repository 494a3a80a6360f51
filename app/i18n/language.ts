import Negotiator from 'negotiator'
import { parse, serialize } from 'cookie'
import { isScreenLanguage, screenLanguages, type ScreenLanguage } from './screen-languages'

export const languageCookie = 'lang'
const yearInSeconds = 31_536_000

/** The header that makes a browser remember the language of the screens. */
export const rememberLanguage = (language: ScreenLanguage): string =>
  serialize(languageCookie, language, { path: '/', maxAge: yearInSeconds, sameSite: 'lax' })

type Wishes = {
  /** `?lang=`, the strongest wish. */
  query?: string | null
  cookie?: string | null
  acceptLanguage?: string | null
}

/** The language of the screens: asked for in the address, chosen earlier, or preferred by the browser. */
export function languageOf({ query, cookie, acceptLanguage }: Wishes): ScreenLanguage {
  if (isScreenLanguage(query)) return query
  const chosen = parse(cookie ?? '')[languageCookie]
  if (isScreenLanguage(chosen)) return chosen
  if (!acceptLanguage) return 'en'
  // English first: it is what `*` means here.
  const offered = ['en', ...screenLanguages.filter((code) => code !== 'en')]
  const preferred = new Negotiator({ headers: { 'accept-language': acceptLanguage } }).language(offered)
  return isScreenLanguage(preferred) ? preferred : 'en'
}

/** The language of the screens for a request to a route. */
export const requestLanguage = (request: Request): ScreenLanguage =>
  languageOf({
    query: new URL(request.url).searchParams.get('lang'),
    cookie: request.headers.get('cookie'),
    acceptLanguage: request.headers.get('accept-language'),
  })
