import type { ServerResponse } from 'node:http'
import type { Db } from '#db/client'
import { lastEventSequence, listEventsAfter } from '#db/queries/events'
import { mayLearnOf, type EventType, type RecordedEvent } from '#domain/events/events'
import type { ParticipantId, ExpertGroupId, MeetingId } from '#domain/ids'
import { isSignedIn, type Actor, isMemberOf } from '#domain/people/participants'
import { findGroupOfMeeting } from '#db/queries/meetings'

/** Longest delay of another process's change when no notification arrives. */
const pollIntervalMs = 500

/**
 * A page misses what happens between its loading and its subscribing, which takes a while on a slow phone. The log
 * covers events; a page that subscribes within this time after words were typed is notified once.
 */
const subscribeGraceMs = 60_000

/** Well below the minute after which proxies close a silent connection. */
const heartbeatMs = 20_000

/** Notifies open pages that something changed: they load again what they show. */
export type Change = { meeting: string; type: EventType | UnrecordedChange; subject: string }

type Edit = Change & { meeting: MeetingId; type: 'text.edited' }

/** Changes that are no events of the log. */
type UnrecordedChange =
  /** Words were typed. */
  | 'text.edited'
  /** A person has new notices. */
  | 'notice.written'
  /** Something happened since the page was loaded. */
  | 'log.grown'

/** A page that reads too slowly is disconnected once this much waits for it; it then opens its stream again. */
const unreadLimitBytes = 256_000

type Subscriber = { meeting: MeetingId | undefined; actor: Actor; response: ServerResponse }

export type Subscription = {
  /** The reader has other rights now: what follows is decided for this actor, and the page loads again. */
  setActor: (actor: Actor) => void
}

export type LiveFeed = {
  /**
   * Keeps the response open as server-sent events about one meeting, or about all. `after` is where the log ended
   * when the page was loaded: if it has grown since, the page is notified at once.
   */
  subscribe: (
    response: ServerResponse,
    page: { meeting: MeetingId | undefined; actor: Actor; after: number },
  ) => Subscription
  /** Reads the log now instead of at the next poll. */
  wake: () => void
  /** Notifies pages of words that were typed. */
  announce: (edited: { meeting: MeetingId; subject: string }) => void
  /** Notifies the pages of some people, or of all, that they have new notices. */
  announceNotices: (people: ReadonlySet<ParticipantId> | undefined) => void
  /** Calls the listener with the events of the log in order, from every process. */
  onEvents: (listener: (events: readonly RecordedEvent[]) => void) => void
  close: () => Promise<void>
}

/**
 * Follows the event log and notifies open pages. Each read starts where the last one ended, so a missed wake-up
 * delays a change and loses none.
 */
export async function followLog(db: Db, onError: (error: unknown) => void): Promise<LiveFeed> {
  const subscribers = new Set<Subscriber>()
  const listeners: ((events: readonly RecordedEvent[]) => void)[] = []
  /** The last edit of each meeting. */
  const lastEdits = new Map<MeetingId, { edit: Edit; at: number }>()
  const groups = new Map<MeetingId, Promise<ExpertGroupId | undefined>>()
  let lastSequence = await lastEventSequence(db)
  let reading: Promise<void> | undefined
  let again = false
  let closed = false

  const follows = (subscriber: Subscriber, meeting: string | undefined) =>
    subscriber.meeting === undefined || subscriber.meeting === meeting

  /** Words that are typed are only for those who take part. The group is read once: it never changes. */
  const takesPart = async ({ actor }: Subscriber, meeting: MeetingId) => {
    const reading = groups.get(meeting) ?? findGroupOfMeeting(db, meeting)
    groups.set(meeting, reading)
    reading.catch(() => groups.delete(meeting))
    const group = await reading
    return group !== undefined && isMemberOf(actor, { group, meeting })
  }

  const sendEdit = async (subscriber: Subscriber, edit: Edit) => {
    if (!isSignedIn(subscriber.actor) || !follows(subscriber, edit.meeting)) return
    if ((await takesPart(subscriber, edit.meeting)) && subscribers.has(subscriber)) send(subscriber, edit)
  }

  const send = (subscriber: Subscriber, change: Change) =>
    write(subscriber.response, `event: change\ndata: ${JSON.stringify(change)}\n\n`)

  const read = async () => {
    do {
      again = false
      const events = await listEventsAfter(db, lastSequence)
      if (closed || events.length === 0) continue
      lastSequence = events.at(-1)?.sequence ?? lastSequence
      again = true
      for (const listener of listeners) listener(events)
      for (const event of events) {
        for (const subscriber of subscribers) {
          if (event.meeting && follows(subscriber, event.meeting) && mayLearnOf(subscriber.actor, event)) {
            send(subscriber, { meeting: event.meeting, type: event.type, subject: event.subject })
          }
        }
      }
    } while (again && !closed)
  }

  const wake = () => {
    if (closed) return
    if (reading) {
      again = true
      return
    }
    reading = read()
      .catch(onError)
      .finally(() => {
        reading = undefined
      })
  }

  const poll = setInterval(wake, pollIntervalMs)
  const heartbeat = setInterval(() => {
    for (const { response } of subscribers) write(response, 'event: beat\ndata: 1\n\n')
  }, heartbeatMs)

  return {
    wake,
    onEvents: (listener) => void listeners.push(listener),
    announce: (edited) => {
      const edit = { ...edited, type: 'text.edited' as const }
      lastEdits.set(edit.meeting, { edit, at: Date.now() })
      for (const subscriber of subscribers) sendEdit(subscriber, edit).catch(onError)
    },
    announceNotices: (people) => {
      for (const subscriber of subscribers) {
        const { actor } = subscriber
        if (!isSignedIn(actor) || (people && !people.has(actor.participant))) continue
        send(subscriber, {
          meeting: subscriber.meeting ?? '',
          type: 'notice.written',
          subject: actor.participant,
        })
      }
    },
    subscribe: (response, { meeting, actor, after }) => {
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        // Keeps proxies from buffering the stream.
        'x-accel-buffering': 'no',
      })
      response.write('retry: 2000\n\nevent: beat\ndata: 1\n\n')
      const subscriber: Subscriber = { meeting, actor, response }
      subscribers.add(subscriber)
      if (after < lastSequence)
        send(subscriber, { meeting: meeting ?? '', type: 'log.grown', subject: meeting ?? '' })
      else {
        for (const { edit, at } of lastEdits.values()) {
          if (Date.now() - at < subscribeGraceMs) sendEdit(subscriber, edit).catch(onError)
        }
      }
      response.on('close', () => subscribers.delete(subscriber))
      return {
        setActor: (changed) => {
          subscriber.actor = changed
          send(subscriber, { meeting: meeting ?? '', type: 'log.grown', subject: meeting ?? '' })
        },
      }
    },
    close: async () => {
      closed = true
      clearInterval(poll)
      clearInterval(heartbeat)
      await reading
      for (const { response } of subscribers) response.end()
      subscribers.clear()
    },
  }
}

function write(response: ServerResponse, text: string): void {
  if (response.writableLength > unreadLimitBytes) response.destroy()
  else response.write(text)
}
