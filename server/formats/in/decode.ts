import iconv from 'iconv-lite'
import { UnreadableFile } from './read-file'

/**
 * The text of a file. A byte order mark decides; else the encoding that was named; else it must be valid UTF-8.
 * Line ends become `\n`.
 * @throws UnreadableFile
 */
export function decodeText(bytes: Uint8Array, encoding?: string): string {
  if (encoding && !iconv.encodingExists(encoding)) throw new UnreadableFile('unknown-encoding')
  const marked = markOf(bytes)
  const text = marked ?? (encoding ? iconv.decode(Buffer.from(bytes), encoding) : utf8(bytes))
  if (text.includes('\u0000')) throw new UnreadableFile('format')
  return text.replace(/^\uFEFF/u, '').replace(/\r\n?/gu, '\n')
}

function markOf(bytes: Uint8Array): string | undefined {
  const [a, b] = bytes
  if (a === 0xff && b === 0xfe) return iconv.decode(Buffer.from(bytes), 'utf-16le')
  if (a === 0xfe && b === 0xff) return iconv.decode(Buffer.from(bytes), 'utf-16be')
  return undefined
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new UnreadableFile('encoding')
  }
}
