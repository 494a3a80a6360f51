import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { DocumentId } from '#domain/ids'
import { shapeVersion } from '#editor/shape'

const prefix = '/collaboration/'

/** What a request for an upgrade asks for; `shape` is undefined where the client names none. */
export type UpgradeRequest = { document: DocumentId; isShapeCurrent: boolean }

/** @returns undefined for an address that is no document's, malformed percent-encoding included. */
export function parseUpgrade(address: string | undefined): UpgradeRequest | undefined {
  try {
    const { pathname, searchParams } = new URL(address ?? '', 'http://any')
    if (!pathname.startsWith(prefix)) return undefined
    const document = decodeURIComponent(pathname.slice(prefix.length))
    const shape = searchParams.get('shape')
    // Tools that name no shape are taken to know the current one.
    const isShapeCurrent = shape === null || shape === String(shapeVersion)
    return /^[0-9A-Za-z-]{1,64}$/u.test(document)
      ? { document: document as DocumentId, isShapeCurrent }
      : undefined
  } catch {
    return undefined
  }
}

const reasons = { 403: 'Forbidden', 404: 'Not Found', 503: 'Service Unavailable' }

/** Answers a request that is not upgraded; the front door owns the errors of the raw socket. */
export function refuseUpgrade(socket: Duplex, status: keyof typeof reasons): void {
  socket.end(
    `HTTP/1.1 ${String(status)} ${reasons[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  )
}

/** Whether a request is for a live document, however broken the rest of its address is. */
export const isForLiveDocument = ({ url }: IncomingMessage): boolean => url?.startsWith(prefix) ?? false
