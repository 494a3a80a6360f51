import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { parse, serialize } from 'cookie'
import type { ParticipantId } from '#domain/ids'

const yearInSeconds = 31_536_000
/** One browser may have signed in several people; more than these are forgotten. */
const rememberedPeople = 8

export type DeviceCookie = {
  /** A `Set-Cookie` value by which this browser is known to belong to a participant who signed in on it. */
  remember: (header: string | null, participant: ParticipantId) => string
  /** What names this browser in the hands of the participant; undefined where they never signed in on it. */
  find: (header: string | null, participant: ParticipantId) => string | undefined
}

/**
 * Browsers on which somebody signed in before (OWASP, Device Cookies): their failures are counted for themselves, so
 * that a stranger in the same hall, behind the same network address, cannot make them wait. A device cookie opens
 * nothing.
 */
export function deviceCookie(secret: string, secure: boolean): DeviceCookie {
  const name = secure ? '__Host-rapporteur_device' : 'rapporteur_device'
  const sign = (device: string, participant: ParticipantId) =>
    createHmac('sha256', secret).update(`device:${device}:${participant}`).digest('base64url')
  const entriesIn = (header: string | null) =>
    (parse(header ?? '')[name] ?? '').split('.').slice(0, rememberedPeople * 2)

  const find = (header: string | null, participant: ParticipantId) => {
    const entries = entriesIn(header)
    for (let at = 0; at + 1 < entries.length; at += 2) {
      const device = entries[at] ?? ''
      const given = Buffer.from(entries[at + 1] ?? '')
      const expected = Buffer.from(sign(device, participant))
      if (given.length === expected.length && timingSafeEqual(given, expected)) return device
    }
    return undefined
  }

  return {
    find,
    remember: (header, participant) => {
      const known = find(header, participant)
      const device = known ?? randomBytes(16).toString('base64url')
      const entries = entriesIn(header)
      const others = []
      for (let at = 0; at + 1 < entries.length; at += 2)
        if (entries[at] !== device) others.push(`${entries[at] ?? ''}.${entries[at + 1] ?? ''}`)
      const all = [`${device}.${sign(device, participant)}`, ...others].slice(0, rememberedPeople)
      return serialize(name, all.join('.'), {
        httpOnly: true,
        sameSite: 'lax',
        secure,
        path: '/',
        maxAge: yearInSeconds,
      })
    },
  }
}
