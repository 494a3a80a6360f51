import type { ServerResponse } from 'node:http'
import type { Db } from '#db/client'
import { lastAuditSequence, listAuditEventsAfter, type AuditEvent } from '#db/queries/audit-events'
import type { ExpertGroupId, MeetingId, ParticipantId } from '#domain/ids'
import { isMemberOf, isSignedIn, type Actor } from '#domain/people/participants'
import { mayLearnOf } from '#domain/permissions/events'
import { findGroupOfMeeting } from '#db/queries/meetings'

/** How long another process's change may stay unseen where nothing wakes this one, in milliseconds. */
const pollInterval = 500

/**
 * A page hears of nothing between its loading and its subscribing, which takes a slow telephone a while. For events
 * the log tells; of words that were typed within this time it is told once, in milliseconds.
 */
const longestOpening = 60_000

/** Proxies close a silent connection after a minute; this is well below, in milliseconds. */
const heartbeatInterval = 20_000

/** What a page that is open on a meeting is told: something changed, load again what you show. */
type Notice = { meeting: string; type: string; subject: string }

/** A page that reads so slowly that this much waits for it is cut off; it opens its stream again, in bytes. */
const mostUnread = 256_000

type Subscriber = { meeting: MeetingId | undefined; actor: Actor; response: ServerResponse }

export type Subscription = {
  /** The reader has other rights now: what follows is decided for this actor, and the page loads again. */
  setActor: (actor: Actor) => void
}

export type LiveFeed = {
  /**
   * Keeps the response open as server-sent events about one meeting, or about all without one. A page that was
   * loaded when the log ended at `after` is notified at once if the log has grown since.
   */
  subscribe: (
    response: ServerResponse,
    page: { meeting: MeetingId | undefined; actor: Actor; after: number },
  ) => Subscription
  /** Reads the log now instead of at the next poll. */
  wake: () => void
  /** Tells of a change that is no event of the log: words that were typed. */
  announce: (notice: Notice & { meeting: MeetingId }) => void
  /** Tells some people's open pages, or without them everybody's, that they have notices to read. */
  tell: (people: ReadonlySet<ParticipantId> | undefined) => void
  /** Called with the events of the log in order, whoever wrote them. */
  onEvents: (listener: (events: readonly AuditEvent[]) => void) => void
  close: () => Promise<void>
}

/**
 * Follows the audit log and tells open pages of it. The log is the truth and is read from where the last
 * reading ended, so a missed wake-up delays a notice and loses none.
 */
export async function followLog(db: Db, onError: (error: unknown) => void): Promise<LiveFeed> {
  const subscribers = new Set<Subscriber>()
  const listeners: ((events: readonly AuditEvent[]) => void)[] = []
  /** When words were typed last, by meeting. */
  const typedAt = new Map<string, { notice: Notice & { meeting: MeetingId }; at: number }>()
  const groups = new Map<MeetingId, Promise<ExpertGroupId | undefined>>()
  let position = await lastAuditSequence(db)
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

  const sendTyped = async (subscriber: Subscriber, notice: Notice & { meeting: MeetingId }) => {
    if (!isSignedIn(subscriber.actor) || !follows(subscriber, notice.meeting)) return
    if ((await takesPart(subscriber, notice.meeting)) && subscribers.has(subscriber)) send(subscriber, notice)
  }

  const send = (subscriber: Subscriber, notice: Notice) =>
    write(subscriber.response, `event: change\ndata: ${JSON.stringify(notice)}\n\n`)

  const read = async () => {
    do {
      again = false
      const events = await listAuditEventsAfter(db, position)
      if (closed || events.length === 0) continue
      position = events.at(-1)?.sequence ?? position
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

  const poll = setInterval(wake, pollInterval)
  const heartbeat = setInterval(() => {
    for (const { response } of subscribers) write(response, 'event: beat\ndata: 1\n\n')
  }, heartbeatInterval)

  return {
    wake,
    onEvents: (listener) => void listeners.push(listener),
    announce: (notice) => {
      typedAt.set(notice.meeting, { notice, at: Date.now() })
      for (const subscriber of subscribers) sendTyped(subscriber, notice).catch(onError)
    },
    tell: (people) => {
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
        // Proxies that buffer would hold the notices back.
        'x-accel-buffering': 'no',
      })
      response.write('retry: 2000\n\nevent: beat\ndata: 1\n\n')
      const subscriber: Subscriber = { meeting, actor, response }
      subscribers.add(subscriber)
      if (after < position)
        send(subscriber, { meeting: meeting ?? '', type: 'log.grown', subject: meeting ?? '' })
      else {
        for (const { notice, at } of typedAt.values()) {
          if (Date.now() - at < longestOpening) sendTyped(subscriber, notice).catch(onError)
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
  if (response.writableLength > mostUnread) response.destroy()
  else response.write(text)
}
