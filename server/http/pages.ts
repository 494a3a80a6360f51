import { once } from 'node:events'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createRequestHandler, type AppLoadContext, type ServerBuild } from '@remix-run/node'
import type { Request as ExpressRequest, RequestHandler, Response as ExpressResponse } from 'express'
import { isSignedIn } from '#domain/people/participants'
import { errorPage } from './http-errors'
import { readForm, RefusedBody, type BodyRefusal, type FormLimits } from './request-body'
import type { Site } from './site'

/** Pages whose form may carry a file, with the address of their data beside their own. */
const takesUploads = /^\/(?:meetings\/[^/]+\/import|groups\/[^/]+\/people\/table)(?:\.data)?$/u

const statusOf: Record<BodyRefusal, number> = {
  'bad-request': 400,
  'too-large': 413,
  'too-many-fields': 413,
  'unsupported-form': 415,
}

type Options = {
  build: ServerBuild | (() => Promise<ServerBuild>)
  contextOf: (request: ExpressRequest, response: ExpressResponse) => Promise<AppLoadContext>
  site: Site
  limits: FormLimits
  /** Told why a form was not read. */
  onRefused: (reason: BodyRefusal) => void
}

/**
 * Serves the pages. It takes the place of the framework's own adapter for Express, which believes any
 * `X-Forwarded-Host`, throws on a malformed `Host` and hands the parsers bodies of any size.
 */
export function createPages({ build, contextOf, site, limits, onRefused }: Options): RequestHandler {
  const handle = createRequestHandler(build, process.env['NODE_ENV'])

  const answer = async (request: ExpressRequest, response: ExpressResponse) => {
    const context = await contextOf(request, response)
    const body = request.method === 'POST' ? await readForm(request, limitsFor(request, context)) : undefined
    const aborted = new AbortController()
    response.once('close', () => aborted.abort())
    await send(response, await handle(toWebRequest(request, body, aborted.signal), context))
  }

  const limitsFor = ({ path }: ExpressRequest, { actor }: AppLoadContext) => ({
    limitFields: limits.formFields,
    limitBytes: !isSignedIn(actor)
      ? limits.visitorFormBytes
      : takesUploads.test(path)
        ? limits.uploadBytes
        : limits.formBytes,
  })

  const toWebRequest = (
    request: ExpressRequest,
    body: Uint8Array<ArrayBuffer> | undefined,
    signal: AbortSignal,
  ) => {
    const origin = site.originOf(request)
    const headers = new Headers()
    for (const [name, value] of Object.entries(request.headers)) {
      for (const one of [value].flat()) if (one !== undefined) headers.append(name, one)
    }
    // Whether the sender is this site was decided before; the framework compares these again, as they came.
    headers.delete('x-forwarded-host')
    const sender = headers.get('origin')
    headers.set('host', new URL(sender !== null && URL.canParse(sender) ? sender : origin).host)
    return new Request(origin + request.originalUrl, {
      method: request.method,
      headers,
      signal,
      ...(body && (body.length > pieceBytes ? { body: inPieces(body), duplex: 'half' } : { body })),
    })
  }

  return (request, response, next) => {
    answer(request, response).catch((error: unknown) => {
      // A sender who went away meanwhile is answered nothing.
      if (response.destroyed || request.aborted) return
      if (!(error instanceof RefusedBody)) return next(error)
      onRefused(error.refusal)
      refuseBody(request, response, error.refusal).catch(next)
    })
  }
}

const pieceBytes = 64 * 1024

/** Parsers go through all of a body that is there at once, for a second where it is large: between pieces others are served. */
function inPieces(body: Uint8Array<ArrayBuffer>) {
  let at = 0
  return new globalThis.ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      await nextTurn()
      if (at >= body.length) return controller.close()
      controller.enqueue(body.subarray(at, at + pieceBytes))
      at += pieceBytes
    },
  })
}

/** How long a sender of a refused form may go on sending before it is cut off, in milliseconds. */
const drainTimeMs = 5_000

/** What is still being sent is thrown away first: browsers show the answer only to those who may finish. */
async function refuseBody(
  request: ExpressRequest,
  response: ExpressResponse,
  refusal: BodyRefusal,
): Promise<void> {
  request.resume()
  if (!request.complete)
    await once(request, 'end', { signal: AbortSignal.timeout(drainTimeMs) }).catch(() => undefined)
  if (response.destroyed) return
  response
    .status(statusOf[refusal])
    .set({ connection: 'close', 'cache-control': 'no-store' })
    .type('html')
    .send(errorPage(refusal, request.headers))
}

async function send(response: ExpressResponse, answer: Response): Promise<void> {
  response.status(answer.status)
  for (const [name, value] of answer.headers) {
    // Which caches may keep an answer is decided in one place for all of them.
    if (name !== 'cache-control') response.append(name, value)
  }
  if (!answer.body) return void response.end()
  try {
    await pipeline(Readable.fromWeb(answer.body as ReadableStream), response)
  } catch (error) {
    // A reader who goes away while the page is being sent is no failure.
    if (!response.destroyed) throw error
  }
}
