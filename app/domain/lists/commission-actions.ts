import type { Language } from '#domain/languages'

/** What happens to an adopted list before the Commission, in the order in which it can happen. */
export const commissionActionKinds = ['submitted', 'took-note', 'transmitted', 'decided'] as const
export type CommissionActionKind = (typeof commissionActionKinds)[number]

/** What is recorded of such a step. */
export type CommissionActionFacts = {
  kind: CommissionActionKind
  /** The day, as `2021-05-21`. */
  takenOn: string
  /** The symbol of the document, the session and the agenda item, as the Commission writes them; empty where unknown. */
  symbol: string
  session: string
  agendaItem: string
  /** The language of the remarks. */
  language: Language
  remarks: string
}

/** The longest symbol, session or agenda item, in UTF-16 code units. */
export const longestReference = 200

export type CommissionActionRefusal = 'invalid' | 'wrong-status' | 'not-submitted'

/**
 * Whether this can be recorded of a list: only an adopted list goes to the Commission, and the Commission acts on what
 * was submitted to it.
 * @param before what was recorded so far.
 * @param takenOn the day, as `2021-05-21`.
 */
export function refuseCommissionAction(
  list: { kind: string },
  before: readonly { kind: CommissionActionKind }[],
  { kind, takenOn }: { kind: CommissionActionKind; takenOn: string },
): CommissionActionRefusal | undefined {
  if (list.kind !== 'adopted') return 'wrong-status'
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(takenOn) || Number.isNaN(Date.parse(takenOn))) return 'invalid'
  if (kind !== 'submitted' && !before.some((action) => action.kind === 'submitted')) return 'not-submitted'
  return undefined
}
