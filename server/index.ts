import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { openDatabase, type Db } from '#db/client'
import { ForeignDatabaseError, migrate } from '#db/migrate'
import { listenToProcesses, notifyProcesses } from '#db/notifications'
import { hasParticipants } from '#db/queries/participants'
import { isSampleDatabase } from '#db/queries/settings'
import type { ParticipantId, MeetingId } from '#domain/ids'
import { deviceCookie } from '#server/auth/devices'
import { openConnections } from '#server/auth/open-connections'
import { createPasswords } from '#server/auth/passwords'
import { sessionCookie, signedInBy } from '#server/auth/sessions'
import { isForLiveDocument } from '#server/collab/upgrade'
import { createApp } from '#server/http/app'
import { frontDoor, guardServer, refuseUpgrade, requestTimes } from '#server/http/front-door'
import { followLog } from '#server/http/live'
import { openPresenceFeed } from '#server/http/presence-feed'
import { createSite } from '#server/http/site'
import { createFileWriter } from '#server/http/written-files'
import { openPostOffice } from '#server/mail/post-office'
import { openTransport } from '#server/mail/transport'
import type { Post } from '#server/mail/write-notices'
import { createMetrics } from '#server/observing/metrics'
import { openObserveAddress } from '#server/observing/observe-address'
import { createReadiness } from '#server/observing/readiness'
import { createPool, undefinedWhereRefused } from '#server/pool/pool'
import { watchCheckpoints } from '#server/workers/checkpoints'
import { watchDeadlines } from '#server/workers/deadlines'
import { openImportReader } from '#server/workers/import-reader'
import { openOverlap } from '#server/workers/overlap/overlap-keeper'
import { openCollaboration } from './collaboration'
import {
  prepareDataDir,
  readEnvironment,
  sessionSecret,
  signingKey,
  StartError,
  type Environment,
} from './env'
import { openSample } from './sample'

/** How long open requests may take to finish when the process is to end, in milliseconds. */
const shutdownGraceMs = 5_000
/** More people than this are not named to the other processes: everybody's pages look. */
const mostNamed = 200

async function main(): Promise<void> {
  const environment = readEnvironment()
  prepareDataDir(environment.dataDir)
  const secret = sessionSecret(environment)
  const key = signingKey(environment)
  const logger = pino({ level: environment.logLevel }, pino.destination(2))
  const db = await prepareDatabase(environment)
  const site = createSite(environment)
  const isHttps = environment.publicUrl?.startsWith('https:') ?? false
  const cookie = sessionCookie(secret, isHttps)
  const metrics = createMetrics()
  const readiness = createReadiness(db)
  const pool = createPool(environment.poolLimits)
  const files = createFileWriter(pool, environment.fileLimits)
  const passwords = createPasswords({
    estimate: (guessed) => pool.run('estimate-password', guessed).catch(undefinedWhereRefused),
    limits: environment.passwordLimits,
  })
  const feed = await followLog(db, (error) =>
    logger.error({ err: error }, 'The audit log could not be read.'),
  )
  const connections = openConnections(db, environment.connectionLimits, (error) =>
    logger.error({ err: error }, 'Failed to re-read the actors of open connections'),
  )
  feed.onEvents(connections.onEvents)
  const presence = openPresenceFeed(db, (error) =>
    logger.error({ err: error }, 'Who is in a meeting could not be told.'),
  )
  const collaboration = openCollaboration({
    db,
    logger,
    feed,
    limits: environment.limits,
    connections,
    signedInBy: (header) => signedInBy(db, cookie, header, new Date()),
    isAllowedOrigin: site.isSameOrigin,
    metrics,
  })
  const wake = () => {
    feed.wake()
    collaboration.wake()
  }
  const others = listenToProcesses(environment.databaseUrl, (notice) => {
    if (notice.changed) feed.wake()
    const { noticesFor } = notice
    if (noticesFor)
      feed.announceNotices(noticesFor.length > 0 ? new Set(noticesFor as ParticipantId[]) : undefined)
    for (const meeting of notice.edited ?? [])
      feed.announce({ meeting: meeting as MeetingId, subject: meeting })
    collaboration.takeNotice(notice)
    presence.hear(notice)
  })
  const imports = openImportReader({ db, limits: environment.importLimits, logger })
  const overlap = openOverlap(db, logger)
  const mode = process.env['NODE_ENV'] === 'development' ? 'development' : 'production'
  const { app, close } = await createApp({
    db,
    environment,
    cookie,
    devices: deviceCookie(secret, isHttps),
    passwords,
    pool,
    post: () => postOf(server, environment),
    site,
    feed,
    presence,
    connections,
    imports,
    overlap,
    wake,
    logger,
    metrics,
    readiness,
    files,
    mode,
  })
  const server = createServer(requestTimes, frontDoor(app))
  guardServer(server, {
    logger,
    onRefused: metrics.refused,
    limits: environment.socketLimits,
    isTrustedProxy: site.isTrustedProxy,
    onWebSocket: (request, socket, head) => {
      if (isForLiveDocument(request)) collaboration.handleUpgrade(request, socket, head)
      else refuseUpgrade(socket, 404, 'Not Found')
    },
  })
  metrics.watch({
    connections: connections.counts,
    sockets: () => countSockets(server),
    rooms: collaboration.countRooms,
    queues: () => ({
      edits: collaboration.countWaiting(),
      passwords: passwords.waiting(),
      jobs: pool.waiting(),
      pdfs: files.waiting(),
    }),
  })
  const observed =
    environment.metrics && (await observe({ ...environment.metrics, metrics, readiness, logger }))
  await listen(server, environment)

  const post = postOf(server, environment)
  const postOffice = openPostOffice({
    db,
    post,
    transport: environment.smtpUrl
      ? openTransport(environment.smtpUrl, new URL(post.address).hostname)
      : undefined,
    logger,
    onRun: metrics.ran,
    onNotices: (people) => {
      feed.announceNotices(people)
      const noticesFor = people.size > mostNamed ? [] : [...people]
      notifyProcesses(db, { noticesFor }).catch((error: unknown) =>
        logger.error({ err: error }, 'The other processes could not be told of notices.'),
      )
    },
  })
  feed.onEvents((events) => {
    postOffice.wake()
    if (events.some(({ type }) => /^(?:account|membership)\./u.test(type))) postOffice.wakeSending()
  })
  const deadlines = watchDeadlines(db, post, logger, {
    onDone: wake,
    onMail: postOffice.wakeSending,
    onRun: (outcome) => metrics.ran('deadlines', outcome),
  })
  const checkpoints = watchCheckpoints(db, key, logger, (outcome) => metrics.ran('checkpoints', outcome))
  feed.onEvents((events) => {
    if (events.some(({ type }) => type === 'list.issued' || type === 'list.adopted')) checkpoints.wake()
  })
  let stopping = false
  const stop = async (exitCode: number) => {
    if (stopping) return
    stopping = true
    readiness.end()
    setTimeout(() => process.exit(exitCode), shutdownGraceMs).unref()
    const closed = new Promise((resolve) => server.close(resolve))
    await deadlines.close()
    await imports.close()
    await checkpoints.close()
    await overlap.close()
    await postOffice.close()
    await others.close()
    presence.close()
    connections.close()
    await feed.close()
    await collaboration.close()
    server.closeIdleConnections()
    await closed
    await close()
    await pool.close()
    await observed?.close()
    await db.destroy()
    process.exit(exitCode)
  }
  const end = (exitCode: number) => {
    stop(exitCode).catch((error: unknown) => {
      logger.error({ err: error }, 'Failed to shut down in order')
      process.exit(1)
    })
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(0))
  // No one knows what state such an error leaves behind: what is open is brought to its end, and another process starts.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      logger.fatal({ err: error }, `Ending the process after an ${event}`)
      end(1)
    })
  }
  await greet(server, environment, db)
}

async function prepareDatabase(environment: Environment): Promise<Db> {
  const db = openDatabaseOrExplain(environment)
  try {
    await migrate(db)
  } catch (error) {
    await db.destroy()
    if (error instanceof ForeignDatabaseError)
      throw new StartError(`The database ${environment.databaseUrl} cannot be used: ${error.message}.`)
    throw new StartError(`DATABASE_URL does not lead to a usable database (${messageOf(error)}).`)
  }
  if (environment.sample && !(await hasParticipants(db))) await openSample(db, new Date())
  return db
}

function openDatabaseOrExplain(environment: Environment): Db {
  try {
    return openDatabase(environment.databaseUrl)
  } catch (error) {
    throw new StartError(`The database ${environment.databaseUrl} cannot be opened (${messageOf(error)}).`)
  }
}

function listen(server: Server, { port, host }: Environment): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        reject(
          new StartError(`Port ${port} is in use: stop the other program or set PORT to another number.`),
        )
      } else reject(new StartError(`The server cannot listen on port ${port} (${error.message}).`))
    })
    server.listen({ port, host }, resolve)
  })
}

const countSockets = (server: Server) =>
  new Promise<number>((resolve) => {
    server.getConnections((error, count) => resolve(error ? 0 : count))
  })

async function observe(options: Parameters<typeof openObserveAddress>[0]) {
  try {
    const opened = await openObserveAddress(options)
    options.logger.info({ port: opened.port }, 'Metrics are served')
    return opened
  } catch (error) {
    throw new StartError(`METRICS_PORT ${String(options.port)} cannot be listened on (${messageOf(error)}).`)
  }
}

/** Links in mails lead to where the operator says that people find this site; a request's word is not taken for it. */
const postOf = (server: Server, environment: Environment): Post => ({
  address: environment.publicUrl ?? `http://localhost:${(server.address() as AddressInfo).port}`,
  canSend: environment.smtpUrl !== undefined,
})

async function greet(server: Server, environment: Environment, db: Db): Promise<void> {
  const { port } = server.address() as AddressInfo
  const here = `http://localhost:${port}`
  const address = environment.publicUrl ?? here
  const behind = environment.publicUrl ? ` (${here} on this machine)` : ''
  const how = (await isSampleDatabase(db))
    ? `The sample workplan is loaded. Sign in at ${address}/sign-in as any of its participants, no password needed.`
    : `Sign in at ${address}/sign-in. The first administrator: npm run rapporteur -- administrator add --help`
  process.stdout.write(`Rapporteur is running at ${address}${behind}\n${how}\nCtrl-C stops it.\n`)
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message || error.name : String(error))

main().catch((error: unknown) => {
  const text =
    error instanceof StartError
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error)
  process.stderr.write(`${text}\n`)
  process.exit(1)
})
