import type { Reading } from './reading'

/** Stands between words that were written in different places of the same block. */
const gap = ' … '

/**
 * The words of a text that only this browser has, a line for each block.
 * @param isUnkept whether the server lacks what was written under a client id at a clock.
 */
export function unsentWords(
  { blocks }: Reading,
  isUnkept: (client: number, clock: number) => boolean,
): string {
  return blocks
    .map((block) => {
      const parts: string[] = []
      let isNext = false
      for (const run of block.runs) {
        for (let index = 0; index < run.text.length; index += 1) {
          const letter = run.text.charAt(index)
          const isOwn = isUnkept(run.client, run.clock + index)
          if (isOwn && isNext) parts.push(`${parts.pop() ?? ''}${letter}`)
          else if (isOwn) parts.push(letter)
          isNext = isOwn
        }
      }
      return parts
        .map((part) => part.trim())
        .filter((part) => part !== '')
        .join(gap)
    })
    .filter((line) => line !== '')
    .join('\n')
}
