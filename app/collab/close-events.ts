/**
 * Why the server closes a connection; 44xx echo HTTP. After a final one the client does not reconnect by itself.
 */
export const closeEvents = {
  malformed: { code: 4400, reason: 'malformed', final: true },
  sessionExpired: { code: 4401, reason: 'session-expired', final: true },
  /** The person speaks for another delegation now, or in another role: what they write needs a new client id. */
  roleChanged: { code: 4403, reason: 'role-changed', final: true },
  /** There is no such document, or this person may not see it: the two are not told apart. */
  notAvailable: { code: 4404, reason: 'not-available', final: true },
  /** The page was loaded before the shape of texts changed: it has to be loaded again. */
  oldShape: { code: 4409, reason: 'old-shape', final: true },
  tooManyConnections: { code: 4429, reason: 'too-many-connections', final: true },
  /** More frames than any browser sends. */
  tooFast: { code: 4430, reason: 'too-fast', final: true },
  /** What is stored of this document cannot be read. */
  damaged: { code: 4500, reason: 'damaged', final: true },
  tooLarge: { code: 1009, reason: 'too-large', final: true },
  goingAway: { code: 1001, reason: 'going-away', final: false },
} as const

/** Why a connection may end for good. */
export type FinalReason = Extract<CloseEvent, { final: true }>['reason']

export type CloseEvent = (typeof closeEvents)[keyof typeof closeEvents]

export const closeEventOf = (code: number): CloseEvent | undefined =>
  Object.values(closeEvents).find((event) => event.code === code)
