import { Transform } from 'node:stream'
import { createReadableStreamFromReadable, type AppLoadContext, type EntryContext } from '@remix-run/node'
import { RemixServer } from '@remix-run/react'
import { isbot } from 'isbot'
import { renderToPipeableStream } from 'react-dom/server'
import { MessagesContext } from '#components/ui/language'
import { NonceContext } from '#components/ui/nonce'
import { messagesFor } from '#i18n/catalogues'
import { requestLanguage } from '#i18n/language'

/** Milliseconds after which a page that does not finish is given up. */
export const streamTimeout = 10_000

/**
 * Where a letter of several bytes does not fit into what is left of a part, React 18 sends the rest of that part
 * as zeros before the letter. A browser would show each as a broken letter, and take the page for another one.
 */
const withoutZeros = () =>
  new Transform({
    transform: (part: Buffer, _encoding, done) => {
      done(null, part.includes(0) ? Buffer.from(part.filter((byte) => byte !== 0)) : part)
    },
  })

/** Renders a page; crawlers wait for all of it, people see the frame at once. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  context: AppLoadContext,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    let responded = false
    const whole = isbot(request.headers.get('user-agent') ?? '')
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={context.nonce}>
        <MessagesContext.Provider value={messagesFor(requestLanguage(request))}>
          <RemixServer context={remixContext} url={request.url} nonce={context.nonce} />
        </MessagesContext.Provider>
      </NonceContext.Provider>,
      {
        nonce: context.nonce,
        [whole ? 'onAllReady' : 'onShellReady']: () => {
          responded = true
          const body = withoutZeros()
          headers.set('content-type', 'text/html; charset=utf-8')
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status }))
          pipe(body)
        },
        onShellError: reject,
        onError: (error: unknown) => {
          if (responded) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
        },
      },
    )
    setTimeout(abort, streamTimeout + 1000).unref()
  })
}

/** Failures of loaders and actions; a visitor who went away is none. */
export function handleError(error: unknown, { request }: { request: Request }): void {
  if (request.signal.aborted) return
  process.stderr.write(
    `${request.method} ${new URL(request.url).pathname}: ${error instanceof Error ? error.stack : String(error)}\n`,
  )
}
