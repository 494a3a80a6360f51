import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Logger } from 'pino'
import { WebSocketServer, type WebSocket } from 'ws'
import { closeEvents } from '#collab/close-events'
import type { Db } from '#db/client'
import { notifyProcesses, type Notice } from '#db/notifications'
import type { DocumentId, SessionId } from '#domain/ids'
import { isSignedIn, type Actor, type LocalActor, type SignedInActor } from '#domain/people/participants'
import type { OpenConnections } from '#server/auth/open-connections'
import { decideAccess } from './access'
import { createAccounts } from './accounts'
import { createStateAnswers } from './answer-state-requests'
import { createAuthorBinder } from './bind-authors'
import { createBroadcaster } from './broadcast'
import { createCaretRounds } from './carets'
import { close, Connection } from './connection'
import { createFollower } from './follow'
import { decideAgain } from './follow-access'
import { createLogFollower } from './follow-log'
import { permissionFrame } from './frames'
import type { Limits } from './limits'
import { createListTexts, type ListText } from './list-texts'
import { createLogWriter } from './log'
import type { Person } from './presence'
import { createReceiver } from './receive'
import type { Room } from './room'
import { createRooms } from './rooms'
import { createSlowReaders } from './slow-readers'
import { createSnapshots } from './snapshots'
import { createUpdateTaker } from './take-update'
import { parseUpgrade, refuseUpgrade } from './upgrade'

type Options = {
  db: Db
  logger: Pick<Logger, 'error' | 'info'>
  limits: Limits
  signedInBy: (cookie: string | undefined) => Promise<{ actor: Actor; session: SessionId | undefined }>
  /** How a person is shown beside their caret. */
  personOf: (actor: SignedInActor, as: LocalActor) => Promise<Person>
  connections: OpenConnections
  isAllowedOrigin: (request: IncomingMessage) => boolean
  /** Told how long each commit took, and why an update was refused. */
  metrics: { committed: (durationMs: number) => void; refused: (reason: string) => void }
  /** Writes the texts that lists show, all of them or none. */
  writeListTexts: (texts: readonly ListText[]) => Promise<void>
}

export type CollaborationServer = {
  handleUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** Looks at the log and the permissions now instead of at the next poll. */
  wake: () => void
  /** Takes in what another process on the same database says. */
  takeNotice: (notice: Notice) => void
  /** How many documents are open. */
  countRooms: () => number
  /** How many updates wait to become durable. */
  countWaiting: () => number
  close: () => Promise<void>
}

/** The y-websocket protocol on `/collaboration/<documentId>`, durable before visible. */
export function createCollaborationServer(options: Options): CollaborationServer {
  const { db, logger, limits } = options
  let isClosing = false
  const accounts = createAccounts(limits)
  const drained = new Set<Room>()

  const rooms = createRooms({
    db,
    onOpened: (room) => {
      // A crash may have come between an edit and the lists that show its text.
      if (room.entriesSinceSnapshot > 0) listTexts.note(room)
      notifyProcesses(db, { asks: room.id }).catch(onFailure('Failed to ask other processes for carets'))
    },
    onFailure: (error, room) => logger.error({ err: error, document: room.id }, 'Failed to read a document'),
  })
  const onFailure = (message: string) => (error: unknown) => logger.error({ err: error }, message)
  const stateAnswers = createStateAnswers({ onDamaged: rooms.closeDamaged })
  const slowReaders = createSlowReaders(stateAnswers.request)
  const broadcaster = createBroadcaster(slowReaders, rooms.closeDamaged)
  const logFollower = createLogFollower({ db, broadcaster, onDamaged: rooms.closeDamaged })
  const carets = createCaretRounds((room, frames) => follower.notifyOfCarets(room, frames))
  const snapshots = createSnapshots(db)
  const listTexts = createListTexts(options.writeListTexts, logger)
  const log = createLogWriter({
    db,
    onFailure: onFailure('Failed to store edits; trying again'),
    decideAgain: (room, connection) => decideAgain(db, room, connection),
    onCommitted: (durationMs) => {
      options.metrics.committed(durationMs)
      broadcaster.flush()
      for (const room of drained) {
        if (room.isStale) rooms.replaceStale(room)
        else room.runWaiting()
      }
      drained.clear()
    },
  })
  const takeUpdate = createUpdateTaker({
    db,
    limits,
    log,
    bindAuthor: createAuthorBinder(db),
    readLog: logFollower.readLog,
    onDurable: (room, outgoing) => {
      outgoing.sender?.countDurable()
      room.outgoing.push(outgoing)
      broadcaster.add(room)
      listTexts.note(room)
      if (room.inFlight.size === 0) drained.add(room)
    },
    onStale: rooms.replaceStale,
    takeFrame: (room, connection, frame) => receiver.takeFrame(room, connection, frame),
    onFailure: onFailure('Failed to look up what an update needs'),
  })
  const receiver = createReceiver({
    limits,
    logger,
    carets,
    stateAnswers,
    takeUpdate,
    onDamaged: rooms.closeDamaged,
  })
  const closeIdle = async (room: Room) => {
    await logFollower.readLog(room)
    await snapshots.saveWhenClosing(room)
    if (rooms.isIdle(room)) rooms.remove(room)
  }
  const follower = createFollower({ db, logger, rooms, logFollower, carets, snapshots, closeIdle })

  const connect = async (
    request: IncomingMessage,
    { socket, stream }: { socket: WebSocket; stream: Duplex },
    id: DocumentId,
  ): Promise<void> => {
    const { actor, session } = await options.signedInBy(request.headers.cookie)
    const access = await decideAccess(db, actor, id)
    if (!access || !isSignedIn(actor)) return close(socket, closeEvents.notAvailable)
    const person = await options.personOf(actor, access.as)
    // It may have closed while it was looked up; nothing would then ever leave what is entered below.
    if (socket.readyState !== socket.OPEN) return
    const account = accounts.get(actor.participant)
    const connection = new Connection({ socket, stream }, { actor, person, account }, limits, Date.now())
    connection.onRefused = options.metrics.refused
    connection.setAccess(access)
    const entry = options.connections.enter({
      kind: 'socket',
      actor,
      session,
      networkAddress: request.socket.remoteAddress ?? '',
      onSessionEnd: () => connection.close(closeEvents.sessionExpired),
      onActorChange: (changed) => {
        if (!isSignedIn(changed)) return
        connection.changeActor(changed)
        const room = rooms.find(id)
        if (room) decideAgain(db, room, connection).catch(onFailure('Failed to decide access again'))
      },
    })
    if (!entry.ok) {
      options.metrics.refused(entry.refusal)
      return close(socket, closeEvents.tooManyConnections)
    }
    account.connections.add(connection)
    socket.on('close', () => {
      entry.leave()
      accounts.leave(connection)
      const room = rooms.find(id)
      if (room) leave(room, connection)
    })
    const room = await rooms.get(id)
    if (socket.readyState !== socket.OPEN) return
    enter(room, connection)
    socket.resume()
  }

  const enter = (room: Room, connection: Connection) => {
    const { socket } = connection
    room.lastUsedMs = Date.now()
    room.connections.add(connection)
    socket.on('message', (data: Buffer) => {
      connection.hasReceived = true
      receiver.receive(room, connection, data)
    })
    socket.on('pong', () => {
      connection.hasReceived = true
    })
    connection.send(permissionFrame(connection.readOnly))
    connection.send(room.presence.everyone())
    // It may have been closed, as damaged, while this connection was being set up.
    if (room.isClosed) connection.close(closeEvents.goingAway)
  }

  const leave = (room: Room, connection: Connection) => {
    if (!room.connections.delete(connection)) return
    room.lastUsedMs = Date.now()
    carets.leave(room, connection)
    if (room.connections.size === 0) listTexts.hurry(room)
  }

  const sockets = new WebSocketServer({
    noServer: true,
    // What is larger is not read at all; what is too large for an update is read and refused with its reason.
    maxPayload: limits.updateBytes * 8,
    perMessageDeflate: false,
  })

  const handleUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (isClosing) return refuseUpgrade(socket, 503)
    if (!options.isAllowedOrigin(request)) return refuseUpgrade(socket, 403)
    const wanted = parseUpgrade(request.url)
    if (!wanted) return refuseUpgrade(socket, 404)
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on('error', () => webSocket.terminate())
      if (!wanted.isShapeCurrent) return close(webSocket, closeEvents.oldShape)
      if (sockets.clients.size > limits.connections) return close(webSocket, closeEvents.tooManyConnections)
      // Frames that arrive before the connection is set up wait in the network stack.
      webSocket.pause()
      connect(request, { socket: webSocket, stream: socket }, wanted.document).catch((error: unknown) => {
        logger.error({ err: error }, 'Failed to open a live document')
        close(webSocket, closeEvents.goingAway)
      })
    })
  }

  return {
    handleUpgrade,
    wake: follower.wake,
    takeNotice: follower.takeNotice,
    countRooms: rooms.count,
    countWaiting: log.waiting,
    close: async () => {
      isClosing = true
      await follower.close()
      await log.drained()
      await listTexts.close()
      carets.close()
      stateAnswers.close()
      slowReaders.close()
      broadcaster.close()
      for (const socket of sockets.clients) {
        socket.close(closeEvents.goingAway.code)
        socket.terminate()
      }
      for (const room of rooms.all()) rooms.remove(room)
      sockets.close()
    },
  }
}
