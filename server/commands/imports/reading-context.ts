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
  return {
    names: delegations.flatMap(({ code, name }) => [code, ...Object.values(name)]),
    present: texts.map(({ text, proposers }) => [
      sameText(text),
      proposers.flatMap((id) => keys.get(id) ?? []),
    ]),
  }
}
