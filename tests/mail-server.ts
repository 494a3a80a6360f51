import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export type Received = { to: string[]; message: string }

/** A real SMTP server on a free port that keeps what it is sent. `refuse` makes it refuse a recipient for good. */
export async function startMailServer({
  port = 0,
  refuse = () => false,
}: { port?: number; refuse?: (address: string) => boolean } = {}) {
  const received: Received[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, callback) => {
      if (!refuse(address)) return callback()
      callback(Object.assign(new Error('No such person here'), { responseCode: 550 }))
    },
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        received.push({
          to: session.envelope.rcptTo.map((sMTPServerAddress) => sMTPServerAddress.address),
          message: Buffer.concat(chunks).toString('utf8'),
        })
        callback()
      })
    },
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${String(address.port)}`,
    port: address.port,
    received,
    /** The addresses that got mail, one for each mail. */
    recipients: () => received.flatMap((entry) => entry.to).toSorted(),
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  }
}
