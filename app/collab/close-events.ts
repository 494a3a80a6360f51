/** Why the server closes a connection; 44xx echo HTTP. After a final one the client does not come back by itself. */
export const closeEvents = {
  malformed: { code: 4400, reason: 'malformed', final: true },
  sessionExpired: { code: 4401, reason: 'session-expired', final: true },
  /** It does not exist, or may not be seen: one does not learn which. */
  notAvailable: { code: 4404, reason: 'not-available', final: true },
  tooManyConnections: { code: 4429, reason: 'too-many-connections', final: true },
  tooLarge: { code: 1009, reason: 'too-large', final: true },
  goingAway: { code: 1001, reason: 'going-away', final: false },
} as const

/** Why a connection may end for good. */
export type FinalReason = Extract<CloseEvent, { final: true }>['reason']

export type CloseEvent = (typeof closeEvents)[keyof typeof closeEvents]

export const closeEventOf = (code: number): CloseEvent | undefined =>
  Object.values(closeEvents).find((event) => event.code === code)
