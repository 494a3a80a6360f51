import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createRequestHandler } from '@remix-run/express'
import type { AppLoadContext, ServerBuild } from '@remix-run/node'
import compression from 'compression'
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import helmet from 'helmet'
import type { Logger } from 'pino'
import { sql } from 'kysely'
import type { Db } from '#db/client'
import type { OpenConnections } from '#server/auth/open-connections'
import { signedInBy, type SessionCookie } from '#server/auth/sessions'
import { createApi } from './api'
import { downloadList, downloadStatus } from './downloads'
import { StartError, type Environment } from '#server/env'
import { createEventStreams } from './event-streams'
import { errorPage } from './http-errors'
import type { LiveFeed } from './live'
import './load-context'
import type { PresenceFeed } from './presence-feed'
import { changesSomething, isSameOrigin } from './same-origin'

type Parts = {
  db: Db
  environment: Environment
  cookie: SessionCookie
  feed: LiveFeed
  presence: PresenceFeed
  connections: OpenConnections
  wake: () => void
  logger: Logger
  /** `development` serves from source through Vite; anything else serves the build. */
  mode: 'development' | 'production'
}

/** The pages and everything else that is plain HTTP; WebSockets are upgraded beside it. */
export async function createApp(parts: Parts): Promise<{ app: Express; close: () => Promise<void> }> {
  const { db, environment, cookie, feed, presence, connections, wake, logger } = parts
  const vite = parts.mode === 'development' ? await startVite() : undefined
  const app = express()
  app.disable('x-powered-by')
  // Behind the reverse proxy that PUBLIC_URL speaks of, the client's address and protocol come from it.
  app.set('trust proxy', environment.publicUrl ? 1 : false)

  app.get('/healthz', (_request, response) => {
    sql`select 1`.execute(db).then(
      () => response.type('text/plain').set('cache-control', 'no-store').send('ok'),
      () =>
        response
          .status(503)
          .type('text/plain')
          .set('cache-control', 'no-store')
          .send('The database does not answer.'),
    )
  })

  app.use((_request, response, next) => {
    response.locals['nonce'] = randomBytes(16).toString('base64')
    next()
  })
  app.use(securityHeaders(environment, parts.mode))

  app.use((request, response, next) => {
    if (changesSomething(request) && !isSameOrigin(request, environment.publicUrl)) {
      response.status(403).type('html').send(errorPage('cross-site', request.headers))
      return
    }
    next()
  })

  const contextOfSession = (request: Request) => signedInBy(db, cookie, request.headers.cookie, new Date())
  const contextOf = async (request: Request, response: Response): Promise<AppLoadContext> => {
    const signedIn = await contextOfSession(request)
    return {
      db,
      ...signedIn,
      cookie,
      networkAddress: request.ip ?? '',
      nonce: String(response.locals['nonce']),
      dataDir: environment.dataDir,
      wake,
    }
  }

  const streams = createEventStreams({ db, feed, presence, connections, signedIn: contextOfSession })
  app.get('/meetings/:meeting/events', streams.meeting)
  app.get('/events', streams.everything)

  app.use(compression())
  if (vite) app.use(vite.middlewares)
  else {
    app.use('/assets', express.static('build/client/assets', { immutable: true, maxAge: '1y' }))
    app.use(express.static('build/client', { maxAge: '1h' }))
  }

  const actorOf = async (request: Request) => (await contextOfSession(request)).actor
  app.use('/api/v1', createApi(db, actorOf))
  app.get('/lists/:list.:format', downloadList(db, actorOf))
  app.get('/meetings/:meeting/status.:format', downloadStatus(db, actorOf))

  // Whatever a form changed is on other people's screens at once, not at the next poll.
  app.use((request, response, next) => {
    if (changesSomething(request)) response.on('finish', wake)
    next()
  })
  app.all(
    '*',
    createRequestHandler({
      build: vite
        ? () => vite.ssrLoadModule('virtual:remix/server-build') as Promise<ServerBuild>
        : await loadBuild(),
      getLoadContext: contextOf,
    }),
  )
  app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    // An address whose percent signs mean no character is nobody's.
    if (error instanceof URIError && !response.headersSent) {
      response.status(404).type('html').send(errorPage('not-found', request.headers))
      return
    }
    logger.error({ err: error, url: request.url }, 'A request failed.')
    if (response.headersSent) return next(error)
    response.status(500).type('html').send(errorPage('failure', request.headers))
  })
  return { app, close: async () => vite?.close() }
}

function securityHeaders(environment: Environment, mode: Parts['mode']) {
  const https = environment.publicUrl?.startsWith('https:') ?? false
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'script-src': [
          "'self'",
          (_request, response) => `'nonce-${String((response as Response).locals['nonce'])}'`,
          ...(mode === 'development' ? ["'unsafe-inline'"] : []),
        ],
        // React writes style attributes; no text of a person's reaches one.
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'", 'ws:', 'wss:'],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
        'base-uri': ["'none'"],
        'object-src': ["'none'"],
      },
    },
    strictTransportSecurity: https,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
  })
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
