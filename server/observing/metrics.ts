import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

/** Work that no one waits for. */
export const backgroundWorks = ['deadlines', 'checkpoints', 'notices', 'mails'] as const
export type BackgroundWork = (typeof backgroundWorks)[number]
export type Outcome = 'done' | 'failed'

/** What is counted when it is asked for. */
export type Gauges = {
  /** Connections that act for somebody, by kind. */
  connections: () => Record<string, number>
  /** TCP connections. */
  sockets: () => Promise<number>
  /** Open live texts. */
  rooms: () => number
  /** What waits, by queue. */
  queues: () => Record<string, number>
}

export type Metrics = {
  /** A request was answered. `route` is a pattern: no address of anything. */
  answered: (request: { method: string; route: string; status: number; durationMs: number }) => void
  /** Edits became durable. */
  committed: (durationMs: number) => void
  /** Something was refused; `reason` is a code of ours, never what was sent. */
  refused: (reason: string) => void
  ran: (work: BackgroundWork, outcome: Outcome) => void
  /** From here on these are counted as well. */
  watch: (gauges: Gauges) => void
  /** In the format that Prometheus reads. */
  text: () => Promise<string>
  contentType: string
}

const commitBuckets = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]
const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** The counts of one process. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'rapporteur_http_request_seconds',
    help: 'How long requests took, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: requestBuckets,
    registers,
  })
  const commits = new Histogram({
    name: 'rapporteur_commit_seconds',
    help: 'How long edits took to become durable, by group commit',
    buckets: commitBuckets,
    registers,
  })
  const refusals = new Counter({
    name: 'rapporteur_refusals_total',
    help: 'What was refused, by reason',
    labelNames: ['reason'],
    registers,
  })
  const runs = new Counter({
    name: 'rapporteur_background_runs_total',
    help: 'Runs of background work, by outcome',
    labelNames: ['work', 'outcome'],
    registers,
  })
  const lastRun = new Gauge({
    name: 'rapporteur_background_last_done_timestamp_seconds',
    help: 'When such work was last done without a failure',
    labelNames: ['work'],
    registers,
  })
  return {
    answered: ({ method, route, status, durationMs }) =>
      requests.observe({ method, route, status: String(status) }, durationMs / 1000),
    committed: (durationMs) => commits.observe(durationMs / 1000),
    refused: (reason) => refusals.inc({ reason }),
    ran: (work, outcome) => {
      runs.inc({ work, outcome })
      if (outcome === 'done') lastRun.setToCurrentTime({ work })
    },
    watch: (gauges) => {
      new Gauge({
        name: 'rapporteur_connections',
        help: 'Open connections that act for somebody, by kind',
        labelNames: ['kind'],
        registers,
        collect() {
          for (const [kind, count] of Object.entries(gauges.connections())) this.set({ kind }, count)
        },
      })
      new Gauge({
        name: 'rapporteur_sockets',
        help: 'Open TCP connections',
        registers,
        async collect() {
          this.set(await gauges.sockets())
        },
      })
      new Gauge({
        name: 'rapporteur_rooms',
        help: 'Open live texts',
        registers,
        collect() {
          this.set(gauges.rooms())
        },
      })
      new Gauge({
        name: 'rapporteur_queue_length',
        help: 'What waits, by queue',
        labelNames: ['queue'],
        registers,
        collect() {
          for (const [queue, count] of Object.entries(gauges.queues())) this.set({ queue }, count)
        },
      })
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
