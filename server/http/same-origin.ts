import type { IncomingMessage } from 'node:http'

const safeMethods = ['GET', 'HEAD', 'OPTIONS']

/**
 * Whether a request may change something, judged by where the browser says it comes from. Browsers send
 * `Origin` with every POST and every WebSocket handshake and `Sec-Fetch-Site` with every request; a program
 * that sends neither carries no one's cookie by accident. (OWASP, Cross-Site Request Forgery Prevention.)
 * @param publicUrl the origin that people use where a reverse proxy stands in front.
 */
export function isSameOrigin(request: IncomingMessage, publicUrl: string | undefined): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  const { origin, host } = request.headers
  if (origin === undefined) return true
  if (publicUrl !== undefined && origin === publicUrl) return true
  try {
    return new URL(origin).host === host
  } catch {
    return false // `null`, of a sandboxed frame or a file
  }
}

export const changesSomething = (request: IncomingMessage) => !safeMethods.includes(request.method ?? 'GET')
