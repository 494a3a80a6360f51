import { hash, verify } from '@node-rs/argon2'

/** OWASP's first recommendation for argon2id (Password Storage Cheat Sheet): 19 MiB, 2 passes, 1 lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Shorter passwords are refused when they are set; there is no rule about kinds of characters (NIST SP 800-63B). */
export const shortestPassword = 12

/** argon2id hash of a password, in PHC string form; argon2id is the package's default. */
export const hashPassword = (plain: string): Promise<string> => hash(plain.normalize('NFKC'), parameters)

let decoy: Promise<string> | undefined

/**
 * Whether the password is right. Where there is no account it is compared with a decoy, so that the time
 * taken does not tell whether the address exists.
 */
export async function passwordMatches(stored: string | undefined, plain: string): Promise<boolean> {
  decoy ??= hashPassword('no account has this password')
  const matches = await verify(stored ?? (await decoy), plain.normalize('NFKC'))
  return stored !== undefined && matches
}
