import { RemixBrowser } from '@remix-run/react'
import { startTransition, StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { MessagesContext } from '#components/ui/language'
import { keepPagesWhenUnreachable } from '#components/ui/reachability'
import type { Messages } from '#i18n/catalogues'
import { isScreenLanguage, type ScreenLanguage } from '#i18n/screen-languages'

const catalogues: Record<ScreenLanguage, () => Promise<{ default: Messages }>> = {
  ar: () => import('./i18n/messages/ar.json'),
  en: () => import('./i18n/messages/en.json'),
}

async function hydrate(): Promise<void> {
  const { lang } = document.documentElement
  const { default: messages } = await catalogues[isScreenLanguage(lang) ? lang : 'en']()
  startTransition(() => {
    hydrateRoot(
      document,
      <StrictMode>
        <MessagesContext.Provider value={messages}>
          <RemixBrowser />
        </MessagesContext.Provider>
      </StrictMode>,
    )
  })
}

// Loading that is broken off because the reader went on is no error; Remix leaves the end of such an answer unheard.
window.addEventListener('unhandledrejection', (event) => {
  if (event.reason instanceof DOMException && event.reason.name === 'AbortError') event.preventDefault()
})

keepPagesWhenUnreachable()
void hydrate()
