import { z } from 'zod'
import { onlyThePerson } from './audiences'
import { nothing } from './details'
import { event } from './rule'

const ended = z.object({ sessions: z.int() })

export const accountEvents = {
  'session.opened': event({ subject: 'session', detail: nothing, audience: onlyThePerson }),
  'session.revoked': event({
    subject: 'session',
    detail: nothing,
    audience: onlyThePerson,
    changesRightsOf: 'its-subject',
  }),
  'account.signed-out-elsewhere': event({
    subject: 'participant',
    /** How many sessions ended. */
    detail: ended,
    audience: onlyThePerson,
    changesRightsOf: 'its-subject',
  }),
  'account.password-changed': event({
    subject: 'participant',
    /** How many sessions ended. */
    detail: ended,
    audience: onlyThePerson,
    changesRightsOf: 'its-subject',
  }),
  // Who asked for it is not known.
  'account.recovery-sent': event({ subject: 'participant', detail: nothing, audience: onlyThePerson }),
}
