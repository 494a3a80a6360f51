import type { Db, Tx } from '#db/client'
import { findAmendment } from '#db/queries/amendments'
import { findCall } from '#db/queries/calls'
import { countRecordedEvents, recordEvents } from '#db/queries/events'
import { findInformal } from '#db/queries/informals'
import { findMeeting } from '#db/queries/meetings'
import { findRecommendation } from '#db/queries/recommendations'
import type { NewEvent } from '#domain/events/events'
import { isSignedIn, type Actor, type SignedInActor } from '#domain/people/participants'
import { can, type Action } from '#domain/permissions/can'
import type { Decision } from '#domain/status'
import type { Refusal, Result } from './refusal'
import { inTransaction } from './transaction'

/** What is recorded without saying who acts: the frame knows. */
type OwnEvent = NewEvent extends infer Event ? (Event extends unknown ? Omit<Event, 'actor'> : never) : never

/** Ends a command with a refusal from wherever it is noticed; nothing of what was written stays. */
class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal)
  }
}

function required<Item>(found: Item | undefined, isSeen: (item: Item) => boolean): Item {
  // What may not be seen does not exist.
  if (found === undefined || !isSeen(found)) throw new Refused('not-found')
  return found
}

function frameFor(tx: Tx, actor: Actor) {
  return {
    tx,
    /** Finds what the command is about, as far as the actor may see it: refused as not found otherwise. */
    see: {
      recommendation: async (id: string) =>
        required(await findRecommendation(tx, id), (item) => can(actor, 'recommendation.see', item)),
      amendment: async (id: string) =>
        required(await findAmendment(tx, id), (item) => can(actor, 'amendment.see', item)),
      meeting: async (id: string) =>
        required(await findMeeting(tx, id), (item) => can(actor, 'meeting.see', item)),
      call: async (id: string) => required(await findCall(tx, id), (item) => can(actor, 'call.see', item)),
      informal: async (id: string) =>
        required(await findInformal(tx, id), (item) => can(actor, 'informal.see', item)),
    },
    /** Refuses unless the actor may do this to that. */
    allow<A extends Action>(action: A, subject: Parameters<typeof can<A>>[2]): void {
      if (!can(actor, action, subject)) throw new Refused('not-permitted')
    },
    /** The person who acts: refused for visitors and for the installation itself. */
    person(): SignedInActor {
      if (!isSignedIn(actor)) throw new Refused('not-permitted')
      return actor
    },
    /** The status that a decision leads to; refused where the decision is. */
    decided<Status extends string>(decision: Decision<Status, Refusal>): Status {
      if (!decision.ok) throw new Refused(decision.refusal)
      return decision.to
    },
    /** Records that the actor has done this. */
    record: (...events: OwnEvent[]): Promise<void> =>
      recordEvents(
        tx,
        events.map((event) => ({ ...event, actor }) as NewEvent),
      ),
  }
}

export type Frame = ReturnType<typeof frameFor>

type No = { ok: false; refusal: Refusal }

/** One of several things that a command tries: refused, it is the command that decides what becomes of the others. */
export async function attempt<Answer extends { ok: boolean }>(
  work: () => Promise<Answer>,
): Promise<Answer | No> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal }
    throw error
  }
}

function run<Answer extends { ok: boolean }>(
  db: Db,
  actor: Actor,
  work: (frame: Frame) => Promise<Answer>,
  check: (tx: Tx, eventsBefore: number) => void,
): Promise<Answer | No> {
  return inTransaction<Answer | No>(db, async (tx) => {
    const eventsBefore = countRecordedEvents(tx)
    const answer = await attempt(() => work(frameFor(tx, actor)))
    if (answer.ok) check(tx, eventsBefore)
    return answer
  })
}

/**
 * The frame of a command: find what it is about and see it, decide, lock, write, record the event, all in one
 * transaction. A refusal undoes what was written. A command that does something without an event is a mistake in the
 * program: it throws, and nothing of it stays.
 */
export const command = <Answer extends { ok: boolean } = Result>(
  db: Db,
  actor: Actor,
  work: (frame: Frame) => Promise<Answer>,
): Promise<Answer | No> =>
  run(db, actor, work, (tx, eventsBefore) => {
    if (countRecordedEvents(tx) === eventsBefore)
      throw new Error('A command changed something without an event')
  })

/** Why something is changed that no event tells of. */
export type Unrecorded =
  /** What people have read, and what they wish to be told of, is their own affair. */
  | 'own-affair'
  /** A file that is being prepared: the event is the import. */
  | 'preparation'
  /** Mails and sign-in counters: nothing of the process. */
  | 'housekeeping'

/** The frame of a command that no event tells of, with the reason. */
export const unrecordedCommand = <Answer extends { ok: boolean } = Result>(
  _why: Unrecorded,
  db: Db,
  actor: Actor,
  work: (frame: Frame) => Promise<Answer>,
): Promise<Answer | No> => run(db, actor, work, () => undefined)
