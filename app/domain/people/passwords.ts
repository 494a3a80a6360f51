/** NIST SP 800-63B: long enough, not among the common ones, and no rule about kinds of characters. */
export const shortestPassword = 12
/** Long enough for any sentence; longer ones only cost the server time. */
export const longestPassword = 256
/** Of 0 to 4: withstands about 10^10 guesses against the stored hash. */
const weakestEstimate = 3

export const passwordRefusals = ['password-too-short', 'password-too-long', 'password-too-common'] as const
export type PasswordRefusal = (typeof passwordRefusals)[number]

/** Whether a password has a length that may be set; its characters are counted as people see them. */
export function lengthRefusal(password: string): PasswordRefusal | undefined {
  if (password.length > longestPassword) return 'password-too-long'
  return [...password.normalize('NFKC')].length < shortestPassword ? 'password-too-short' : undefined
}

/** @param estimate of how well it withstands guessing, from 0 to 4. */
export const estimateRefusal = (estimate: number): PasswordRefusal | undefined =>
  estimate < weakestEstimate ? 'password-too-common' : undefined

const secondMs = 1_000
const freeFailures = 4
const longestDelayMs = 15 * 60 * secondMs

/**
 * How long somebody who failed to sign in this often has to wait: a few typing mistakes cost nothing, then each one
 * doubles the time.
 */
export const delayAfterFailures = (failures: number): number =>
  failures <= freeFailures ? 0 : Math.min(longestDelayMs, secondMs * 2 ** (failures - freeFailures - 1))
