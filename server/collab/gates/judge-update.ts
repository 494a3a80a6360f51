import * as Y from 'yjs'
import type { RefusedReason } from '#collab/messages'
import type { Effects } from '#editor/grammar'
import type { Connection } from '#server/collab/connection'
import type { NewParts } from '#server/collab/decoded-update'
import type { Limits } from '#server/collab/limits'
import type { Room } from '#server/collab/room'
import { keepsBrackets } from './brackets'
import { isForeign, unboundBases } from './client-ids'
import { emptiesBracket } from './emptied-brackets'
import { judgeGrammar } from './grammar'
import { orderOf } from './order'
import { mayWrite } from './permission'

export type Attempt = {
  payload: Uint8Array
  parts: NewParts
  room: Pick<Room, 'document' | 'authors'>
  connection: Pick<Connection, 'as' | 'writer' | 'inOwnDraft' | 'readOnly' | 'hasRunOut'>
  limits: Limits
  nowMs: number
}

export type Verdict =
  | { refused: RefusedReason }
  | {
      /** Base ids to bind to the sender first. */
      unbound: number[]
      /** Letters that are said to come from other documents: compare them first. */
      copies: Effects['fromElsewhere']
      /** Whether the order of its items can be told only when they are applied. */
      isOrderUnknown: boolean
      touchesBrackets: boolean
    }

const refused = (reason: RefusedReason): Verdict => ({ refused: reason })

/** The gates for a complete update that brings something new, in their fixed order; nothing is changed here. */
export function judgeUpdateBy({ payload, parts, room, connection, limits, nowMs }: Attempt): Verdict {
  const { document, authors } = room
  if (!mayWrite(connection, nowMs)) return refused('not-permitted')
  if (document.isFull(payload.byteLength, limits.documentBytes)) return refused('too-large')
  if (isForeign(parts.starts.keys(), authors, connection.writer)) return refused('foreign-author')
  const items = parts.structs.filter((struct): struct is Y.Item => struct instanceof Y.Item)
  const order = orderOf(items, document.store)
  if (order === 'unsound') return refused('incomplete')
  const judgement = judgeGrammar(parts, document)
  if ('fault' in judgement) return refused(judgement.fault)
  const { effects } = judgement
  if (!keepsBrackets(effects, connection) || emptiesBracket(parts, document, connection))
    return refused('bracket-not-yours')
  return {
    unbound: unboundBases(parts.starts.keys(), authors),
    copies: effects.fromElsewhere,
    isOrderUnknown: order === 'unknown',
    touchesBrackets: effects.put.length + effects.restored.size > 0,
  }
}
