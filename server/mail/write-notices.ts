import { ulid } from 'ulid'
import type { Db, Tx } from '#db/client'
import { listEventsAfter, listEventsBySequence } from '#db/queries/events'
import { insertMail } from '#db/queries/mails'
import { defaultNoticeSettings, listNoticeSettings } from '#db/queries/notice-settings'
import {
  getNoticeCursor,
  insertNotices,
  listUndelivered,
  lockNoticeCursor,
  moveNoticeCursor,
  setNoticesMail,
  setNoticesUndeliverable,
  type Notice,
} from '#db/queries/notices'
import { actorOf, listParticipants, type Participant } from '#db/queries/participants'
import { isNoticeType } from '#domain/events/events'
import type { MailId, NoticeId, ParticipantId, ExpertGroupId, MembershipId } from '#domain/ids'
import { lastDigestTime } from '#domain/notices/digests'
import { isNotified } from '#domain/notices/notices'
import { canSeeSubject } from '#domain/notices/subject'
import type { SignedInActor } from '#domain/people/participants'
import { inTransaction } from '#server/frame/transaction'
import { composeLetter } from './compose'
import { readingOf, type Told } from './notice-subjects'

export type Post = {
  /** The address of this site, for links: what the operator said it is, never what a request claimed. */
  address: string
  /** Whether mails can be sent; without, they are kept for the secretariat to read. */
  canSend: boolean
}

/** Events that are turned into notices at once. */
const atOnce = 200

/**
 * Tells everybody of what happened since the last time: notices, and the mails of those who want one at once.
 *
 * Notices are derived from the audit log, not written by the commands: a command then takes no longer because two
 * hundred people are to be told of it, an event of any room of the house is told by one line in `domain/notices`,
 * and nothing that happened can be forgotten. *Exactly once* is kept by one row: the place in the log up to which
 * everybody has been told. It is locked, the notices and their mails are written, and it is moved, all in one
 * transaction. A second process waits for the lock and then finds nothing left to do; a process that dies has told
 * no one, and the next one begins where it began. The log has one end and its numbers become visible in their
 * order, so nothing is passed over. A unique key over person and event makes a mistake here an error, not a
 * second notice.
 *
 * @param post undefined where no one is to be mailed: for what a sample plays.
 * @returns who was told of something.
 */
export async function writeNotices(
  db: Db,
  post: Post | undefined,
  now = new Date(),
): Promise<Set<ParticipantId>> {
  const told = new Set<ParticipantId>()
  for (;;) {
    const seen = await getNoticeCursor(db)
    if ((await listEventsAfter(db, seen, 1)).length === 0) return told
    const { people } = await inTransaction(db, (tx) => writeSome(tx, post, now))
    for (const person of people) told.add(person)
  }
}

async function writeSome(tx: Tx, post: Post | undefined, now: Date) {
  const cursor = await lockNoticeCursor(tx)
  const events = await listEventsAfter(tx, cursor, atOnce)
  const last = events.at(-1)
  if (!last) return { ok: true, people: [] }
  const relevant = events.filter((event) => isNoticeType(event.type))
  const notices: Notice[] = []
  const telling = new Map<number, Told>()
  if (relevant.length > 0) {
    const read = readingOf(tx)
    const people = (await listParticipants(tx)).map((participant) => ({
      one: participant,
      actor: actorOf(participant),
    }))
    const settings = await listNoticeSettings(tx)
    for (const event of relevant) {
      const told = await read(event)
      if (!told) continue
      telling.set(event.sequence, told)
      for (const { one, actor } of people) {
        const { muted, delivery } = settings.get(one.id) ?? defaultNoticeSettings
        if (!isNotified(actor, { ...event, group: told.group }, told.notice, told.subject, muted)) continue
        notices.push({
          id: ulid(now.getTime()) as NoticeId,
          participant: one.id,
          sequence: event.sequence,
          type: told.words.type,
          meeting: event.meeting,
          recommendation: told.recommendation?.id,
          at: event.at,
          readAt: undefined,
          delivery: post ? delivery : 'none',
        })
      }
    }
    await insertNotices(tx, notices)
    if (post) {
      for (const { one, actor } of people) {
        const own = notices.filter((notice) => notice.participant === one.id && notice.delivery === 'at-once')
        await mail(tx, post, { reader: one, actor, notices: own, telling, isDigest: false, now })
      }
    }
  }
  await moveNoticeCursor(tx, last.sequence)
  return { ok: true, people: notices.map((notice) => notice.participant) }
}

/**
 * Makes the daily digests that are due, each once: under the same lock as notices, and a notice that a mail tells
 * of is in no other one. A digest that was due while no server ran is made late.
 * @returns how many it made.
 */
export async function makeDigests(db: Db, post: Post, now = new Date()): Promise<number> {
  // Mostly there is nothing to do, and then no one is kept waiting.
  if ((await listUndelivered(db, 'daily')).length === 0) return 0
  const { made } = await inTransaction(db, async (tx) => {
    await lockNoticeCursor(tx)
    const pending = new Map<ParticipantId, Notice[]>()
    for (const notice of await listUndelivered(tx, 'daily')) {
      pending.set(notice.participant, [...(pending.get(notice.participant) ?? []), notice])
    }
    const settings = await listNoticeSettings(tx)
    const people = await listParticipants(tx)
    const read = readingOf(tx)
    let count = 0
    for (const [participant, notices] of pending) {
      const reader = people.find((person) => person.id === participant)
      const wish = settings.get(participant) ?? defaultNoticeSettings
      if (!reader) continue
      const events = await listEventsBySequence(
        tx,
        notices.map((notice) => notice.sequence),
      )
      const telling = new Map<number, Told>()
      for (const event of events) {
        const told = await read(event)
        if (told) telling.set(event.sequence, told)
      }
      if (wish.delivery === 'none') {
        await setNoticesUndeliverable(
          tx,
          notices.map((notice) => notice.id),
        )
        continue
      }
      const timeZone = wish.timeZone ?? telling.get(events.at(-1)?.sequence ?? 0)?.words.timeZone ?? 'UTC'
      // Who wants everything at once by now is told of what waits at once.
      const until = wish.delivery === 'daily' ? lastDigestTime(wish.hour, timeZone, now) : now
      const due = notices.filter((notice) => notice.at <= until)
      const actor = actorOf(reader)
      if (await mail(tx, post, { reader, actor, notices: due, telling, isDigest: true, now })) count += 1
    }
    return { ok: true, made: count }
  })
  return made
}

type Letter = {
  reader: Participant
  actor: SignedInActor
  notices: readonly Notice[]
  telling: ReadonlyMap<number, Told>
  isDigest: boolean
  now: Date
}

/** The group's secretariat, as far as it matters for who may see what. */
const aSecretary = (group: ExpertGroupId): SignedInActor => ({
  kind: 'participant',
  participant: '' as ParticipantId,
  name: '',
  isAdministrator: false,
  memberships: [
    {
      id: '' as MembershipId,
      group,
      meeting: undefined,
      role: 'secretariat',
      delegation: undefined,
      kindOfDelegation: undefined,
    },
  ],
})

/** Writes the mail that tells of these notices, as far as its reader may still see them. @returns whether it did. */
async function mail(tx: Tx, post: Post, { reader, actor, notices, telling, isDigest, now }: Letter) {
  if (notices.length === 0) return false
  const tellable = notices.flatMap((notice) => {
    const told = telling.get(notice.sequence)
    return told && canSeeSubject(actor, told.subject) ? [told] : []
  })
  // Words of a draft stay in the house: a mail passes through many hands, and the secretariat reads the outbox.
  const isConfidential = (told: Told) => !canSeeSubject(aSecretary(told.group), told.subject)
  const ids = notices.map((notice) => notice.id)
  if (tellable.length === 0) {
    await setNoticesUndeliverable(tx, ids)
    return false
  }
  const letter = composeLetter(
    reader,
    tellable.map((told) => (isConfidential(told) ? { ...told.words, excerpt: undefined } : told.words)),
    { address: post.address, isDigest },
  )
  const id = ulid(now.getTime()) as MailId
  const groups = new Set(tellable.map((told) => told.group))
  await insertMail(tx, {
    id,
    participant: reader.id,
    // A mail about several groups is for no secretariat to read.
    group: groups.size === 1 ? groups.values().next().value : undefined,
    address: reader.email,
    ...letter,
    confidential: tellable.some(isConfidential),
    status: post.canSend ? 'waiting' : 'kept',
    createdAt: now,
  })
  await setNoticesMail(tx, ids, id)
  return true
}
