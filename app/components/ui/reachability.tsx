import { settleTyping } from './kept-typing'

/** How often a server that cannot be reached is asked again. */
const retryIntervalMs = 1_000

export type Reachability = {
  /** False from the moment when something could not reach the server until something can again. */
  isReachable: boolean
  /** Something was sent and did not arrive; what asked for it was given an empty answer. */
  hasFailedToSend: boolean
}

const listeners = new Set<() => void>()
const waiting = new Set<() => void>()
let state: Reachability = { isReachable: true, hasFailedToSend: false }
let timer: ReturnType<typeof setTimeout> | undefined

function change(next: Partial<Reachability>): void {
  state = { ...state, ...next }
  for (const listener of listeners) listener()
}

export const readReachability = (): Reachability => state

export function subscribeToReachability(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Something could not reach the server: from now on it is asked until it answers. */
export function reportUnreachable(): void {
  if (state.isReachable) change({ isReachable: false })
  timer ??= setTimeout(() => void askServer(), retryIntervalMs)
}

/** Something has reached the server. */
export function reportReachable(): void {
  clearTimeout(timer)
  timer = undefined
  if (!state.isReachable) change({ isReachable: true, hasFailedToSend: false })
  for (const go of [...waiting]) go()
  waiting.clear()
}

async function askServer(): Promise<void> {
  const answer = navigator.onLine
    ? await plainFetch('/healthz', { cache: 'no-store' }).catch(() => undefined)
    : undefined
  timer = undefined
  if (answer?.ok) reportReachable()
  else reportUnreachable()
}

export function forgetFailedSending(): void {
  change({ hasFailedToSend: false })
}

const untilReachable = (signal: AbortSignal | null | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    waiting.add(resolve)
    signal?.addEventListener('abort', () => {
      waiting.delete(resolve)
      reject(new DOMException('The navigation was given up.', 'AbortError'))
    })
  })

let plainFetch: typeof fetch = (...request) => fetch(...request)

/** What the router asks for: the data of pages, and which pages there are. */
const isRouterRequest = (url: URL): boolean =>
  url.origin === location.origin && (url.pathname.endsWith('.data') || url.pathname === '/__manifest')

/** The path of the page whose data an address names. */
const pagePathOf = ({ pathname }: URL) => (pathname === '/_root.data' ? '/' : pathname.replace(/\.data$/, ''))

/** Set by an answer that leads to the sign-in page. */
const signInHeader = 'x-sign-in'

/** A proxy answers in the place of a server that is down. */
const isFromProxy = (answer: Response): boolean =>
  [502, 503, 504].includes(answer.status) && !answer.headers.has('X-Remix-Response')

/**
 * Makes requests of the router wait for a server that cannot be reached, instead of failing: a failed one would put an
 * error page in the place of the page, with the editor in it. What is read is asked for again by itself; what is sent
 * is not, for it may have arrived.
 */
export function keepPagesWhenUnreachable(): void {
  plainFetch = window.fetch.bind(window)
  window.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, location.href)
    if (!isRouterRequest(url)) return plainFetch(input, init)
    const request = new Request(input, init)
    const isSending = request.method !== 'GET'
    for (;;) {
      try {
        const answer = await plainFetch(isSending ? request : request.clone())
        if (!isFromProxy(answer)) {
          reportReachable()
          // What was sent by somebody whose session is over has arrived nowhere.
          if (isSending) settleTyping(pagePathOf(url), answer.ok && !answer.headers.has(signInHeader))
          return answer
        }
      } catch (error) {
        if (request.signal.aborted) throw error
      }
      reportUnreachable()
      if (isSending) {
        settleTyping(pagePathOf(url), false)
        change({ hasFailedToSend: true })
        return new Response(null, { status: 204 })
      }
      await untilReachable(request.signal)
    }
  }
  window.addEventListener('offline', reportUnreachable)
  window.addEventListener('online', () => void askServer())
}
