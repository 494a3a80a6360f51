import type { IncomingMessage } from 'node:http'
import { cleanText } from '#domain/text/characters'

/** How large a form may be; what is larger is refused before it is parsed. */
export type FormLimits = {
  /** Of a form by somebody who is not signed in, in bytes. */
  visitorFormBytes: number
  /** Of a form, in bytes. */
  formBytes: number
  /** Of a form that carries a file, in bytes. */
  uploadBytes: number
  /** Fields of one form. */
  formFields: number
}

export type BodyRefusal = 'bad-request' | 'too-large' | 'too-many-fields' | 'unsupported-form'

/** A request whose body is not read further. */
export class RefusedBody extends Error {
  constructor(readonly refusal: BodyRefusal) {
    super(`The body of a request was refused: ${refusal}.`)
  }
}

/** A field's or a file's name may be long; in bytes. */
const longestPartHead = 4_096

const urlEncoded = 'application/x-www-form-urlencoded'

/**
 * Fields that are taken as they were typed: passwords, a pasted list or table, whose reader says what it leaves out of it, and
 * what a page says that its reader saw, which is only compared.
 * All other texts of all forms are cleaned here, so that no page has to think of it.
 */
const takenAsTyped: ReadonlySet<string> = new Set(['password', 'current', 'pasted', 'seen', 'table'])

/**
 * Reads the form in a request, so that whatever parses it afterwards cannot be made to work long, and gets no
 * character in it that no text may hold.
 * @throws RefusedBody for a body that is too large, has too many fields or is no form.
 */
export async function readForm(
  request: IncomingMessage,
  { limitBytes, limitFields }: { limitBytes: number; limitFields: number },
): Promise<Uint8Array<ArrayBuffer>> {
  const type = request.headers['content-type'] ?? urlEncoded
  if (request.headers['content-encoding'] !== undefined) throw new RefusedBody('unsupported-form')
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw new RefusedBody('too-large')
  const body = await readBytes(request, limitBytes)
  const kind = type.split(';')[0]?.trim().toLowerCase()
  if (kind === urlEncoded) return cleanUrlEncoded(body, limitFields)
  if (kind === 'multipart/form-data') return cleanMultipart(body, boundaryOf(type), limitFields)
  if (body.length > 0) throw new RefusedBody('unsupported-form')
  return body
}

async function readBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer<ArrayBuffer>> {
  // Usually the sender has said how long it is: putting pieces together at the end would hold up others.
  let body = Buffer.alloc(Math.min(Number(request.headers['content-length'] ?? 0) || 0, limitBytes))
  let length = 0
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    if (length + part.length > limitBytes) throw new RefusedBody('too-large')
    if (length + part.length > body.length) {
      const larger = Buffer.alloc(Math.min(limitBytes, 2 * (length + part.length)))
      body.copy(larger, 0, 0, length)
      body = larger
    }
    length += part.copy(body, length)
  }
  return body.subarray(0, length)
}

function cleanUrlEncoded(body: Buffer<ArrayBuffer>, limitFields: number): Buffer<ArrayBuffer> {
  if (count(body, Buffer.from('&'), limitFields) > limitFields - 1) throw new RefusedBody('too-many-fields')
  // No text has this character, and PostgreSQL refuses it.
  if (body.includes(0) || body.includes('%00')) throw new RefusedBody('bad-request')
  const cleaned = [...new URLSearchParams(body.toString())].map(([name, value]) => [
    name,
    cleanField(name, value),
  ])
  return Buffer.from(new URLSearchParams(cleaned).toString())
}

const cleanField = (name: string, value: string) => (takenAsTyped.has(name) ? value : cleanText(value))

/** What ends the lines of a form's parts. */
const lineEnd = '\r\n'

/** RFC 2046: what follows each boundary is a part's head, an empty line and its content. */
function cleanMultipart(
  body: Buffer<ArrayBuffer>,
  boundary: string,
  limitFields: number,
): Buffer<ArrayBuffer> {
  const delimiter = Buffer.from(`--${boundary}`)
  if (count(body, delimiter, limitFields + 1) > limitFields + 1) throw new RefusedBody('too-many-fields')
  const cleaned: Buffer[] = []
  let copied = 0
  let start = body.indexOf(delimiter)
  for (;;) {
    if (start < 0) throw new RefusedBody('bad-request')
    start += delimiter.length
    if (body.subarray(start, start + 2).equals(Buffer.from('--')))
      return copied === 0 ? body : Buffer.concat([...cleaned, body.subarray(copied)])
    const end = body.indexOf(delimiter, start)
    const head = body.indexOf('\r\n\r\n', start)
    if (end < 0 || head < 0 || head > end || head - start > longestPartHead)
      throw new RefusedBody('bad-request')
    const fields = body.subarray(start, head).toString('latin1')
    const isFile = /^content-disposition:.*;\s*filename\*?=/imu.test(fields)
    // Files may hold any byte; the texts of a form may not.
    const hasZero = body.subarray(isFile ? start : head, isFile ? head : end).includes(0)
    if (!/^content-disposition:\s*form-data\s*;.*\bname=/imu.test(fields) || hasZero)
      throw new RefusedBody('bad-request')
    if (!isFile) {
      const name = /\bname="([^"]*)"/iu.exec(fields)?.[1] ?? ''
      const [from, to] = [head + lineEnd.length * 2, end - lineEnd.length]
      if (to < from) throw new RefusedBody('bad-request')
      const field = Buffer.from(cleanField(name, body.toString('utf8', from, to)))
      // Copying a large body holds up others: only where something in it changes.
      if (!field.equals(body.subarray(from, to))) {
        cleaned.push(body.subarray(copied, from), field)
        copied = to
      }
    }
    start = end
  }
}

function boundaryOf(type: string): string {
  const boundary = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/iu.exec(type)
  const found = boundary?.[1] ?? boundary?.[2]
  if (!found) throw new RefusedBody('bad-request')
  return found
}

/** How often something is in the body; it stops counting above `most`. */
function count(body: Buffer, sought: Buffer, most: number): number {
  let found = 0
  for (let at = body.indexOf(sought); at >= 0 && found <= most; at = body.indexOf(sought, at + sought.length))
    found += 1
  return found
}
