import { crc32, inflateRawSync } from 'node:zlib'
import type { ImportLimits } from './limits'
import { UnreadableFile } from './unreadable-file'

type Entry = { method: number; sum: number; packed: number; size: number; offset: number }

/** A zipped file whose directory was read and found sound; parts are inflated one by one, within the limit. */
export type Package = {
  names: readonly string[]
  /** @throws UnreadableFile where its sizes or its sum lie. */
  read: (name: string) => Buffer | undefined
}

const endSignature = 0x06054b50
const entrySignature = 0x02014b50
const localSignature = 0x04034b50
const endLength = 22
const longestComment = 0xffff
const mostEntries = 5_000

/**
 * Opens what calls itself a zip file, without inflating anything: the directory at its end says what is in it.
 * @throws UnreadableFile
 */
export function openPackage(bytes: Uint8Array, limits: Pick<ImportLimits, 'unzippedBytes'>): Package {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries = readDirectory(buffer)
  let declared = 0
  for (const entry of entries.values()) declared += entry.size
  if (declared > limits.unzippedBytes) throw new UnreadableFile('unzipped-too-large')
  let left = limits.unzippedBytes
  return {
    names: [...entries.keys()],
    read: (name) => {
      const entry = entries.get(name)
      if (!entry) return undefined
      const part = inflate(buffer, entry, left)
      left -= part.byteLength
      return part
    },
  }
}

function readDirectory(buffer: Buffer): Map<string, Entry> {
  const end = findEnd(buffer)
  const count = buffer.readUInt16LE(end + 10)
  let at = buffer.readUInt32LE(end + 16)
  // 0xffff and 0xffffffff stand for sizes beyond 4 GB, which no document has.
  if (count > mostEntries || at === 0xffffffff) throw new UnreadableFile('unsafe')
  const entries = new Map<string, Entry>()
  let packed = 0
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > buffer.length || buffer.readUInt32LE(at) !== entrySignature)
      throw new UnreadableFile('broken')
    const flags = buffer.readUInt16LE(at + 8)
    if (flags & 1) throw new UnreadableFile('encrypted')
    const entry = {
      method: buffer.readUInt16LE(at + 10),
      sum: buffer.readUInt32LE(at + 16),
      packed: buffer.readUInt32LE(at + 20),
      size: buffer.readUInt32LE(at + 24),
      offset: buffer.readUInt32LE(at + 42),
    }
    const nameLength = buffer.readUInt16LE(at + 28)
    const name = buffer.toString('utf8', at + 46, at + 46 + nameLength)
    // Two parts of one name are read differently by different programs.
    if (entries.has(name)) throw new UnreadableFile('unsafe')
    packed += entry.packed
    // Parts that overlap let a small file hold a large one many times.
    if (packed > buffer.length) throw new UnreadableFile('unsafe')
    entries.set(name, entry)
    at += 46 + nameLength + buffer.readUInt16LE(at + 30) + buffer.readUInt16LE(at + 32)
  }
  return entries
}

function findEnd(buffer: Buffer): number {
  const first = Math.max(0, buffer.length - endLength - longestComment)
  for (let at = buffer.length - endLength; at >= first; at -= 1) {
    if (buffer.readUInt32LE(at) === endSignature) return at
  }
  throw new UnreadableFile('broken')
}

function inflate(buffer: Buffer, entry: Entry, left: number): Buffer {
  const { offset } = entry
  if (offset + 30 > buffer.length || buffer.readUInt32LE(offset) !== localSignature)
    throw new UnreadableFile('broken')
  const start = offset + 30 + buffer.readUInt16LE(offset + 26) + buffer.readUInt16LE(offset + 28)
  const packed = buffer.subarray(start, start + entry.packed)
  if (packed.length < entry.packed) throw new UnreadableFile('broken')
  if (entry.size > left) throw new UnreadableFile('unzipped-too-large')
  const part = entry.method === 0 ? packed : inflateMethod(packed, entry)
  if (part.length !== entry.size || crc32(part) !== entry.sum) throw new UnreadableFile('broken')
  return part
}

function inflateMethod(packed: Buffer, { method, size }: Entry): Buffer {
  if (method !== 8) throw new UnreadableFile('broken')
  try {
    // What the directory says is all that may come out.
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) })
  } catch (error) {
    const tooLarge = error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    throw new UnreadableFile(tooLarge ? 'unzipped-too-large' : 'broken')
  }
}
