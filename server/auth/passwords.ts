import { hash, verify } from '@node-rs/argon2'
import { estimateRefusal, lengthRefusal, type PasswordRefusal } from '#domain/people/passwords'
import { createFairQueue } from './fair-queue'

/** OWASP's first recommendation for argon2id (Password Storage Cheat Sheet): 19 MiB, 2 passes, 1 lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** argon2id hash of a password, in PHC string form; argon2id is the package's default. */
export const hashPassword = (plain: string): Promise<string> => hash(plain.normalize('NFKC'), parameters)

/** Whom a password is for; what an attacker would try first. */
export type PasswordOwner = { name: string; email: string }

export type Passwords = {
  /**
   * Whether the password is right. Where there is no account it is compared with a decoy, so that the time taken does
   * not tell whether the address exists.
   * @param sender those who wait take turns by it.
   * @returns `busy` where too many wait already.
   */
  matches: (stored: string | undefined, plain: string, sender: string) => Promise<boolean | 'busy'>
  /** @returns why this password may not be set, or its hash. */
  prepare: (
    plain: string,
    owner: PasswordOwner,
  ) => Promise<{ ok: true; hash: string } | { ok: false; refusal: PasswordRefusal | 'busy' }>
  /** How many comparisons wait. */
  waiting: () => number
}

/** What an attacker who knows whom a password is for tries first; accents are often left out. */
function wordsOf({ name, email }: PasswordOwner): string[] {
  const names = name.split(/\s+/u)
  const words = ['rapporteur', name, names.join(''), ...names, ...email.split(/[@.]/u)]
  return [...words, ...words.map((word) => word.normalize('NFKD').replace(/\p{Mark}/gu, ''))]
}

type Options = {
  /** How well a password withstands guessing, from 0 to 4; undefined where too many wait for an estimate. */
  estimate: (guessed: { password: string; related: readonly string[] }) => Promise<number | undefined>
  limits: { concurrency: number; waiting: number }
}

/** Compares and hashes passwords beside the event loop, as many at once as the machine has room for. */
export function createPasswords({ estimate, limits }: Options): Passwords {
  const queue = createFairQueue(limits)
  let decoy: Promise<string> | undefined
  return {
    matches: async (stored, plain, sender) => {
      decoy ??= hashPassword('no account has this password')
      const expected = stored ?? (await decoy)
      const matches = await queue.run(sender, () => verify(expected, plain.normalize('NFKC')))
      if (matches === undefined) return 'busy'
      return stored !== undefined && matches
    },
    prepare: async (plain, owner) => {
      const refusal = lengthRefusal(plain)
      if (refusal) return { ok: false, refusal }
      const related = wordsOf(owner)
      const estimated = await estimate({ password: plain, related })
      if (estimated === undefined) return { ok: false, refusal: 'busy' }
      const weak = estimateRefusal(estimated)
      if (weak) return { ok: false, refusal: weak }
      const hashed = await queue.run(owner.email, () => hashPassword(plain))
      return hashed === undefined ? { ok: false, refusal: 'busy' } : { ok: true, hash: hashed }
    },
    waiting: queue.waiting,
  }
}
