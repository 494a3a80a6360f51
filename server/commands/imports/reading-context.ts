import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Db } from '#db/client'
import { listDelegations } from '#db/queries/delegations'
import { listMeetingTexts } from '#db/queries/imports'
import type { Meeting } from '#db/queries/meetings'
import { proposerKey, sameText } from '#domain/imports/proposers'

/** What a reader of files must know about a meeting: names that its group knows, and the texts that it has already. */
export type ReadingContext = {
  names: string[]
  /** What each text is known by, with what its proposers are known by. */
  present: [string, string[]][]
}

/** So many texts are folded before others are served. */
const foldedAtOnce = 500

export async function readingContext(db: Db, meeting: Meeting): Promise<ReadingContext> {
  const [delegations, texts] = [
    await listDelegations(db, meeting.group),
    await listMeetingTexts(db, meeting.id),
  ]
  const keys = new Map(
    delegations.map(({ id, code, name }) => [
      id,
      [...new Set([code, ...Object.values(name)].map(proposerKey))],
    ]),
  )
  const present: ReadingContext['present'] = []
  for (const [index, { text, proposers }] of texts.entries()) {
    if (index % foldedAtOnce === foldedAtOnce - 1) await nextTurn()
    present.push([sameText(text), proposers.flatMap((id) => keys.get(id) ?? [])])
  }
  return { names: delegations.flatMap(({ code, name }) => [code, ...Object.values(name)]), present }
}
