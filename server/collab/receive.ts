import type { Logger } from 'pino'
import { closeEvents } from '#collab/close-events'
import { readLastBytes, type RefusedReason } from '#collab/messages'
import type { CaretRounds } from './carets'
import type { Connection } from './connection'
import { isTooLarge, readKind } from './gates/size'
import { rateOf } from './gates/rate'
import type { Limits } from './limits'
import { DamagedDocument } from './live-document'
import type { Room } from './room'
import type { StateAnswers } from './answer-state-requests'
import type { TakeUpdate } from './take-update'

type Options = {
  limits: Limits
  logger: Pick<Logger, 'error' | 'info'>
  carets: CaretRounds
  stateAnswers: StateAnswers
  takeUpdate: TakeUpdate
  onDamaged: (room: Room, error: unknown) => void
}

/** Reads the frames of all connections: how large, how often, what, and then to what deals with it. */
export function createReceiver({ limits, logger, carets, stateAnswers, takeUpdate, onDamaged }: Options) {
  /** What was refused while its connection was held: what came before it is taken first. */
  const refusals = new WeakMap<Uint8Array, RefusedReason>()

  /** A frame whose size and rate have passed; called again for frames that had to wait. */
  const takeFrame = (room: Room, connection: Connection, frame: Uint8Array): void => {
    if (room.isClosed || !connection.isOpen) return
    if (connection.isHeld) return connection.keep(frame)
    const refusal = refusals.get(frame)
    if (refusal) return connection.refuse(refusal)
    guard(room, connection, () => {
      const { kind, decoder } = readKind(frame)
      switch (kind) {
        case 'caret':
          return carets.take(room, connection, readLastBytes(decoder))
        case 'caret-query':
          return carets.answerQuery(room, connection)
        case 'state-request':
          return stateAnswers.request(room, connection, readLastBytes(decoder))
        case 'state-answer':
        case 'update':
          return takeUpdate(room, connection, { frame, kind, payload: readLastBytes(decoder) })
        default:
          return kind satisfies never
      }
    })
  }

  const guard = (room: Room, connection: Connection, work: () => void): void => {
    try {
      work()
    } catch (error) {
      if (error instanceof DamagedDocument) return onDamaged(room, error)
      // Whatever a reader throws, the bytes were wrong: none of them is used, and the sender is told.
      logger.info({ err: error, document: room.id }, 'Closed a connection that sent a malformed frame')
      connection.close(closeEvents.malformed)
    }
  }

  const refuse = (room: Room, connection: Connection, reason: RefusedReason): void => {
    // Its payload is needed no more.
    const frame = new Uint8Array()
    refusals.set(frame, reason)
    takeFrame(room, connection, frame)
  }

  const receive = (room: Room, connection: Connection, frame: Uint8Array): void => {
    guard(room, connection, () => {
      const { kind } = readKind(frame)
      const isUpdate = kind === 'update' || kind === 'state-answer'
      if (isTooLarge(kind, frame, limits)) {
        return isUpdate ? refuse(room, connection, 'too-large') : connection.close(closeEvents.malformed)
      }
      const rate = rateOf(kind, connection, Date.now())
      if (rate === 'close') return connection.close(closeEvents.tooFast)
      if (rate === 'refuse') return refuse(room, connection, 'too-fast')
      takeFrame(room, connection, frame)
    })
  }

  return { receive, takeFrame }
}
