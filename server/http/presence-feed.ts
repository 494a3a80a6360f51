import type { ServerResponse } from 'node:http'
import type { Db } from '#db/client'
import type { Notice } from '#db/notifications'
import { withoutNames } from '#domain/meetings/presence'
import { isMemberOf, isSignedIn, type Actor, type Place } from '#domain/people/participants'
import { readPresence } from '#server/views/presence'
import { keepPresence } from './presence'

/** Those who come together are told of together: a room fills within a minute. */
const gatheringMs = 500
/** Everybody is sent everybody's name: in a full room, that is the square of those who are in it, so it is sent rarely. */
const gatheringMsForEachPage = 10

/** An open page of a meeting. */
export type PresencePage = {
  /** Its reader may have left the group, or joined it. */
  setActor: (actor: Actor) => void
}

export type PresenceFeed = {
  /** Somebody has a page of a meeting open whose line this is: they are there, and are told who else is. */
  join: (response: ServerResponse, page: { place: Required<Place>; actor: Actor }) => PresencePage
  /** Takes in what another process on the same database says. */
  hear: (notice: Notice) => void
  close: () => void
}

/** Tells open pages of a meeting who is in it, as it changes. */
export function openPresenceFeed(db: Db, onError: (error: unknown) => void): PresenceFeed {
  const pages = new Map<string, Set<{ isMember: boolean; response: ServerResponse }>>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  let closed = false

  const tell = async (meeting: string) => {
    const here = await readPresence(db, meeting, presence.present(meeting))
    const [full, counted] = [here, withoutNames(here)].map(
      (presenceOf) => `event: presence\ndata: ${JSON.stringify(presenceOf)}\n\n`,
    )
    if (closed) return
    for (const { isMember, response } of pages.get(meeting) ?? [])
      response.write((isMember ? full : counted) ?? '')
  }
  const changed = (meeting: string) => {
    const open = pages.get(meeting)
    if (closed || timers.has(meeting) || !open) return
    const delayMs = Math.max(gatheringMs, open.size * gatheringMsForEachPage)
    const timer = setTimeout(() => {
      timers.delete(meeting)
      tell(meeting).catch(onError)
    }, delayMs)
    timers.set(meeting, timer)
  }
  const presence = keepPresence(db, changed, onError)

  return {
    join: (response, { place, actor }) => {
      const { meeting } = place
      const page = { isMember: isMemberOf(actor, place), response }
      const others = pages.get(meeting) ?? new Set()
      pages.set(meeting, others.add(page))
      const enter = (who: Actor) =>
        isSignedIn(who) && isMemberOf(who, place) ? presence.enter(meeting, who.participant) : undefined
      let leave = enter(actor)
      changed(meeting)
      response.on('close', () => {
        others.delete(page)
        if (others.size === 0) pages.delete(meeting)
        leave?.()
      })
      return {
        setActor: (changedActor) => {
          if (!others.has(page)) return
          leave?.()
          leave = enter(changedActor)
          page.isMember = isMemberOf(changedActor, place)
          changed(meeting)
        },
      }
    },
    hear: presence.hear,
    close: () => {
      closed = true
      for (const timer of timers.values()) clearTimeout(timer)
      presence.close()
    },
  }
}
