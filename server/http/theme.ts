import { parse, serialize } from 'cookie'
import { isTheme, type Theme } from '#domain/themes'

const themeCookie = 'theme'
const yearInSeconds = 31_536_000

/** The header that makes a browser remember how the screens look. */
export const rememberTheme = (theme: Theme): string =>
  serialize(themeCookie, theme, { path: '/', maxAge: yearInSeconds, sameSite: 'lax' })

/** How the screens look: as the address asks for, as was chosen earlier, or as the device does. */
export function requestTheme(request: Request): { theme: Theme; isChosen: boolean } {
  const asked = new URL(request.url).searchParams.get('theme')
  if (isTheme(asked)) return { theme: asked, isChosen: true }
  const kept = parse(request.headers.get('cookie') ?? '')[themeCookie]
  return { theme: isTheme(kept) ? kept : 'device', isChosen: false }
}
