/** What a delegation thinks of a text, from yes to no. */
export const stances = ['support', 'can-live-with', 'need-changes', 'cannot-accept'] as const
export type Stance = (typeof stances)[number]

/** Who learns of a position: every delegation, or the Chair alone. */
export const audiences = ['all', 'chair'] as const
export type Audience = (typeof audiences)[number]

/** What is recorded with an agreed text. */
export const statementKinds = ['reservation', 'explanation'] as const
export type StatementKind = (typeof statementKinds)[number]

/** Stances that say what would have to change: they need a reason. */
export const needsReason = (stance: Stance): boolean =>
  stance === 'need-changes' || stance === 'cannot-accept'
