import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import type { Metrics } from './metrics'
import type { Readiness } from './readiness'

type Options = {
  port: number
  host: string
  metrics: Metrics
  readiness: Readiness
  logger: Pick<Logger, 'error' | 'info'>
}

/**
 * `/metrics` and `/readyz` on an address of their own, which no one but the operator's network needs to reach.
 * @throws where it cannot listen there.
 */
export async function openObserveAddress({ port, host, metrics, readiness, logger }: Options) {
  const answer = async (method: string, path: string) => {
    if (method !== 'GET' && method !== 'HEAD') return { status: 405, type: 'text/plain', body: '' }
    if (path === '/metrics') return { status: 200, type: metrics.contentType, body: await metrics.text() }
    if (path === '/readyz') {
      const found = await readiness.check()
      return {
        status: found.ready ? 200 : 503,
        type: 'text/plain',
        body: found.ready ? 'ready' : found.because,
      }
    }
    return { status: 404, type: 'text/plain', body: '' }
  }
  const server = createServer((request, response) => {
    answer(request.method ?? '', request.url?.split('?')[0] ?? '').then(
      ({ status, type, body }) => {
        response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' })
        response.end(body)
      },
      (error: unknown) => {
        logger.error({ err: error }, 'Failed to answer with metrics')
        response.writeHead(500).end()
      },
    )
  })
  server.on('clientError', (_error, socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host }, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
