import iconv from 'iconv-lite'
import { encodings } from '#domain/imports/encodings'
import { languageScore } from './detect-language'
import { UnreadableFile } from './unreadable-file'

export type DecodedText = { text: string; encoding: string; wasGuessed: boolean }

/** So much of a file tells its encoding. */
const sampleBytes = 200_000

/**
 * The text of a file. A byte order mark decides; else the encoding that was named; else it is UTF-8, or the encoding in
 * which it reads like a language. Line ends become `\n`.
 * @throws UnreadableFile
 */
export function decodeText(bytes: Uint8Array, named?: string): DecodedText {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (named && !iconv.encodingExists(named)) throw new UnreadableFile('unknown-encoding')
  const { text, ...facts } = decode(buffer, named)
  // A stray one is a control character like others; many are a picture, a program, or another encoding than was named.
  const nulls = text.split('\u0000').length - 1
  if (nulls > 5 && nulls > text.length / 1_000) throw new UnreadableFile('format')
  const plain = nulls > 0 ? text.replaceAll('\u0000', '\u0001') : text
  return { text: plain.replace(/^\uFEFF/u, '').replace(/\r\n?/gu, '\n'), ...facts }
}

function decode(buffer: Buffer, named: string | undefined): DecodedText {
  const marked = markOf(buffer)
  if (marked) return { text: iconv.decode(buffer, marked), encoding: marked, wasGuessed: false }
  if (named) return { text: iconv.decode(buffer, named), encoding: named, wasGuessed: false }
  const wide = wideOf(buffer)
  if (wide) return { text: iconv.decode(buffer, wide), encoding: wide, wasGuessed: true }
  const unicode = utf8(buffer)
  if (unicode === undefined && buffer.subarray(0, 4_000).includes(0)) throw new UnreadableFile('format')
  if (unicode !== undefined) return { text: unicode, encoding: 'utf-8', wasGuessed: false }
  const guessed = guess(buffer)
  return { text: iconv.decode(buffer, guessed), encoding: guessed, wasGuessed: true }
}

function markOf([a, b, c]: Uint8Array): string | undefined {
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  return undefined
}

/** UTF-16 without a mark: in most scripts one half of the characters of spaces and line ends is zero. */
function wideOf(buffer: Buffer): string | undefined {
  const sample = buffer.subarray(0, 2_000)
  if (buffer.length % 2 !== 0 || !sample.includes(0)) return undefined
  const zeros = [0, 0]
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  })
  const [even = 0, odd = 0] = zeros
  if (odd > 20 * even && odd > sample.length / 12 && odd > 3) return 'utf-16le'
  if (even > 20 * odd && even > sample.length / 12 && even > 3) return 'utf-16be'
  // In scripts without spaces only line ends and the signs between cells have a zero.
  return (['utf-16le', 'utf-16be'] as const).find((encoding) => {
    const text = iconv.decode(sample.subarray(0, 400), encoding)
    // eslint-disable-next-line no-control-regex -- controls are what no text has
    const isWhole = !/[\u0000-\u0008\ufffd\ue000-\uf8ff\ufff0-\uffff]|\p{Cn}/u.test(text)
    return isWhole && /[\n\r]/u.test(text) && languageScore(text) > 0
  })
}

function utf8(buffer: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(buffer)
  } catch {
    return undefined
  }
}

/**
 * What no text has: controls, characters that could not be read, letters that change case or script inside a word, and
 * signs inside one.
 */
const unlikely =
  /[\u0080-\u009f\ufffd]|[a-z][\p{Script=Arabic}\p{Script=Cyrillic}\p{Script=Han}]|[\p{Script=Arabic}\p{Script=Cyrillic}\p{Script=Han}][a-z]|\p{Ll}\p{Lu}\p{Ll}|(?<=\p{L})[¡-¿×÷‚„†‡•‰‹›€™√∫∂∆◊≠≤≥Ω∞]+(?=\p{L})/gu

function guess(buffer: Buffer): string {
  const sample = linesThatTell(buffer)
  const scored = encodings
    .filter((encoding) => !encoding.startsWith('utf-'))
    .map((encoding) => {
      const text = iconv.decode(sample, encoding)
      const faults = text.match(unlikely)?.length ?? 0
      return { encoding, faults: faults / Math.max(1, sample.length / 1_000), score: languageScore(text) }
    })
    .sort((a, b) => worth(b) - worth(a))
  const [best] = scored
  if (!best || worth(best) <= 0) throw new UnreadableFile('encoding')
  return best.encoding
}

const worth = ({ score, faults }: { score: number; faults: number }) => score - faults * 0.05

/** The lines that are not plain ASCII: the others read alike in every encoding. */
function linesThatTell(buffer: Buffer): Buffer {
  const lines: Buffer[] = []
  let length = 0
  let start = 0
  for (let at = 0; at <= buffer.length && length < sampleBytes; at += 1) {
    if (at < buffer.length && buffer[at] !== 0x0a && buffer[at] !== 0x0d) continue
    const line = buffer.subarray(start, Math.min(at, start + 4_000))
    if (line.some((byte) => byte > 0x7f)) {
      lines.push(line, Buffer.from('\n'))
      length += line.length
    }
    start = at + 1
  }
  return Buffer.concat(lines)
}
