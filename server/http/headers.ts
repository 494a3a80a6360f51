import { randomBytes } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import helmet from 'helmet'
import type { Site } from './site'

type Options = {
  site: Site
  /** Whether people reach this site by https only. */
  isHttps: boolean
  mode: 'development' | 'production'
}

/** What a browser may do with an answer: the one place for the headers of all routes. */
export function securityHeaders({ site, isHttps, mode }: Options): RequestHandler[] {
  // Vite writes inline styles and scripts while one develops.
  const forDevelopment = mode === 'development' ? ["'unsafe-inline'"] : []
  const nonce = (_request: unknown, response: unknown) => `'nonce-${nonceOf(response as Response)}'`
  const socketOrigin = (request: unknown) => site.originOf(request as Request).replace(/^http/u, 'ws')
  return [
    (_request, response, next) => {
      response.locals['nonce'] = randomBytes(16).toString('base64')
      next()
    },
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': ["'self'"],
          'script-src': ["'self'", ...(mode === 'development' ? forDevelopment : [nonce])],
          'style-src': ["'self'", ...(mode === 'development' ? forDevelopment : [nonce])],
          'img-src': ["'self'", 'data:'],
          'font-src': ["'self'"],
          // Browsers differ in whether 'self' includes WebSockets of this origin.
          'connect-src': ["'self'", ...(mode === 'development' ? ['ws:'] : [socketOrigin])],
          'form-action': ["'self'"],
          'frame-ancestors': ["'none'"],
          'base-uri': ["'none'"],
          'object-src': ["'none'"],
        },
      },
      strictTransportSecurity: isHttps && { maxAge: 31_536_000, includeSubDomains: false },
      crossOriginEmbedderPolicy: false,
      referrerPolicy: { policy: 'same-origin' },
    }),
    (_request, response, next) => {
      response.set('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()')
      next()
    },
  ]
}

/**
 * Which caches may keep an answer: none where it was made for a session. What is the same for everybody, such as an
 * issued list, says so itself.
 */
export const cachePolicy =
  (hasSession: (request: Request) => boolean): RequestHandler =>
  (request, response, next) => {
    response.set({
      'cache-control': hasSession(request) ? 'no-store' : 'no-cache',
      vary: 'cookie, accept-language',
    })
    next()
  }

/** Allows the inline scripts and styles of this answer. */
export const nonceOf = (response: Response): string => String(response.locals['nonce'])
