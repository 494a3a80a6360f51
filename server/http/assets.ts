import { readdirSync } from 'node:fs'
import { extname, resolve, sep } from 'node:path'
import express, { type RequestHandler } from 'express'
import Negotiator from 'negotiator'

/** What the build writes beside each file that is text; see `vite.config.ts`. */
const brotliSuffix = '.br'

/** The addresses below a folder whose file lies there in Brotli as well. */
function brotliAddresses(folder: string): Set<string> {
  return new Set(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith(brotliSuffix))
      .map((path) => `/${path.split(sep).join('/').slice(0, -brotliSuffix.length)}`),
  )
}

/**
 * Serves what was built for browsers. Brotli at its best level takes seconds, so the build does it once; browsers that
 * do not read it get the file itself, which `compression` packs for them.
 */
export function builtFiles(folder: string): RequestHandler[] {
  const packed = brotliAddresses(folder)
  const assets = resolve(folder, 'assets') + sep
  return [
    (request, response, next) => {
      if (!packed.has(request.path)) return next()
      response.vary('Accept-Encoding')
      if (new Negotiator(request).encodings(['br']).length === 0) return next()
      response.type(extname(request.path))
      response.set('content-encoding', 'br')
      request.url = request.path + brotliSuffix
      next()
    },
    express.static(folder, {
      setHeaders: (response, path) => {
        const isNamedByContent = path.startsWith(assets)
        response.setHeader(
          'cache-control',
          isNamedByContent ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
        )
      },
    }),
  ]
}
