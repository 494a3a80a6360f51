import { ServerResponse, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Logger } from 'pino'
import { errorPage } from './http-errors'

/** What the pages and the interface for programs answer; everything else is refused before it is looked at. */
const methods = ['GET', 'HEAD', 'POST']

/** TCP connections that are open at the same time in one process. */
export type SocketLimits = {
  sockets: number
  /** From one network address that is no trusted proxy's. */
  addressSockets: number
}

/** Times within which a request has to arrive, in milliseconds: a sender that trickles holds nothing for long. */
export const requestTimes = {
  headersTimeout: 20_000,
  requestTimeout: 300_000,
  connectionsCheckingInterval: 5_000,
}

/**
 * Answers what no route should ever see: methods that nothing here has, and addresses that name nothing because they
 * are no text.
 */
export function frontDoor(next: RequestListener): RequestListener {
  return (request, response) => {
    if (!methods.includes(request.method ?? '')) {
      response.writeHead(405, { allow: methods.join(', '), 'content-type': 'text/plain' })
      return void response.end('This address answers GET, HEAD and POST.')
    }
    const address = addressIn(request.url ?? '')
    if (address === undefined) {
      response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' })
      return void response.end(errorPage('not-found', request.headers))
    }
    request.url = address
    next(request, response)
  }
}

/** The path and the query, or undefined where they are malformed. A proxy sends the whole URL (RFC 9112, 3.2.2). */
function addressIn(target: string): string | undefined {
  const address = URL.canParse(target) ? new URL(target).pathname + new URL(target).search : target
  // `//elsewhere.example` in an answer would lead to another site.
  if (!address.startsWith('/') || address.startsWith('//')) return undefined
  // No text has this character, and PostgreSQL refuses it.
  if (/\0|%00/u.test(address)) return undefined
  try {
    decodeURIComponent(address.split('?')[0] ?? '')
    return address
  } catch {
    return undefined
  }
}

type Guards = {
  logger: Logger
  /** Told why a connection was refused. */
  onRefused: (reason: string) => void
  limits: SocketLimits
  isTrustedProxy: (address: string) => boolean
  /** Takes a WebSocket over, or refuses it. */
  onWebSocket: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

/** Gives every callback of a server and of its sockets an owner for its errors. */
export function guardServer(
  server: Server,
  { logger, onRefused, limits, isTrustedProxy, onWebSocket }: Guards,
): void {
  const perAddress = new Map<string, number>()
  server.maxConnections = limits.sockets
  server.on('drop', () => onRefused('too-many-sockets'))
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => socket.destroy())
    const address = socket.remoteAddress
    if (address === undefined || isTrustedProxy(address)) return
    const open = (perAddress.get(address) ?? 0) + 1
    perAddress.set(address, open)
    socket.once('close', () => {
      const left = (perAddress.get(address) ?? 1) - 1
      if (left > 0) perAddress.set(address, left)
      else perAddress.delete(address)
    })
    if (open <= limits.addressSockets) return
    onRefused('too-many-sockets-of-address')
    socket.destroy()
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
    if (error.code === 'HPE_HEADER_OVERFLOW') refuseUpgrade(socket, 431, 'Request Header Fields Too Large')
    else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') refuseUpgrade(socket, 408, 'Request Timeout')
    else refuseUpgrade(socket, 400, 'Bad Request')
  })
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    ownErrors(socket)
    refuseUpgrade(socket, 405, 'Method Not Allowed')
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    ownErrors(socket)
    const address = addressIn(request.url ?? '')
    if (address === undefined) return refuseUpgrade(socket, 404, 'Not Found')
    request.url = address
    try {
      if (request.headers.upgrade?.toLowerCase() === 'websocket') onWebSocket(request, socket, head)
      else answerWithoutUpgrade(server, request, socket)
    } catch (error) {
      logger.error({ err: error }, 'Failed to handle an upgrade')
      socket.destroy()
    }
  })
}

/** A raw socket that Node has handed over ends the process when it breaks and no one listens. */
const ownErrors = (socket: Duplex) => void socket.on('error', () => socket.destroy())

/** Answers on a raw socket instead of upgrading it. */
export function refuseUpgrade(socket: Duplex, status: number, reason: string): void {
  socket.end(`HTTP/1.1 ${String(status)} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
    socket.destroy(),
  )
}

/**
 * A client that would like another protocol, such as HTTP/2 in clear text, gets its answer in this one: a server may
 * ignore the wish (RFC 9110, 7.8). Its body, if any, was not read, so only requests without one are answered.
 */
function answerWithoutUpgrade(server: Server, request: IncomingMessage, socket: Duplex): void {
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD'
  if (hasBody || !(socket instanceof Socket)) return refuseUpgrade(socket, 400, 'Bad Request')
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  response.assignSocket(socket)
  response.once('finish', () => {
    response.detachSocket(socket)
    socket.end()
  })
  server.emit('request', request, response)
}
