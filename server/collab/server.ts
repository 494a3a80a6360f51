import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { readVarUint, readVarUint8Array, type Decoder } from 'lib0/decoding'
import type { Logger } from 'pino'
import { WebSocketServer, type WebSocket } from 'ws'
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync'
import * as Y from 'yjs'
import { closeEvents, type CloseEvent } from '#collab/close-events'
import {
  MalformedMessage,
  messageAwareness,
  messageQueryAwareness,
  messageSync,
  openFrame,
} from '#collab/messages'
import type { Db } from '#db/client'
import { notifyProcesses, type Notice } from '#db/notifications'
import {
  listAccessVersions,
  listDocumentUpdates,
  listLastUpdateIds,
  readStoredDocument,
  saveDocumentSnapshot,
} from '#db/queries/documents'
import { listSessionParticipants } from '#db/queries/sessions'
import type { DocumentId, SessionId } from '#domain/ids'
import { isMember, isSignedIn, type Actor, type LocalActor } from '#domain/people/participants'
import { decideAccess } from './access'
import { checkUpdate, type CheckedUpdate } from './check-update'
import { Allowance, createAccounts, type Limits } from './limits'
import { createLogWriter, type Outcome } from './log'
import type { Person } from './presence'
import { Room, type Connection } from './room'

/** How long another process's change may stay unseen where nothing wakes this one, in milliseconds. */
const pollInterval = 500
/** Carets of a process that says nothing for so long are gone with it, in milliseconds. */
const caretLife = 30_000
/** A room without anyone in it is closed after this long, in milliseconds. */
const idleTime = 30_000
/** After so many entries a snapshot is worth its writing: when a room closes, and while it is open. */
const entriesPerSnapshot = 100
const entriesPerSnapshotWhileOpen = 500
/** So many edits may come before the second step of the handshake. */
const mostAhead = 500
/** Lines are kept open, and dead ones found, by a sign of life this often, in milliseconds. */
const beatInterval = 15_000
/** The text in lists follows the typing after this pause, in milliseconds. */
const textPause = 400

type Options = {
  db: Db
  logger: Pick<Logger, 'error'>
  limits: Limits
  signedInBy: (cookie: string | undefined) => Promise<{ actor: Actor; session: SessionId | undefined }>
  /** What others see of somebody at their caret. */
  personOf: (actor: Actor, as: LocalActor) => Promise<Person>
  isAllowedOrigin: (request: IncomingMessage) => boolean
  /** Called a moment after typing, with all documents that have changed, as they are then. */
  onTextsChanged: (texts: readonly { document: DocumentId; doc: Y.Doc }[]) => Promise<void>
}

export type CollaborationServer = {
  handleUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** Reads the log and the permissions now instead of at the next poll. */
  wake: () => void
  /** Takes in what another process on the same database says. */
  hear: (notice: Notice) => void
  /** How many documents are open. */
  rooms: () => number
  close: () => Promise<void>
}

/** The y-websocket protocol on `/collaboration/<documentId>`, durable before visible. */
export function createCollaborationServer(options: Options): CollaborationServer {
  const { db, logger, limits } = options
  const accounts = createAccounts(limits)
  const sockets = new WebSocketServer({
    noServer: true,
    // What was typed in hours without a line comes as one update; what is larger is not even read.
    maxPayload: limits.updateBytes * 8,
    perMessageDeflate: false,
  })
  const rooms = new Map<string, Promise<Room>>()
  const open = new Map<string, Room>()
  const changedTexts = new Set<Room>()
  let textTimer: ReturnType<typeof setTimeout> | undefined
  const log = createLogWriter(db, (error) => logger.error({ err: error }, 'Edits could not be stored.'))
  let closing = false

  const openRoom = (id: DocumentId): Promise<Room> => {
    const known = rooms.get(id)
    if (known) return known
    const opening = (async () => {
      const versions = await listAccessVersions(db, [id])
      const { updates, lastUpdateId, entriesAfterSnapshot } = await readStoredDocument(db, id)
      const room = new Room(id, updates, { lastSeen: lastUpdateId, accessVersion: versions.get(id) ?? 0 })
      room.entriesSinceSnapshot = entriesAfterSnapshot
      room.onCarets = (frames) => tellCarets(room, frames)
      open.set(id, room)
      // A crash may have come between an edit and the lists that show its text.
      if (entriesAfterSnapshot > 0) textMayHaveChanged(room)
      await notifyProcesses(db, { asks: id })
      return room
    })()
    rooms.set(id, opening)
    opening.catch(() => rooms.delete(id))
    return opening
  }

  const connect = async (request: IncomingMessage, socket: WebSocket, id: DocumentId) => {
    // Frames that come while we look things up wait for us.
    const early: Uint8Array[] = []
    const keep = (data: Buffer) => early.push(data)
    socket.on('message', keep)
    const { actor, session } = await options.signedInBy(request.headers.cookie)
    const access = await decideAccess(db, actor, id)
    if (!access) return close(socket, closeEvents.notAvailable)
    const person = await options.personOf(actor, access.as)
    const account = isSignedIn(actor) ? accounts.enter(actor.participant) : undefined
    if (isSignedIn(actor)) {
      if (!account) return close(socket, closeEvents.tooManyConnections)
      socket.on('close', () => accounts.leave(actor.participant))
    }
    const room = await openRoom(id)
    // It does not close while we look further.
    room.lastUsed = Date.now()
    const connection: Connection = {
      socket,
      actor,
      as: access.as,
      session,
      person,
      readOnly: access.readOnly,
      // Decided before the room was looked at: whatever moved since is decided again.
      accessVersion: -1,
      caret: undefined,
      taken: 0,
      acknowledged: 0,
      refused: false,
      behind: undefined,
      allowance: new Allowance(limits.updatesPerSecond, Date.now()),
      account,
      writableUntil: undefined,
      inOwnDraft: false,
      alive: true,
      ahead: [],
      handshaken: false,
      held: undefined,
      upToDate: false,
    }
    await decideAgain(room, connection)
    if (socket.readyState !== socket.OPEN) return
    room.connections.add(connection)
    socket.off('message', keep)
    socket.on('message', (data: Buffer) => receive(room, connection, data))
    socket.on('pong', () => {
      connection.alive = true
    })
    socket.on('close', () => leave(room, connection))
    room.greet(connection)
    for (const data of early) receive(room, connection, data)
  }

  const receive = (room: Room, connection: Connection, frame: Uint8Array) => {
    if (connection.held) return void connection.held.push(frame)
    try {
      const { code, decoder } = openFrame(frame)
      if (code === messageSync) receiveSync(room, connection, frame, decoder)
      else if (code === messageAwareness) {
        if (!isMember(connection.as)) return
        const isFree = (client: number) => ![...room.connections].some((one) => one.caret === client)
        connection.caret = room.presence.take(decoder, connection.caret, isFree, connection.person)
        room.caretsMoved()
      } else if (code === messageQueryAwareness) connection.socket.send(room.presence.everyone())
      else throw new MalformedMessage(`no message has the code ${code}`)
    } catch (error) {
      // Whatever a reader throws, the bytes were wrong: none of them is used, and the sender is told.
      logger.error({ err: error, document: room.id }, 'A malformed frame closed its connection.')
      close(connection.socket, closeEvents.malformed)
    }
  }

  /**
   * Whoever comes from another process has seen what that one stored, perhaps before we read it: we read now, and
   * then look at the frame again. What follows it waits.
   */
  const lookAgain = (room: Room, connection: Connection, frame: Uint8Array) => {
    const held: Uint8Array[] = []
    connection.held = held
    connection.upToDate = true
    void takeNewEntries(room)
      .catch(notFollowed)
      .then(() => {
        connection.held = undefined
        for (const one of [frame, ...held]) receive(room, connection, one)
        connection.upToDate = false
      })
  }

  const receiveSync = (room: Room, connection: Connection, frame: Uint8Array, decoder: Decoder) => {
    const step = readVarUint(decoder)
    const payload = readVarUint8Array(decoder)
    if (step === messageYjsSyncStep1) return room.answer(connection, payload)
    if (step !== messageYjsSyncStep2 && step !== messageYjsUpdate)
      throw new MalformedMessage('sync: unknown step')
    if (connection.refused) return
    const checked = checkUpdate(payload, room.clockOf, limits.updateBytes)
    if (!checked.take && checked.reason === 'incomplete') {
      // Somebody who types on while the line comes back is ahead of what was typed without it.
      if (!connection.handshaken && step === messageYjsUpdate && connection.ahead.length < mostAhead)
        return void connection.ahead.push(frame)
      if (!connection.upToDate) return lookAgain(room, connection, frame)
    }
    takeSync(room, connection, step, payload, checked)
    if (step !== messageYjsSyncStep2 || connection.handshaken) return
    connection.handshaken = true
    for (const one of connection.ahead.splice(0)) receive(room, connection, one)
  }

  const takeSync = (
    room: Room,
    connection: Connection,
    step: number,
    payload: Uint8Array,
    checked: CheckedUpdate,
  ) => {
    const known = step === messageYjsSyncStep2 && checked.take && isKnown(room, checked.next, payload)
    if (known) return count(room, connection)
    if (!checked.take) {
      return checked.reason === 'nothing-new'
        ? count(room, connection)
        : room.refuse(connection, checked.reason)
    }
    const { actor, account, allowance } = connection
    const now = Date.now()
    const hasEnded = connection.writableUntil !== undefined && connection.writableUntil <= now
    if (connection.readOnly !== 'none' || hasEnded || !isSignedIn(actor))
      return room.refuse(connection, 'not-permitted')
    if (!allowance.take(now) || !account?.allowance.take(now)) return room.refuse(connection, 'too-fast')
    if (room.isFull(payload.byteLength, limits.documentBytes)) return room.refuse(connection, 'too-large')
    if (!room.isInOrder(checked.items, payload)) return room.refuse(connection, 'incomplete')
    if (!room.keepsBrackets(checked, payload, connection.as, connection.inOwnDraft))
      return room.refuse(connection, 'bracket-not-yours')
    const changes = room.wordChangesOf(checked)
    const loss = room.lossOf(changes)
    if (loss) return room.refuse(connection, loss)
    const update = payload.slice()
    room.expect(update, checked, changes)
    log.add({
      document: room.id,
      payload: update,
      participant: actor.participant,
      delegation: isMember(connection.as) ? connection.as.delegation : undefined,
      clients: checked.clients,
      authors: room.authors,
      accessVersion: connection.accessVersion,
      sender: connection,
      trail: room.trail,
      seen: room.lastSeen,
      meets: (entries) => room.lossBetween(changes, entries),
      mayStillWrite: async (tx) => (await decideAccess(tx, actor, room.id))?.readOnly === 'none',
      settle: (outcome) => settle(room, connection, { payload: update, clients: checked.clients }, outcome),
    })
  }

  const settle = (
    room: Room,
    connection: Connection,
    { payload, clients }: { payload: Uint8Array; clients: readonly number[] },
    outcome: Outcome,
  ) => {
    room.onTheirWay.delete(payload)
    if ('refused' in outcome) {
      room.dismiss(payload, clients)
      if (!connection.refused) room.refuse(connection, outcome.refused)
      return
    }
    // A reading of the log may have been faster than the answer of the commit.
    if (outcome.id > room.lastSeen) room.ownEntries.add(outcome.id)
    connection.taken += 1
    room.apply(payload, connection)
    textMayHaveChanged(room)
  }

  const count = (room: Room, connection: Connection) => {
    connection.taken += 1
    room.acknowledge(connection)
  }

  const leave = (room: Room, connection: Connection) => {
    room.connections.delete(connection)
    room.lastUsed = Date.now()
    if (connection.caret === undefined) return
    room.presence.leave(connection.caret)
    room.caretsMoved()
  }

  const textMayHaveChanged = (room: Room) => {
    changedTexts.add(room)
    textTimer ??= setTimeout(() => {
      textTimer = undefined
      void tellTexts()
    }, textPause)
  }

  const tellTexts = async () => {
    const rooms = [...changedTexts]
    changedTexts.clear()
    try {
      await options.onTextsChanged(rooms.map((room) => ({ document: room.id, doc: room.doc })))
    } catch (error) {
      logger.error({ err: error }, 'The texts of lists could not be brought up to date.')
      // The database may be back soon; the texts are not forgotten until then.
      if (!closing) for (const room of rooms) if (open.get(room.id) === room) textMayHaveChanged(room)
    }
  }

  const decideAgain = async (room: Room, connection: Connection) => {
    const version = room.accessVersion
    const access = await decideAccess(db, connection.actor, room.id)
    if (!access) return close(connection.socket, closeEvents.notAvailable)
    connection.accessVersion = version
    connection.writableUntil = access.until?.getTime()
    connection.inOwnDraft = access.inOwnDraft ?? false
    connection.as = access.as
    if (access.readOnly === connection.readOnly) return
    connection.readOnly = access.readOnly
    if (room.connections.has(connection)) room.sendPermission(connection)
  }

  const follow = async () => {
    const present = [...open.values()]
    if (present.length === 0) return
    const ids = present.map((room) => room.id)
    const versions = await listAccessVersions(db, ids)
    const lastEntries = await listLastUpdateIds(db, ids)
    // Who connects while we ask is asked about the next time.
    const sessions = new Set(
      present.flatMap((room) => [...room.connections].flatMap((one) => one.session ?? [])),
    )
    const now = new Date()
    const stillOpen = await listSessionParticipants(db, [...sessions], now)
    for (const room of present) {
      room.catchUp()
      if (room.presence.forget(Date.now() - caretLife)) room.caretsMoved()
      for (const connection of room.connections) {
        const { session, socket } = connection
        if (session && sessions.has(session) && !stillOpen.has(session))
          close(socket, closeEvents.sessionExpired)
      }
      if ((lastEntries.get(room.id) ?? 0) > room.lastSeen) await takeNewEntries(room)
      const version = versions.get(room.id) ?? room.accessVersion
      const moved = version !== room.accessVersion
      room.accessVersion = version
      const toDecide = [...room.connections].filter((one) => moved || hasRunOut(one, now))
      await Promise.all(toDecide.map((connection) => decideAgain(room, connection)))
      if (room.entriesSinceSnapshot >= entriesPerSnapshotWhileOpen) await saveSnapshot(room)
      if (isIdle(room)) await closeRoom(room)
    }
  }

  /** Entries of the log that a command or another process wrote. */
  const takeNewEntries = (room: Room) =>
    room.read(async () => {
      const entries = await listDocumentUpdates(db, room.id, { after: room.lastSeen })
      for (const entry of entries) {
        room.lastSeen = entry.id
        if (room.ownEntries.delete(entry.id)) continue
        room.apply(entry.payload, undefined)
      }
    })

  /** What another process on the same database says. */
  const hear = (notice: Notice) => {
    if (closing) return
    if (notice.changed) wake()
    for (const document of notice.documents ?? []) {
      const room = open.get(document)
      if (room) void takeNewEntries(room).catch(notFollowed)
    }
    if (notice.carets) hearCarets(notice.carets)
    const asked = notice.asks !== undefined && open.get(notice.asks)
    if (asked) tellCarets(asked, asked.presence.own())
  }

  const hearCarets = ({ document, frame }: NonNullable<Notice['carets']>) => {
    const room = open.get(document)
    try {
      if (room?.presence.adopt(Buffer.from(frame, 'base64'), Date.now())) room.caretsMoved()
    } catch (error) {
      // While versions are being exchanged, processes may not understand each other's carets.
      notFollowed(error)
    }
  }

  /** Tells the other processes of carets in this one. */
  const tellCarets = (room: Room, frames: readonly Uint8Array[]) => {
    for (const frame of frames) {
      const carets = { document: room.id, frame: Buffer.from(frame).toString('base64') }
      notifyProcesses(db, { carets }).catch(notFollowed)
    }
  }

  const notFollowed = (error: unknown) =>
    logger.error({ err: error }, 'Open documents could not be brought up to date.')

  const closeRoom = async (room: Room) => {
    await log.drained()
    await takeNewEntries(room)
    if (!isIdle(room)) return
    rooms.delete(room.id)
    open.delete(room.id)
    if (room.entriesSinceSnapshot >= entriesPerSnapshot) await saveSnapshot(room)
    room.destroy()
  }

  /** Entries later than `lastSeen` may be in it already; taken in twice they change nothing. */
  const saveSnapshot = (room: Room) => {
    room.entriesSinceSnapshot = 0
    return saveDocumentSnapshot(db, {
      document: room.id,
      updateId: room.lastSeen,
      state: room.state(),
      at: new Date(),
    })
  }

  let following: Promise<void> | undefined
  let again = false
  const wake = () => {
    if (closing) return
    if (following) {
      again = true
      return
    }
    following = (async () => {
      do {
        again = false
        await follow()
      } while (again && !closing)
    })()
      .catch(notFollowed)
      .finally(() => {
        following = undefined
      })
  }
  const poll = setInterval(wake, pollInterval)
  const refresh = setInterval(() => {
    for (const room of open.values()) tellCarets(room, room.presence.own())
  }, caretLife / 3)
  const beat = setInterval(() => {
    for (const room of open.values()) room.beat()
  }, beatInterval)

  return {
    wake,
    hear,
    rooms: () => open.size,
    handleUpgrade: (request, socket, head) => {
      if (closing || !options.isAllowedOrigin(request))
        return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
      const id = decodeURIComponent(
        new URL(request.url ?? '/', 'http://any').pathname.slice('/collaboration/'.length),
      )
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        webSocket.on('error', () => webSocket.terminate())
        if (sockets.clients.size > limits.connections) return close(webSocket, closeEvents.tooManyConnections)
        connect(request, webSocket, id as DocumentId).catch((error: unknown) => {
          logger.error({ err: error }, 'A document could not be opened.')
          close(webSocket, closeEvents.goingAway)
        })
      })
    },
    close: async () => {
      closing = true
      clearInterval(poll)
      clearInterval(refresh)
      clearInterval(beat)
      await following
      await log.drained()
      clearTimeout(textTimer)
      await tellTexts()
      for (const room of open.values()) {
        for (const { socket } of room.connections) {
          socket.close(closeEvents.goingAway.code)
          socket.terminate()
        }
        room.destroy()
      }
      open.clear()
      sockets.close()
    },
  }
}

const close = (socket: WebSocket, event: CloseEvent) => socket.close(event.code, event.reason)

/** Whether the second step of a client that comes back says nothing that the document does not have. */
const isKnown = (room: Room, next: ReadonlyMap<number, number>, update: Uint8Array) =>
  next.size === 0 && Y.snapshotContainsUpdate(Y.snapshot(room.doc), update)

const isIdle = (room: Room) => room.connections.size === 0 && Date.now() - room.lastUsed > idleTime

const hasRunOut = ({ writableUntil }: Connection, now: Date) =>
  writableUntil !== undefined && writableUntil <= now.getTime()
