import { emptyRow, type ParsedRow } from '#domain/imports/parsed-row'
import { readLines, type Line } from '#domain/imports/read-lines'
import { decidedContent } from '#domain/imports/tracked-text'
import { beginsLikeItem } from '#domain/imports/typed-lists'
import { cleanLine } from '#domain/text/characters'
import { readTypedNumber } from '#server/formats/in/typed-number'
import type { OpenWord } from './open-word'
import { textOf, type LeveledParagraph } from './lines'
import type { ListLabel } from './numbering'
import { presentText, type ResolvedParagraph } from './resolve'

type Group = {
  paragraphs: LeveledParagraph[]
  /** What its paragraphs say now, the last one first asked. */
  lastWords: string
  label?: string | undefined
  topic?: string | undefined
  /** The depth in its list at which the item begins; absent for plain paragraphs. */
  level?: number | undefined
  /** The list of its sub-items, where its own words announced one. */
  subList?: string | undefined
  outside?: ParsedRow['outside']
  isTooDeep: boolean
  /** Lines below the item that say something about it. */
  notes: string[]
}

type Place = { topic: string | undefined; isAroundTable: boolean }

/**
 * Items out of paragraphs. Deeper levels of a list are sub-items; so is a lettered or bulleted list that is announced by
 * a colon, unless what announces it says that recommendations follow.
 */
export function rowsOfParagraphs(
  paragraphs: readonly ResolvedParagraph[],
  word: OpenWord,
  place: Place,
): { rows: ParsedRow[]; topic: string | undefined } {
  const groups: Group[] = []
  const { decision } = word.changes
  let { topic } = place
  let introducedBy: string | undefined
  const isOurs = isOurList(paragraphs)
  for (const paragraph of paragraphs) {
    const words = presentText(paragraph.pieces, decision)
    const begin = (more: Partial<Group>) =>
      groups.push({
        paragraphs: [{ paragraph }],
        lastWords: words,
        topic,
        isTooDeep: false,
        notes: [],
        ...more,
      })
    if (paragraph.isRemoved) {
      begin({ outside: 'removed-by-change' })
      continue
    }
    if (words.trim() === '') continue
    const label = paragraph.place && word.numbering.next(paragraph.place)
    if (paragraph.heading !== undefined || paragraph.isContents) {
      if (!paragraph.isContents) topic = cleanLine(words).replace(/\s+/gu, ' ').trim()
      begin({ outside: 'heading', topic })
      introducedBy = undefined
      continue
    }
    const last = groups.findLast(({ outside }) => outside !== 'removed-by-change')
    const part = isOurs ? ourParts[paragraph.style ?? ''] : undefined
    if (part === 'front') {
      begin({ outside: 'heading' })
      continue
    }
    if (part && last && last.outside === undefined) {
      if (part === 'note') last.notes.push(cleanLine(words).trim())
      else last.paragraphs.push(part === 'paragraph' ? { paragraph } : { paragraph, level: part })
      continue
    }
    const depth = last && depthBelow(last, paragraph, label, words)
    if (last && depth !== undefined) {
      last.paragraphs.push(depth === 'typed' ? { paragraph } : { paragraph, level: depth > 1 ? 2 : 1 })
      last.isTooDeep ||= depth !== 'typed' && depth > 2
      if (depth !== 'typed' && last.level === undefined) last.subList = paragraph.place?.list
      last.lastWords = words
      continue
    }
    // What has numbered items below it, and is no sentence, is their heading.
    const above = groups.at(-1)
    if (label?.isWhole && above && isTitleOf(above, paragraph)) {
      topic = cleanLine(above.lastWords).replace(/\s+/gu, ' ').trim()
      above.outside = 'heading'
      above.topic = topic
    }
    const isLettered = label ? isLetter(label) : beginsLikeItem(words)
    if (!isLettered) introducedBy = undefined
    else if (last && isIntroduction(last)) {
      introducedBy = last.label ?? ''
      last.outside = 'introduction'
    }
    const outside = place.isAroundTable ? ('around-table' as const) : undefined
    begin({ level: paragraph.place?.level, label: label && labelOf(label, introducedBy), outside })
  }
  return { rows: groups.map((group) => rowOf(group, word)), topic }
}

/** What paragraphs are in the lists that we write, by their styles: such a list comes back as it was. */
const ourParts: Readonly<Record<string, 'front' | 'note' | 'paragraph' | 1 | 2>> = {
  Frontmatter: 'front',
  Note: 'note',
  Itemcontinued: 'paragraph',
  Subitem: 1,
  Subitem2: 2,
}

const isOurList = (paragraphs: readonly ResolvedParagraph[]): boolean =>
  ['Frontmatter', 'Item'].every((style) => paragraphs.some((paragraph) => paragraph.style === style))

const isTitleOf = (group: Group, { place }: ResolvedParagraph): boolean =>
  group.outside === undefined &&
  group.level !== undefined &&
  place !== undefined &&
  group.level < place.level &&
  group.paragraphs.length === 1 &&
  !/[.:;!?。：；؛؟]["”»’)\]]*\s*$/u.test(group.lastWords)

const isLetter = ({ kind }: ListLabel) => kind === 'letter' || kind === 'bullet'

/** How deep a paragraph is below the item before it; `typed` where its own words say so; undefined for a new item. */
function depthBelow(
  last: Group,
  { place }: ResolvedParagraph,
  label: ListLabel | undefined,
  words: string,
): number | 'typed' | undefined {
  if (last.outside === 'heading' || last.outside === 'introduction') return undefined
  const announces = /[:：]\s*$/u.test(last.lastWords)
  if (!place) {
    const isOpen = announces || (last.paragraphs.length > 1 && last.paragraphs.at(-1)?.level === undefined)
    return isOpen && beginsLikeItem(words) && !isIntroduction(last) ? 'typed' : undefined
  }
  // `5.1` below `5.` is an item of its own.
  if (label?.isWhole) return undefined
  if (last.level !== undefined && place.level > last.level) return place.level - last.level
  if (!label || !isLetter(label) || last.level !== undefined) return undefined
  if (last.subList === place.list) return place.level + 1
  return last.paragraphs.length === 1 && announces && !isIntroduction(last) ? place.level + 1 : undefined
}

const following =
  /following|below|suivant|ci-après|siguiente|a continuación|следующ|ниже|التالي|الآتي|أدناه|以下|下列/iu
const whatFollows = /recommend|conclusion|recommand|recomend|рекоменд|вывод|توصي|استنتاج|建议|结论/iu

/** *The following recommendations were made:* announces items, not sub-items. */
const isIntroduction = ({ paragraphs, lastWords }: Group) =>
  paragraphs.length === 1 &&
  /[:：]\s*$/u.test(lastWords) &&
  following.test(lastWords) &&
  whatFollows.test(lastWords)

/** `12 (c)`, as lists label their items: the number of the paragraph that introduces them, and the letter. */
function labelOf({ text, kind }: ListLabel, introducedBy: string | undefined): string | undefined {
  const own = cleanLine(text)
    .replace(/[\u200e\u200f]/gu, '')
    .trim()
    .replace(/[.:]$/u, '')
  if (own === '') return undefined
  return kind === 'letter' && introducedBy ? `${introducedBy} (${own.replace(/[()]/gu, '')})` : own
}

const typedLetter = /^\s*[(（](\p{Ll}{1,2})[)）]\s+(?=\S)/u

/** `12. States …` or `(c) States …`: what was typed before an item is its label. */
function typedLabel(text: string): { label: string; length: number } | undefined {
  const number = readTypedNumber(text)
  if (number) return { label: number.label, length: text.length - number.rest.length }
  const letter = typedLetter.exec(text)
  return letter?.[1] === undefined ? undefined : { label: letter[1], length: letter[0].length }
}

function rowOf(group: Group, word: OpenWord): ParsedRow {
  const { decision } = word.changes
  const text = textOf(group.paragraphs, word)
  const [head] = text.lines
  const typed = group.label === undefined && head ? typedLabel(lineText(head)) : undefined
  const lines =
    typed && head
      ? [{ ...head, pieces: withoutStart(head.pieces, typed.length) }, ...text.lines.slice(1)]
      : text.lines
  const read = readLines(lines, text.changes)
  const label = group.label ?? typed?.label
  // What was taken out is shown as it would be if it came back.
  const shown = group.outside !== 'removed-by-change' ? decision : decision === 'accept' ? 'reject' : 'accept'
  const tracked = { blocks: read.blocks, changes: text.changes, decisions: text.changes.map(() => shown) }
  return {
    ...emptyRow(group.paragraphs[0]?.paragraph.position ?? 0),
    content: decidedContent(tracked),
    ...(label !== undefined && { label: cleanLine(label) }),
    ...(group.topic !== undefined && { topic: group.topic }),
    ...(group.outside && { outside: group.outside }),
    notes: [...text.notes, ...group.notes],
    doubts: [
      ...new Set([...read.doubts, ...text.doubts, ...(group.isTooDeep ? (['too-deep'] as const) : [])]),
    ],
    remarks: [...new Set([...read.remarks, ...text.remarks])],
    ...(text.changes.length > 0 && { tracked }),
  }
}

const lineText = ({ pieces }: Line) => pieces.map(({ text }) => text).join('')

export function withoutStart(pieces: Line['pieces'], length: number): Line['pieces'] {
  let left = length
  return pieces.map((piece) => {
    const cut = Math.min(left, piece.text.length)
    left -= cut
    return { ...piece, text: piece.text.slice(cut) }
  })
}
