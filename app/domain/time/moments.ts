/** One entry of a document's log, as far as time is concerned. */
export type LogTime = { id: number; at: Date; participant: string | undefined }

/** A text at one instant: after the entry `id` of its log. `entries` of one person belong to it. */
export type Moment = { id: number; at: Date; participant: string | undefined; entries: number }

/** Somebody who goes on within this time is still at the same change, in milliseconds. */
const pause = 3_000
/** More stops than this are not told apart on a slider. */
const mostMoments = 240

/**
 * Groups a log into the moments that a person would tell apart: what one person wrote without pausing is one
 * change. A long life is told in fewer, longer ones.
 * @param always entries at which a moment ends in any case, such as the last one before an event.
 */
export function momentsOf(log: readonly LogTime[], always: ReadonlySet<number>): Moment[] {
  for (let longest = pause; ; longest *= 4) {
    const moments = group(log, always, longest)
    if (moments.length <= mostMoments || moments.length <= always.size + 1 || longest > 1e12) return moments
  }
}

function group(log: readonly LogTime[], always: ReadonlySet<number>, longest: number): Moment[] {
  const moments: Moment[] = []
  // Once even hours are grouped, so are several people's words.
  const tellsPeopleApart = longest < 60_000
  for (const { id, at, participant } of log) {
    const last = moments.at(-1)
    const goesOn =
      last !== undefined &&
      !always.has(last.id) &&
      at.getTime() - last.at.getTime() <= longest &&
      (!tellsPeopleApart || last.participant === participant)
    if (!goesOn) moments.push({ id, at, participant, entries: 1 })
    else {
      const writer = last.participant === participant ? participant : undefined
      Object.assign(last, { id, at, participant: writer, entries: last.entries + 1 })
    }
  }
  return moments
}
