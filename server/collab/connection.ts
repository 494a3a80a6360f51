import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { CloseEvent } from '#collab/close-events'
import type { ReadOnlyReason, RefusedReason } from '#collab/messages'
import type { DelegationId, ParticipantId } from '#domain/ids'
import { isMember, type LocalActor, type SignedInActor } from '#domain/people/participants'
import type { Access } from './access'
import type { Account } from './accounts'
import { Allowance } from './allowance'
import { acknowledgedFrame, permissionFrame, refusedFrame } from './frames'
import type { Limits } from './limits'
import { largestCopiedBytes, websocketMessage } from './websocket-message'
import type { Person } from './presence'
import { writerOf, type Writer } from './writer'

/** All frames together, as a multiple of the updates that a connection may send. */
const framesPerUpdate = 4
/** State requests of one connection that are answered in a second, on average. */
const stateRequestsPerSecond = 1
/** Client ids that one connection may bind: a browser brings one for each time it wrote offline. */
const bindableClients = 200

type Owner = { actor: SignedInActor; person: Person; account: Account }

/** A WebSocket, and the stream under it: what is framed already is written there. */
type Transport = { socket: WebSocket; stream: Duplex }

/** One open WebSocket: whose it is, what it may do, and what it has been sent. */
export class Connection {
  actor: SignedInActor
  /** The same as seen where the document belongs. */
  as: LocalActor = { kind: 'visitor' }
  readonly person: Person
  readonly account: Account

  /** For whom it writes. */
  writer: Writer
  readOnly: ReadOnlyReason = 'none'
  /** The access version for which the permission was decided; -1 before the first decision. */
  accessVersion = -1
  /** When the right to write ends by itself. */
  #writableUntilMs: number | undefined
  /** In a draft, its writers may do with all brackets as they like. */
  inOwnDraft = false

  /** Yjs client id of its caret, once it has shown one. */
  caretClient: number | undefined
  /** The newest caret message that has not been read yet. */
  unreadCaret: Uint8Array | undefined

  /** Told why an update was refused. */
  onRefused: ((reason: RefusedReason) => void) | undefined
  /** Once an update was refused, what follows may build on it. */
  refused = false
  /** Whether the client has answered the server's state request. */
  handshaken = false
  /** Updates that arrived before that answer and build on what it brings. */
  readonly beforeHandshake: Uint8Array[] = []
  /** Whether the server has sent its own state request. */
  askedForState = false
  /** State vector of what was sent before sending stopped because the client reads too slowly. */
  behind: Uint8Array | undefined
  /** Whether anything has arrived, and whether anything was sent, since the last heartbeat. */
  hasReceived = true
  hasSent = false
  /** Whether a ping was sent that nothing has arrived after. */
  isPinged = false

  readonly frames: Allowance
  readonly updates: Allowance
  readonly stateRequests: Allowance
  #bindable = bindableClients
  #held: Uint8Array[] | undefined
  #durable = 0
  #acknowledged = 0

  readonly socket: WebSocket
  readonly #stream: Duplex

  constructor(
    { socket, stream }: Transport,
    { actor, person, account }: Owner,
    limits: Limits,
    nowMs: number,
  ) {
    this.socket = socket
    this.#stream = stream
    this.actor = actor
    this.person = person
    this.account = account
    this.writer = writerOf(actor.participant, [])
    this.updates = new Allowance(limits.updatesPerSecond, nowMs)
    this.frames = new Allowance(limits.updatesPerSecond * framesPerUpdate, nowMs)
    this.stateRequests = new Allowance(stateRequestsPerSecond, nowMs)
  }

  get participant(): ParticipantId {
    return this.actor.participant
  }

  /** The delegation that they write for, if any. */
  get delegation(): DelegationId | undefined {
    return isMember(this.as) ? this.as.delegation : undefined
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN
  }

  /** Whether a right to write that was limited in time is over, so that access has to be decided again. */
  hasRunOut(nowMs: number): boolean {
    return this.#writableUntilMs !== undefined && this.#writableUntilMs <= nowMs
  }

  /** The same participant has another role or delegation: the log takes nothing until access is decided again. */
  changeActor(actor: SignedInActor): void {
    this.actor = actor
    this.accessVersion = -1
  }

  /** Takes a decision about access over. @returns whether the client has to be told. */
  setAccess(access: NonNullable<Access>): boolean {
    const isNew = access.readOnly !== this.readOnly
    this.accessVersion = access.accessVersion
    this.as = access.as
    this.writer = writerOf(this.participant, this.delegation ? [this.delegation] : [])
    this.readOnly = access.readOnly
    this.#writableUntilMs = access.until?.getTime()
    this.inOwnDraft = access.inOwnDraft ?? false
    return isNew
  }

  send(frame: Uint8Array): void {
    if (!this.isOpen) return
    if (frame.byteLength <= largestCopiedBytes) return this.sendMessage(websocketMessage(frame))
    this.hasSent = true
    this.socket.send(frame)
  }

  /** Sends what is the same for many: framed once, see {@link websocketMessage}. */
  sendMessage(message: Buffer): void {
    if (!this.isOpen) return
    this.hasSent = true
    this.#stream.write(message)
  }

  sendPermission(): void {
    this.send(permissionFrame(this.readOnly))
  }

  refuse(reason: RefusedReason): void {
    if (this.refused) return
    this.onRefused?.(reason)
    this.refused = true
    this.send(refusedFrame(reason))
  }

  close(event: CloseEvent): void {
    close(this.socket, event)
  }

  /** Counts an update that is durable, or that brought nothing new; {@link acknowledge} tells the client. */
  countDurable(): void {
    this.#durable += 1
  }

  acknowledge(): void {
    if (this.#acknowledged === this.#durable) return
    this.#acknowledged = this.#durable
    this.send(acknowledgedFrame(this.#durable))
  }

  /** @returns false when it has bound as many client ids as one connection may. */
  takeBinding(): boolean {
    this.#bindable -= 1
    return this.#bindable >= 0
  }

  get isHeld(): boolean {
    return this.#held !== undefined
  }

  /**
   * Stops reading until {@link release}: the frames that are already in memory are kept, everything else waits in
   * the client's network stack.
   */
  hold(first?: Uint8Array): void {
    this.#held ??= []
    if (first) this.#held.push(first)
    this.socket.pause()
  }

  keep(frame: Uint8Array): void {
    this.#held?.push(frame)
  }

  /** Reads on, beginning with the frames that were kept. `receive` may hold the connection again. */
  release(receive: (frame: Uint8Array) => void): void {
    const held = this.#held
    if (!held) return
    this.#held = undefined
    for (const frame of held) {
      // Held again: everything behind that frame waits as well, in order.
      if (this.isHeld) this.keep(frame)
      else receive(frame)
    }
    if (!this.isHeld) this.socket.resume()
  }
}

/** Closes a socket; reading goes on where it was paused, for the closing handshake. */
export function close(socket: WebSocket, { code, reason }: CloseEvent): void {
  socket.close(code, reason)
  socket.resume()
}
