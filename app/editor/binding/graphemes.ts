const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** How many units Backspace deletes: a whole character, but of one with marks only its last mark. */
export function lengthBefore(text: string): number {
  const last = [...segmenter.segment(text.slice(-64))].at(-1)?.segment ?? ''
  const points = [...last]
  const isMarked = points.length > 1 && points.slice(1).every((point) => /^\p{M}$/u.test(point))
  return isMarked && !/[\ufe0f\u20e3]/u.test(last) ? (points.at(-1)?.length ?? 1) : last.length
}

/** How many units Delete deletes: a whole character. */
export const lengthBehind = (text: string): number =>
  [...segmenter.segment(text.slice(0, 64))][0]?.segment.length ?? 0
