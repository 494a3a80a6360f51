import { isSamePath, segmentsOf, type ShownBlock } from './shown-blocks'

/**
 * The bracket contexts between two letters, from left to right: closing and opening signs are shown there, and the
 * caret can be before, between and behind them.
 */
export function stopsAt(block: ShownBlock, index: number): (readonly string[])[] {
  let from = 0
  let stops: (readonly string[])[] = []
  const segments = segmentsOf(block.runs)
  for (const [at, segment] of segments.entries()) {
    const to = from + segment.text.length
    if (segment.text !== '' && from < index && index < to) return [segment.brackets]
    if (to === index && segment.text !== '') stops = [segment.brackets]
    else if (from === index) {
      if (at === 0 || stops.length === 0) stops = [[]]
      stops = addStops(stops, segment.brackets)
      if (segment.text !== '') return stops
    }
    from = to
  }
  return addStops(stops.length > 0 ? stops : [[]], [])
}

function addStops(stops: (readonly string[])[], target: readonly string[]): (readonly string[])[] {
  const added = [...stops]
  let path = added.at(-1) ?? []
  let shared = 0
  while (shared < path.length && shared < target.length && path[shared] === target[shared]) shared += 1
  while (path.length > shared) added.push((path = path.slice(0, -1)))
  for (const id of target.slice(shared)) added.push((path = [...path, id]))
  return added
}

/** The next context in a direction; undefined where the caret is at the last one. */
export function nextStop(
  block: ShownBlock,
  index: number,
  brackets: readonly string[],
  direction: 'forward' | 'backward',
): readonly string[] | undefined {
  const stops = stopsAt(block, index)
  const at =
    direction === 'forward' ? lastAt(stops, brackets) : stops.findIndex((stop) => isSamePath(stop, brackets))
  if (at < 0) return undefined
  return stops[at + (direction === 'forward' ? 1 : -1)]
}

const lastAt = (stops: readonly (readonly string[])[], brackets: readonly string[]) =>
  stops.findLastIndex((stop) => isSamePath(stop, brackets))
