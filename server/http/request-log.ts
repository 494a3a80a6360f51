import { randomUUID } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import type { Metrics } from '#server/observing/metrics'

/** A part of an address that names one thing: an identifier of ours, or a secret. */
const namesOneThing = /^[0-9A-Za-z_-]{20,}(\.[a-z]+)?$/u

/**
 * The address of a request without anything that a person wrote, and without the secret of a link: `/meetings/:id`. It
 * has few values, so that it can be counted by.
 */
export function routePattern(path: string): string {
  const parts = path.split('/').slice(1, 9)
  const isOurs = parts.every((part) => /^[0-9A-Za-z_.-]{0,60}$/u.test(part))
  if (!isOurs || !knownFirstParts.has(parts[0] ?? '')) return 'other'
  if (parts[0] === 'password') return '/password/:token'
  if (parts[0] === 'assets') return '/assets'
  return `/${parts.map((part) => (namesOneThing.test(part) ? part.replace(/^[^.]*/u, ':id') : part)).join('/')}`
}

/** Where addresses of ours begin; anything may stand in those of strangers. */
const knownFirstParts = new Set([
  '',
  'account',
  'api',
  'assets',
  'calls',
  'documents',
  'events',
  'groups',
  'healthz',
  'lists',
  'meetings',
  'notices',
  'password',
  'people',
  'readyz',
  'recommendations',
  'search',
  'sign-in',
  'sign-out',
  'today',
  'vocabulary',
  'workplans',
])

/** The id of a request, by which its log lines and the answer's header find each other. */
export const requestIdOf = (response: Response): string => String(response.locals['requestId'])

/**
 * One line for each request at level `info`, with identifiers and without texts: neither what was asked for in the
 * query nor what was sent, nor who a secret link is for.
 */
export function logRequests(logger: Logger, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const requestId = randomUUID()
    const startedMs = performance.now()
    response.locals['requestId'] = requestId
    response.set('x-request-id', requestId)
    response.once('close', () => {
      const durationMs = performance.now() - startedMs
      const route = routePattern(pathOf(request))
      const { method } = request
      const status = response.writableFinished ? response.statusCode : 499
      metrics.answered({ method, route, status, durationMs })
      logger.info(
        {
          requestId,
          method,
          route,
          ids: idsIn(route, pathOf(request)),
          status,
          durationMs: Math.round(durationMs),
          bytes: Number(response.getHeader('content-length') ?? 0) || undefined,
          participant: response.locals['participant'] as string | undefined,
        },
        'request',
      )
    })
    next()
  }
}

const pathOf = (request: Request) => request.originalUrl.split('?')[0]?.replace(/\.data$/u, '') ?? ''

/** The identifiers of ours in an address; a token of a link is none. */
const idsIn = (route: string, path: string): string[] | undefined => {
  if (!route.includes(':id')) return undefined
  const ids = path.split('/').filter((part) => /^[0-9A-HJKMNP-TV-Z]{26}/u.test(part))
  return ids.length > 0 ? ids : undefined
}
