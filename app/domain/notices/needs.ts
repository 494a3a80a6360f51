/** What waits for a person, in meetings that have not reported. Each list holds only what they may see. */
export const needKinds = [
  /** Texts under silence, the nearest deadline first. */
  'silences',
  /** Open calls that their delegation has not answered; the nearest deadline first. */
  'calls',
  /** Drafts that it is invited to write. */
  'invitations',
  /** Amendments that it is invited to sponsor. */
  'amendmentInvitations',
  /** Others' amendments on the table to what it proposed, to what was made of that, or to its amendments. */
  'amendmentsToOurs',
  /** Texts that changed since this person read them. */
  'changed',
  /** For Chair, Rapporteur and secretariat: what no one has taken up yet. */
  'notTakenUp',
  /** For them: open texts with amendments on the table. */
  'toDecide',
  /** For them: open texts with open brackets. */
  'bracketed',
  /** For them: calls with submissions that are not published. */
  'toPublish',
  /** Their delegation's own drafts. */
  'drafts',
  'amendmentDrafts',
] as const
export type NeedKind = (typeof needKinds)[number]
