import canonicalize from 'canonicalize'
import { digest } from 'lib0/hash/sha256'

/** The canonical form of a JSON value: keys sorted, no white space (RFC 8785). */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new Error('Only JSON values have a canonical form.')
  return text
}

/** SHA-256 of the UTF-8 bytes of a text, in hexadecimal (FIPS 180-4). */
export function sha256(text: string): string {
  const bytes = digest(new TextEncoder().encode(text))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
