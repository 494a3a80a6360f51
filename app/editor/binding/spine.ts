import type { ItemId } from '../shape'
import { blockEnd } from './alignment'
import { segmentsOf, textOfSegments, type Segment, type ShownBlock, type ViewBlock } from './shown-blocks'

/** Letters that are consecutive items of the document; `at` is where they are in the text of a spine. */
export type Piece = ItemId & { at: number; length: number }

/** Letters that are set the same way; `at` is where they are in the text of a spine. */
export type Stretch = Segment & { at: number }

/** Several blocks as one string, each with an end. */
export type Spine = {
  text: string
  /** Where the end of each block is. */
  ends: number[]
  /** By their places; those without letters are left out. */
  stretches: Stretch[]
}

export function spineOf(blocks: readonly (readonly Segment[])[]): Spine {
  const spine: Spine = { text: '', ends: [], stretches: [] }
  const parts: string[] = []
  let at = 0
  for (const segments of blocks) {
    for (const segment of segments) {
      if (segment.text === '') continue
      spine.stretches.push({ ...segment, at })
      at += segment.text.length
    }
    spine.ends.push(at)
    parts.push(textOfSegments(segments), blockEnd)
    at += 1
  }
  spine.text = parts.join('')
  return spine
}

export const spineOfView = (blocks: readonly ViewBlock[]): Spine =>
  spineOf(blocks.map((block) => block.segments))

export const spineOfShown = (blocks: readonly ShownBlock[]): Spine =>
  spineOf(blocks.map((block) => segmentsOf(block.runs)))

/** The items of the letters of blocks that are shown. */
export function piecesOf(blocks: readonly ShownBlock[]): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const block of blocks) {
    for (const { client, clock, text } of block.runs) {
      if (text !== '') pieces.push({ client, clock, at, length: text.length })
      at += text.length
    }
    at += 1
  }
  return pieces
}

/** The parts of pieces or stretches that are between two places of their text. */
export function* partsBetween<Part extends { at: number }>(
  parts: readonly Part[],
  lengthOf: (part: Part) => number,
  from: number,
  to: number,
): Generator<{ part: Part; from: number; to: number }> {
  let low = 0
  let high = parts.length
  while (low < high) {
    const middle = (low + high) >> 1
    const part = parts[middle]
    if (part && part.at + lengthOf(part) <= from) low = middle + 1
    else high = middle
  }
  for (let index = low; index < parts.length; index += 1) {
    const part = parts[index]
    if (!part || part.at >= to) return
    yield { part, from: Math.max(from, part.at), to: Math.min(to, part.at + lengthOf(part)) }
  }
}

const pieceLength = (piece: Piece) => piece.length
const stretchLength = (stretch: Stretch) => stretch.text.length

/** The items of the letters between two places, in order. */
export function* piecesBetween(pieces: readonly Piece[], from: number, to: number): Generator<Piece> {
  for (const { part, from: start, to: end } of partsBetween(pieces, pieceLength, from, to))
    yield { client: part.client, clock: part.clock + start - part.at, at: start, length: end - start }
}

/** The settings of the letters between two places, in order. */
export function* stretchesBetween(
  stretches: readonly Stretch[],
  from: number,
  to: number,
): Generator<Stretch> {
  for (const { part, from: start, to: end } of partsBetween(stretches, stretchLength, from, to))
    yield { ...part, at: start, text: part.text.slice(start - part.at, end - part.at) }
}
