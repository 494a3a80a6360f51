import type { Connection } from '#server/collab/connection'
import type { FrameKind } from './size'

export type RateVerdict =
  | 'take'
  /** An update too many: the client is told, and its edits stay with it. */
  | 'refuse'
  /** More frames than any browser sends, whatever they say. */
  | 'close'

type Sender = Pick<Connection, 'frames' | 'updates'> & { account: Pick<Connection['account'], 'updates'> }

/**
 * The gate of rates. State requests and carets need no answer each: of those that come too fast only the newest
 * counts (see `answer-state-requests.ts` and `carets.ts`), so that here only the frames themselves are limited.
 */
export function rateOf(kind: FrameKind, sender: Sender, nowMs: number): RateVerdict {
  if (!sender.frames.take(nowMs)) return 'close'
  if (kind !== 'update' && kind !== 'state-answer') return 'take'
  return sender.updates.take(nowMs) && sender.account.updates.take(nowMs) ? 'take' : 'refuse'
}
