import { connect, type Socket } from 'node:net'

/** A TCP connection that sends bytes no client library would, and keeps what comes back. */
export type RawConnection = {
  send: (bytes: string | Uint8Array) => void
  /** Everything that arrived. */
  text: () => string
  closed: Promise<void>
  socket: Socket
}

export function connectRaw(url: string): RawConnection {
  const { hostname, port } = new URL(url)
  // Half-open: the other side ends without this one answering in kind.
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
  socket.on('error', () => undefined)
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.once('end', () => socket.end())
  return { send: (bytes) => void socket.write(bytes), text: () => text, closed, socket }
}

/** Sends bytes and waits until the other side closes. @returns what it answered. */
export async function rawAnswer(url: string, bytes: string | Uint8Array): Promise<string> {
  const connection = connectRaw(url)
  connection.send(bytes)
  await connection.closed
  return connection.text()
}

/** `127.0.0.1:3000`, as a `Host` header. */
export const hostOf = (url: string): string => new URL(url).host
