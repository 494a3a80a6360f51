import { letters } from '#domain/lists/labels'
import { romanNumeral } from '#domain/text/letters'

/** How a line begins that is typed as a sub-item, and how deep it is. */
export type ListMark = { level: 1 | 2; length: number }

const marker =
  /^\s*(?:[(（]\s*([\p{Letter}\u0640]{1,5}|\d{1,3})\s*[)）]|([\p{Ll}]{1,5}|\p{Script=Arabic}\u0640?)[).])\s*(?=\S)/u
const bullet = /^\s*[•·▪▫‣◦●○■□➢✓*–—-]\s+(?=\S)/u

/** Letters of lists in Arabic documents, in the order of their numbers. */
const arabic = [...'أبجدهوزحطيكلمنسعفصقرشتثخذضظغ']

/** The place of a letter in a list: `c` is 2, `bb` 27, as `ab` is in files of word processors. */
function placeOfLetter(mark: string): number | undefined {
  const small = mark.toLowerCase()
  const inArabic = arabic.indexOf(mark.replace(/\u0640/gu, '').replace('ا', 'أ'))
  if (inArabic >= 0) return inArabic
  for (let index = 0; index < 52; index += 1) if (letters(index) === small) return index
  if (/^a[a-z]$/u.test(small)) return 26 + small.charCodeAt(1) - 'a'.charCodeAt(0)
  return undefined
}

const isRoman = (mark: string, index: number) => romanNumeral(index) === mark.toLowerCase()

/**
 * Which lines of one text are its sub-items, by the letters, numerals and bullets that are typed before them: letters
 * must follow one another from (a), numerals of the second level from (i).
 */
export function readListMarks(lines: readonly string[]): (ListMark | undefined)[] {
  let [items, subItems] = [0, 0]
  const marks = lines.map((line, index): ListMark | undefined => {
    const found = marker.exec(line)
    const mark = found?.[1] ?? found?.[2]
    if (found && mark !== undefined) {
      const length = found[0].length
      if (placeOfLetter(mark) === items && !(items > 0 && isRoman(mark, subItems) && subItems > 0)) {
        items += 1
        subItems = 0
        return { level: 1, length }
      }
      if (items > 0 && isRoman(mark, subItems)) {
        subItems += 1
        return { level: 2, length }
      }
      return undefined
    }
    const bulleted = bullet.exec(line)
    if (bulleted && index > 0) {
      if (
        items > 0 &&
        subItems === 0 &&
        !bullet.test(lines[index - 1] ?? '') &&
        marker.test(lines[index - 1] ?? '')
      ) {
        return { level: 2, length: bulleted[0].length }
      }
      return { level: 1, length: bulleted[0].length }
    }
    // Letters start anew after a paragraph.
    items = 0
    subItems = 0
    return undefined
  })
  return withoutLoneBullets(lines, marks)
}

/** One dash at the beginning of one line is punctuation; a list has two, or is announced. */
function withoutLoneBullets(lines: readonly string[], marks: (ListMark | undefined)[]) {
  const bullets = lines.filter((line, index) => marks[index] && bullet.test(line)).length
  if (bullets !== 1) return marks
  return marks.map((mark, index) => {
    const isAnnounced = /[:：]\s*$/u.test(lines[index - 1] ?? '')
    return mark && bullet.test(lines[index] ?? '') && !isAnnounced ? undefined : mark
  })
}

/** Whether a line begins like a sub-item: in one paragraph, a manual line break before it begins a block. */
export const beginsLikeItem = (line: string): boolean => marker.test(line) || bullet.test(line)

/** Whether a line begins with a bullet or a dash. */
export const beginsWithBullet = (line: string): boolean => bullet.test(line)

export const withoutBullet = (line: string): string => line.replace(bullet, '')

/** Whether a text begins with a letter other than those that would be given to it. */
export const hasForeignLetter = (line: string): boolean => {
  const found = /^\s*[(（](\p{Letter}{1,2})[)）]\s/u.exec(line)
  return found?.[1] !== undefined && placeOfLetter(found[1]) !== undefined
}
