import { useLocation, useRouteLoaderData } from '@remix-run/react'
import { languageFacts } from '#domain/languages'
import { themes, type Theme } from '#domain/themes'
import { screenLanguages } from '#i18n/screen-languages'
import { useLanguage, useMessages } from './language'
import { useQueryAddress } from './query-address'

/** A link to this same page in each other language; the whole document is loaded, it changes direction. */
export function LanguageChoice() {
  const { language } = useLanguage()
  const t = useMessages()
  const addressWith = useQueryAddress(useLocation().pathname)
  return (
    <nav className="language-choice" aria-label={t('app.language')}>
      {screenLanguages
        .filter((code) => code !== language)
        .map((code) => (
          <a
            key={code}
            href={addressWith({ lang: code })}
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
  const addressWith = useQueryAddress(useLocation().pathname)
  const root = useRouteLoaderData<{ theme: Theme }>('root')
  return (
    <nav aria-label={t('theme.label')} className="button-row theme-choice">
      {themes.map((theme) => (
        <a
          key={theme}
          href={addressWith({ theme })}
          aria-current={theme === (root?.theme ?? 'device') ? 'true' : undefined}
        >
          {t(`theme.${theme}`)}
        </a>
      ))}
    </nav>
  )
}
