import { z } from 'zod'

/** E-mail addresses are compared without regard to case. */
export const normalizeEmail = (email: string): string => email.trim().normalize('NFKC').toLowerCase()

/** RFC 5321, 4.5.3.1.3: a path has at most 256 characters, its angle brackets included. */
const longestEmail = 254

const schema = z.email().max(longestEmail)

/** Whether mail can be sent to an address: `not-an-email` is none. */
export const isEmail = (email: string): boolean => schema.safeParse(normalizeEmail(email)).success
