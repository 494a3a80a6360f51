import type { ServerResponse } from 'node:http'
import type { Db } from '#db/client'
import type { Notice } from '#db/notifications'
import { withoutNames } from '#domain/meetings/presence'
import { isSignedIn, type Actor } from '#domain/people/participants'
import { readPresence } from '#server/views/presence'
import { keepPresence } from './presence'

/** Those who come together are told of together, in milliseconds: a room fills within a minute. */
const gathering = 500

export type PresenceFeed = {
  /** Somebody has a page of a meeting open whose line this is: they are there, and are told who else is. */
  join: (response: ServerResponse, page: { meeting: string; actor: Actor }) => void
  /** Takes in what another process on the same database says. */
  hear: (notice: Notice) => void
  close: () => void
}

/** Tells open pages of a meeting who is in it, as it changes. */
export function openPresenceFeed(db: Db, onError: (error: unknown) => void): PresenceFeed {
  const pages = new Map<string, Set<{ actor: Actor; response: ServerResponse }>>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  let closed = false

  const tell = async (meeting: string) => {
    const here = await readPresence(db, presence.present(meeting))
    const [full, counted] = [here, withoutNames(here)].map(
      (one) => `event: presence\ndata: ${JSON.stringify(one)}\n\n`,
    )
    if (closed) return
    for (const { actor, response } of pages.get(meeting) ?? [])
      response.write((isSignedIn(actor) ? full : counted) ?? '')
  }
  const changed = (meeting: string) => {
    if (closed || timers.has(meeting) || !pages.has(meeting)) return
    const timer = setTimeout(() => {
      timers.delete(meeting)
      tell(meeting).catch(onError)
    }, gathering)
    timers.set(meeting, timer)
  }
  const presence = keepPresence(db, changed, onError)

  return {
    join: (response, { meeting, actor }) => {
      const page = { actor, response }
      const others = pages.get(meeting) ?? new Set()
      pages.set(meeting, others.add(page))
      const leave = isSignedIn(actor) ? presence.enter(meeting, actor.participant) : undefined
      changed(meeting)
      response.on('close', () => {
        others.delete(page)
        if (others.size === 0) pages.delete(meeting)
        leave?.()
      })
    },
    hear: presence.hear,
    close: () => {
      closed = true
      for (const timer of timers.values()) clearTimeout(timer)
      presence.close()
    },
  }
}
