import type { ChangeDecision } from '#domain/negotiation/outcomes'

/** Decisions on changes as an event records them: outcomes, reasons and causes by the index of the change. */
export function outcomeFacts(decided: ReadonlyMap<number, ChangeDecision>) {
  const entries = [...decided]
  const reasons = entries.flatMap(([index, { reason }]) => (reason ? [[String(index), reason] as const] : []))
  const causes = entries.flatMap(([index, { cause }]) => (cause ? [[String(index), cause] as const] : []))
  return {
    outcomes: Object.fromEntries(entries.map(([index, { outcome }]) => [index, outcome])),
    ...(reasons.length > 0 && { reasons: Object.fromEntries(reasons) }),
    ...(causes.length > 0 && { causes: Object.fromEntries(causes) }),
  }
}
