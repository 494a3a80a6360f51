import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AppLoadContext, ServerBuild } from '@remix-run/node'
import compression from 'compression'
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import type { Logger } from 'pino'
import { pingDatabase, type Db } from '#db/client'
import { recordSessionUse } from '#db/queries/sessions'
import type { SessionId } from '#domain/ids'
import type { DeviceCookie } from '#server/auth/devices'
import type { OpenConnections } from '#server/auth/open-connections'
import type { Passwords } from '#server/auth/passwords'
import { signedInBy, type SessionCookie } from '#server/auth/sessions'
import { StartError, type Environment } from '#server/env'
import type { Post } from '#server/mail/write-notices'
import type { Metrics } from '#server/observing/metrics'
import type { Readiness } from '#server/observing/readiness'
import { openLongTexts } from '#server/pool/long-texts'
import type { Pool } from '#server/pool/pool'
import { createApi } from './api'
import { builtFiles } from './assets'
import { downloadList, downloadStatus } from './downloads'
import { createEventStreams } from './event-streams'
import { cachePolicy, nonceOf, securityHeaders } from './headers'
import { errorPage } from './http-errors'
import type { LiveFeed } from './live'
import { createPages } from './pages'
import { logRequests, requestIdOf, routePattern } from './request-log'
import './load-context'
import type { ImportReader } from '#server/workers/import-reader'
import type { PresenceFeed } from './presence-feed'
import type { OverlapKeeper } from '#server/workers/overlap/overlap-keeper'
import { senderOf, type Site } from './site'
import type { FileWriter } from './written-files'

type Parts = {
  db: Db
  environment: Environment
  cookie: SessionCookie
  devices: DeviceCookie
  passwords: Passwords
  pool: Pool
  post: () => Post
  site: Site
  feed: LiveFeed
  presence: PresenceFeed
  connections: OpenConnections
  imports: ImportReader
  overlap: OverlapKeeper
  wake: () => void
  logger: Logger
  metrics: Metrics
  readiness: Readiness
  files: FileWriter
  /** `development` serves from source through Vite; anything else serves the build. */
  mode: 'development' | 'production'
}

/** The pages and everything else that is plain HTTP; WebSockets are upgraded beside it. */
export async function createApp(parts: Parts): Promise<{ app: Express; close: () => Promise<void> }> {
  const {
    db,
    environment,
    cookie,
    devices,
    passwords,
    pool,
    post,
    site,
    feed,
    presence,
    connections,
    imports,
    wake,
    logger,
  } = parts
  const vite = parts.mode === 'development' ? await startVite() : undefined
  const app = express()
  app.disable('x-powered-by')
  // Each parameter is one text; the default makes objects and lists of `a[b]=c`.
  app.set('query parser', (query: string) => Object.fromEntries(new URLSearchParams(query)))

  app.use(logRequests(logger, parts.metrics))

  app.get('/readyz', (_request, response, next) => {
    parts.readiness.check().then((found) => {
      response
        .status(found.ready ? 200 : 503)
        .type('text/plain')
        .set('cache-control', 'no-store')
        .send(found.ready ? 'ready' : found.because)
    }, next)
  })
  app.get('/healthz', (_request, response) => {
    pingDatabase(db).then(
      () => response.type('text/plain').set('cache-control', 'no-store').send('ok'),
      () =>
        response
          .status(503)
          .type('text/plain')
          .set('cache-control', 'no-store')
          .send('The database does not answer.'),
    )
  })

  app.use(
    securityHeaders({
      site,
      isHttps: environment.publicUrl?.startsWith('https:') ?? false,
      mode: parts.mode,
    }),
  )

  app.use((request, response, next) => {
    if (request.method === 'POST' && !site.isSameOrigin(request)) {
      response.status(403).type('html').send(errorPage('cross-site', request.headers))
      return
    }
    next()
  })

  const { databaseUrl, limitAmendmentWords } = environment
  const longTexts = openLongTexts(pool, db, databaseUrl, limitAmendmentWords)
  const contextOfSession = (request: Request) => signedInBy(db, cookie, request.headers.cookie, new Date())
  const contextOf = async (request: Request, response: Response): Promise<AppLoadContext> => {
    const signedIn = await contextOfSession(request)
    response.locals['participant'] = signedIn.participant?.id
    const isByHand = request.method === 'POST' || request.headers['sec-fetch-dest'] === 'document'
    if (signedIn.session && isByHand) recordUse(signedIn.session)
    return {
      db,
      ...signedIn,
      cookie,
      devices,
      passwords,
      pool,
      longTexts,
      post,
      later: (work) => {
        work.catch((error: unknown) => logger.error({ err: error }, 'Failed to finish work after an answer'))
      },
      sender: senderOf(site.addressOf(request)),
      nonce: nonceOf(response),
      dataDir: environment.dataDir,
      imports,
      limitImportBytes: environment.importLimits.bytes,
      overlap: parts.overlap,
      refusedPost: undefined,
      isDataRequest: request.path.endsWith('.data'),
      wake,
    }
  }

  const streams = createEventStreams({
    db,
    feed,
    presence,
    connections,
    site,
    signedIn: contextOfSession,
    onRefused: parts.metrics.refused,
  })
  app.get('/meetings/:meeting/events', streams.meeting)
  app.get('/events', streams.everything)

  app.use(compression())
  if (vite) app.use(vite.middlewares)
  else app.use(builtFiles('build/client'))

  const recordUse = (session: SessionId) =>
    void recordSessionUse(db, session, new Date()).catch((error: unknown) =>
      logger.error({ err: error }, 'Failed to record that a session is in use'),
    )
  // Open pages load their data again by themselves: only what a person does keeps a session from ending.
  app.post('/account/active', (request, response, next) => {
    contextOfSession(request).then(({ session }) => {
      if (session) recordUse(session)
      response.status(204).end()
    }, next)
  })

  app.use(cachePolicy((request) => cookie.read(request.headers.cookie) !== undefined))

  const actorOf = async (request: Request) => (await contextOfSession(request)).actor
  app.use('/api/v1', createApi(db, actorOf))
  const downloads = {
    db,
    asker: actorOf,
    files: parts.files,
    senderOf: (request: Request) => senderOf(site.addressOf(request)),
    onRefused: parts.metrics.refused,
  }
  app.get('/lists/:list.:format', downloadList(downloads))
  app.get('/meetings/:meeting/status.:format', downloadStatus(downloads))

  // Whatever a form changed is on other people's screens at once, not at the next poll.
  app.use((request, response, next) => {
    if (request.method === 'POST') response.on('finish', wake)
    next()
  })
  app.all(
    '*',
    createPages({
      build: vite
        ? () => vite.ssrLoadModule('virtual:remix/server-build') as Promise<ServerBuild>
        : await loadBuild(),
      contextOf,
      site,
      limits: environment.formLimits,
      onRefused: parts.metrics.refused,
    }),
  )
  app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    logger.error(
      { err: error, requestId: requestIdOf(response), route: routePattern(request.path) },
      'Failed to answer a request',
    )
    if (response.headersSent) return next(error)
    response.status(500).type('html').send(errorPage('failure', request.headers))
  })
  return { app, close: async () => vite?.close() }
}

async function startVite() {
  const { createServer } = await import('vite')
  return createServer({ server: { middlewareMode: true } })
}

async function loadBuild(): Promise<ServerBuild> {
  const file = join(process.cwd(), 'build/server/index.js')
  if (!existsSync(file)) throw new StartError('The pages are not built: run npm start, which builds them.')
  return (await import(pathToFileURL(file).href)) as ServerBuild
}
