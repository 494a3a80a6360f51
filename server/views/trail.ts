import type { Db } from '#db/client'
import { findCall } from '#db/queries/calls'
import { findGroup } from '#db/queries/groups'
import { findList } from '#db/queries/lists'
import { findMeeting, type Meeting } from '#db/queries/meetings'
import { findRecommendation } from '#db/queries/recommendations'
import { findWorkplan } from '#db/queries/workplans'
import type { LocalizedText } from '#domain/languages'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'

export type TrailStep = { label: LocalizedText; to: string }

/**
 * The way to the page at an address: its expert group, workplan and meeting, as far as the reader may see them. Empty
 * for pages that belong to none; the pages of a group itself say their own.
 */
export async function readTrail(db: Db, actor: Actor, path: string): Promise<TrailStep[]> {
  const [, kind = '', id = ''] = path.split('/')
  if (id === '') return []
  if (kind === 'workplans') return ofWorkplan(db, id)
  const meeting = await meetingOf(db, actor, kind, id)
  if (!meeting || !can(actor, 'meeting.see', meeting)) return []
  const isItself = path === `/meetings/${meeting.id}`
  const own = { label: meeting.title, to: `/meetings/${meeting.id}` }
  return [...(await ofWorkplan(db, meeting.workplan)), ...(isItself ? [] : [own])]
}

async function ofWorkplan(db: Db, id: string): Promise<TrailStep[]> {
  const workplan = await findWorkplan(db, id)
  const group = workplan && (await findGroup(db, workplan.group))
  if (!workplan || !group) return []
  return [
    { label: group.name, to: `/groups/${group.id}` },
    { label: workplan.title, to: `/workplans/${workplan.id}` },
  ]
}

async function meetingOf(db: Db, actor: Actor, kind: string, id: string): Promise<Meeting | undefined> {
  switch (kind) {
    case 'meetings':
      return findMeeting(db, id)
    case 'lists': {
      const list = await findList(db, id)
      return list && findMeeting(db, list.meeting)
    }
    case 'calls': {
      const call = await findCall(db, id)
      return call && can(actor, 'call.see', call) ? findMeeting(db, call.meeting) : undefined
    }
    case 'recommendations': {
      const item = await findRecommendation(db, id)
      return item && can(actor, 'recommendation.see', item) ? findMeeting(db, item.meeting) : undefined
    }
    default:
      return undefined
  }
}
