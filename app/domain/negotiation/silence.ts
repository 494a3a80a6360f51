import { silenceIs, type SilenceStatus } from '#domain/status'

/** Shorter than this, capitals cannot answer, in milliseconds. */
export const shortestSilence = 60_000

/** Why a deadline cannot be set; undefined where it can. */
export const deadlineRefusal = (deadline: Date, now: Date): 'deadline-too-soon' | undefined =>
  deadline.getTime() - now.getTime() < shortestSilence ? 'deadline-too-soon' : undefined

/** Why an objection is refused where no silence procedure runs: after its deadline, that is the reason. */
export const objectionRefusal = (last: SilenceStatus | undefined): 'silence-over' | 'wrong-status' =>
  last && silenceIs.concluded(last) ? 'silence-over' : 'wrong-status'

/** As many texts as one decision of the Chair puts under silence; a whole list of a large meeting. */
export const mostTextsUnderSilence = 500

/** Whether an objection comes in time: the instant of the deadline itself is too late. */
export const isInTime = (deadline: Date, now: Date): boolean => now.getTime() < deadline.getTime()
