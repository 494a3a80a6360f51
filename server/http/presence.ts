import type { Db } from '#db/client'
import { notifyProcesses, type Notice } from '#db/notifications'
import type { ParticipantId } from '#domain/ids'

/** What another process said of somebody is believed for so long, in milliseconds; a dead one says no more. */
const life = 30_000
/** Identifiers of so many people fit into one notice between processes. */
const peoplePerNotice = 150

export type Presence = {
  /** Somebody opened a page of a meeting. @returns what is to be called when it is closed. */
  enter: (meeting: string, participant: ParticipantId) => () => void
  /** Who has a page of the meeting open, in any process. */
  present: (meeting: string) => ParticipantId[]
  /** Takes in what another process on the same database says. */
  hear: (notice: Notice) => void
  close: () => void
}

/**
 * Who is in which meeting, by the pages that are open: known, never stored. Each process knows its own pages and
 * tells the others, again and again, so that what a process knew ends with it.
 */
export function keepPresence(
  db: Db,
  onChange: (meeting: string) => void,
  onError: (error: unknown) => void,
  lifetime = life,
): Presence {
  /** How many pages of a meeting somebody has open here. */
  const own = new Map<string, Map<ParticipantId, number>>()
  /** Of other processes: until when it is believed that somebody is there, by process. */
  const others = new Map<string, Map<string, number>>()

  const tell = (meeting: string, here: readonly string[], gone: readonly string[] = []) => {
    for (let start = 0; start < Math.max(here.length, gone.length); start += peoplePerNotice) {
      const part = (ids: readonly string[]) => ids.slice(start, start + peoplePerNotice)
      notifyProcesses(db, { present: { meeting, here: part(here), gone: part(gone) } }).catch(onError)
    }
  }
  const tellAll = () => {
    for (const [meeting, people] of own) tell(meeting, [...people.keys()])
  }
  const forget = () => {
    const now = Date.now()
    for (const [meeting, people] of others) {
      const silent = [...people].filter(([, until]) => until < now)
      for (const [key] of silent) people.delete(key)
      if (silent.length > 0) onChange(meeting)
    }
  }
  const refresh = setInterval(() => {
    tellAll()
    forget()
  }, lifetime / 3)
  // Anyone who was there before this process is heard of at once.
  notifyProcesses(db, { asksPresence: true }).catch(onError)

  return {
    enter: (meeting, participant) => {
      const people = own.get(meeting) ?? new Map<ParticipantId, number>()
      own.set(meeting, people)
      people.set(participant, (people.get(participant) ?? 0) + 1)
      if (people.get(participant) === 1) tell(meeting, [participant])
      onChange(meeting)
      let isOpen = true
      return () => {
        if (!isOpen) return
        isOpen = false
        const left = (people.get(participant) ?? 1) - 1
        if (left > 0) return void people.set(participant, left)
        people.delete(participant)
        tell(meeting, [], [participant])
        onChange(meeting)
      }
    },
    present: (meeting) => {
      const now = Date.now()
      const elsewhere = [...(others.get(meeting) ?? [])].flatMap(([key, until]) =>
        until < now ? [] : [key.slice(key.indexOf(' ') + 1) as ParticipantId],
      )
      return [...new Set([...(own.get(meeting)?.keys() ?? []), ...elsewhere])]
    },
    hear: ({ from, present, asksPresence }) => {
      if (asksPresence) tellAll()
      if (!present) return
      const people = others.get(present.meeting) ?? new Map<string, number>()
      others.set(present.meeting, people)
      const before = people.size
      for (const id of present.here) people.set(`${from} ${id}`, Date.now() + lifetime)
      const gone = present.gone.filter((id) => people.delete(`${from} ${id}`))
      if (people.size !== before || gone.length > 0) onChange(present.meeting)
    },
    close: () => clearInterval(refresh),
  }
}
