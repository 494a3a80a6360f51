import type { Db } from '#db/client'
import type { Meeting } from '#db/queries/meetings'
import { listRecommendations } from '#db/queries/recommendations'
import { listMeetingSilences, type Silence } from '#db/queries/silences'
import { decideConsolidated } from '#domain/decide'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'

/** A meeting's silence procedures, those that run and those that ended, and what could be put under silence. */
export async function readSilences(db: Db, actor: Actor, meeting: Meeting) {
  const [all, silences] = await Promise.all([
    listRecommendations(db, meeting.id),
    listMeetingSilences(db, meeting.id),
  ])
  const visible = all.filter((item) => can(actor, 'recommendation.see', item))
  const numbered = visible.filter((item) => item.stage === 'consolidated' && item.status !== 'not-adopted')
  const short = (id: string) => {
    const item = visible.find((one) => one.id === id)
    const place = numbered.findIndex((one) => one.id === id)
    return (
      item && {
        id: item.id,
        number: place < 0 ? undefined : place + 1,
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
    running: described.filter((one) => one.status === 'running'),
    ended: described.filter((one) => one.status !== 'running').toReversed(),
    open: numbered
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
