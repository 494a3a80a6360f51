import { useLocation, useRouteLoaderData, useSearchParams } from '@remix-run/react'
import { languageFacts } from '#domain/languages'
import { themes, type Theme } from '#domain/themes'
import { screenLanguages } from '#i18n/screen-languages'
import { useLanguage, useMessages } from './language'

/** The address of this same page with one thing chosen. */
function useAddressWith() {
  const { pathname } = useLocation()
  const [search] = useSearchParams()
  return (name: string, value: string) => {
    const query = new URLSearchParams(search)
    query.set(name, value)
    return `${pathname}?${query}`
  }
}

/** A link to this same page in each other language; the whole document is loaded, it changes direction. */
export function LanguageChoice() {
  const { language } = useLanguage()
  const t = useMessages()
  const addressWith = useAddressWith()
  return (
    <nav className="language-choice" aria-label={t('app.language')}>
      {screenLanguages
        .filter((code) => code !== language)
        .map((code) => (
          <a
            key={code}
            href={addressWith('lang', code)}
            lang={code}
            hrefLang={code}
            className="button button-quiet"
          >
            {languageFacts[code].name}
          </a>
        ))}
    </nav>
  )
}

/** Links to this same page in each look; the whole document is loaded, so that nothing of the old one stays. */
export function ThemeChoice() {
  const t = useMessages()
  const addressWith = useAddressWith()
  const root = useRouteLoaderData<{ theme: Theme }>('root')
  return (
    <nav aria-label={t('theme.label')} className="button-row theme-choice">
      {themes.map((theme) => (
        <a
          key={theme}
          href={addressWith('theme', theme)}
          aria-current={theme === (root?.theme ?? 'device') ? 'true' : undefined}
        >
          {t(`theme.${theme}`)}
        </a>
      ))}
    </nav>
  )
}
