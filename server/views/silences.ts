import type { Db } from '#db/client'
import { listLabels } from '#db/queries/labels'
import type { Meeting } from '#db/queries/meetings'
import { listRecommendations } from '#db/queries/recommendations'
import { listMeetingSilences, type Silence } from '#db/queries/silences'
import { decideConsolidated } from '#domain/decide'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { silenceIs } from '#domain/status'

/** A meeting's silence procedures, those that run and those that ended, and what could be put under silence. */
export async function readSilences(db: Db, actor: Actor, meeting: Meeting) {
  const [all, silences, labels] = await Promise.all([
    listRecommendations(db, meeting.id),
    listMeetingSilences(db, meeting.id),
    listLabels(db, meeting.id),
  ])
  const visible = all.filter((item) => can(actor, 'recommendation.see', item))
  const short = (id: string) => {
    const item = visible.find((recommendation) => recommendation.id === id)
    return (
      item && {
        id: item.id,
        number: labels.get(item.id),
        text: item.text,
        language: item.language,
      }
    )
  }
  const described = silences.flatMap((silence) => {
    const paragraph = short(silence.recommendation)
    return paragraph ? [{ ...describe(silence), paragraph }] : []
  })
  return {
    running: described.filter((candidate) => silenceIs.running(candidate.status)),
    ended: described.filter((candidate) => !silenceIs.running(candidate.status)).toReversed(),
    open: visible
      .filter(
        (item) => item.stage === 'consolidated' && decideConsolidated(item, 'put-under-silence', actor).ok,
      )
      .flatMap((item) => short(item.id) ?? []),
  }
}

const describe = ({ id, status, deadline, endedAt, brokenBy, reason }: Silence) => ({
  id,
  status,
  deadline: deadline.toISOString(),
  endedAt: endedAt?.toISOString(),
  brokenBy,
  reason,
})
