import { data, type LoaderFunctionArgs } from '@remix-run/node'
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useLoaderData,
  useMatches,
  useRouteError,
  useRouteLoaderData,
} from '@remix-run/react'
import { useEffect, useState, type ReactNode } from 'react'
import { HoldUntilSaved } from '#components/text/hold-until-saved'
import { FocusHeading } from '#components/ui/focus-heading'
import { FontPreloads } from '#components/ui/font-preloads'
import { LanguageProvider, useMessages } from '#components/ui/language'
import { useNonce } from '#components/ui/nonce'
import { PageFooter } from '#components/ui/page-footer'
import { PageHeader } from '#components/ui/page-header'
import { PageTitle } from '#components/ui/page-title'
import { SessionEnded } from '#components/ui/session-ended'
import { StrayRefusal } from '#components/ui/stray-refusal'
import { UnreachableNotice } from '#components/ui/unreachable-notice'
import { lastEventSequence } from '#db/queries/events'
import { countUnreadNotices } from '#db/queries/notices'
import { isSampleDatabase } from '#db/queries/settings'
import { directionOf } from '#domain/languages'
import { isSignedIn } from '#domain/people/participants'
import { rememberLanguage, requestLanguage } from '#i18n/language'
import { readMemberships } from '#server/views/memberships'
import { rememberTheme, requestTheme } from '#server/http/theme'
import { countWaiting } from '#server/views/today'
import { readTrail } from '#server/views/trail'
import './styles/index.css'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const language = requestLanguage(request)
  const { db, participant, actor } = context
  const [trail, sample, sequence, memberships, needs, unread] = await Promise.all([
    readTrail(db, actor, new URL(request.url).pathname),
    isSampleDatabase(db),
    lastEventSequence(db),
    participant ? readMemberships(db, participant.memberships) : [],
    isSignedIn(actor) ? countWaiting(db, actor) : 0,
    isSignedIn(actor) ? countUnreadNotices(db, actor.participant) : 0,
  ])
  const reader = participant && {
    id: participant.id,
    name: participant.name,
    isAdministrator: participant.isAdministrator,
    memberships,
  }
  const { theme, isChosen } = requestTheme(request)
  const url = new URL(request.url)
  const headers = new Headers()
  if (url.searchParams.has('lang')) headers.append('set-cookie', rememberLanguage(language))
  if (isChosen) headers.append('set-cookie', rememberTheme(theme))
  const { refusedPost } = context
  return data(
    { language, theme, trail, sample, sequence, reader, waiting: { needs, unread }, refusedPost },
    { headers },
  )
}

export type RootData = Awaited<ReturnType<typeof loader>>['data']

/** Who reads: for showing only; what a person may do is decided on the server. */
export function Layout({ children }: { children: ReactNode }) {
  const root = useRouteLoaderData<typeof loader>('root')
  const language = root?.language ?? 'en'
  const nonce = useNonce()
  return (
    <LanguageProvider language={language}>
      <html lang={language} dir={directionOf(language)} data-theme={root?.theme ?? 'device'}>
        <head>
          <meta charSet="utf-8" />
          <PageTitle />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <link rel="icon" href="/icon.svg" type="image/svg+xml" />
          <FontPreloads />
          <Meta />
          <Links />
        </head>
        <body>
          {children}
          <ScrollRestoration nonce={nonce} />
          <Scripts nonce={nonce} />
        </body>
      </html>
    </LanguageProvider>
  )
}

/** A page that fills the screen says so in its `handle`; it has neither the header nor the footer of the others. */
const fillsScreen = (handle: unknown) =>
  typeof handle === 'object' && handle !== null && 'fillsScreen' in handle

export default function App() {
  const { reader, sample, waiting, trail } = useLoaderData<typeof loader>()
  const alone = useMatches().some((match) => fillsScreen(match.handle))
  if (alone)
    return (
      <>
        <Hydrated />
        <FocusHeading />
        <Activity />
        <SessionEnded />
        <UnreachableNotice />
        <StrayRefusal />
        <HoldUntilSaved />
        <main id="content" tabIndex={-1}>
          <Outlet />
        </main>
      </>
    )
  return (
    <>
      <Hydrated />
      <FocusHeading />
      <Activity />
      <PageHeader reader={reader} sample={sample} waiting={waiting} trail={trail} />
      <SessionEnded />
      <UnreachableNotice />
      <StrayRefusal />
      <HoldUntilSaved />
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
      <PageFooter reader={reader} />
    </>
  )
}

/** Uses of this page that are closer together than this are told once, in milliseconds. */
const activityPauseMs = 4 * 60_000

/** Tells the server that a person is there, so that their session goes on: open pages ask for data by themselves. */
function Activity() {
  const { reader } = useLoaderData<typeof loader>()
  const isSignedIn = reader !== undefined
  useEffect(() => {
    if (!isSignedIn) return undefined
    let toldAt = Date.now()
    const tell = () => {
      if (Date.now() - toldAt < activityPauseMs) return
      toldAt = Date.now()
      fetch('/account/active', { method: 'POST', keepalive: true }).catch(() => undefined)
    }
    window.addEventListener('pointerdown', tell)
    window.addEventListener('keydown', tell)
    return () => {
      window.removeEventListener('pointerdown', tell)
      window.removeEventListener('keydown', tell)
    }
  }, [isSignedIn])
  return null
}

/** Marks the page once scripts are at work, for styles that only make sense with them. */
function Hydrated() {
  useEffect(() => {
    document.documentElement.dataset['hydrated'] = 'true'
  }, [])
  return null
}

export function ErrorBoundary() {
  const error = useRouteError()
  const t = useMessages()
  const root = useRouteLoaderData<typeof loader>('root')
  const [kind] = useState(() => {
    if (!isRouteErrorResponse(error)) return 'failure' as const
    if (error.status === 404) return 'not-found' as const
    return error.status === 403 ? ('forbidden' as const) : ('failure' as const)
  })
  return (
    <>
      <Hydrated />
      <PageHeader
        reader={root?.reader}
        sample={root?.sample ?? false}
        waiting={root?.waiting ?? { needs: 0, unread: 0 }}
        trail={[]}
      />
      <main id="content" className="page page-narrow" tabIndex={-1}>
        <h1>{t(`error.${kind}.title`)}</h1>
        <p>{t(`error.${kind}.advice`)}</p>
        <p>
          <a className="button" href="/">
            {t('error.home')}
          </a>
        </p>
      </main>
    </>
  )
}
