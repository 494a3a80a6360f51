import { letters } from '#domain/lists/labels'
import { romanNumeral } from '#domain/text/letters'
import { child, elements, type XmlElement } from '#server/formats/in/xml'
import type { ListPlace } from './styles'

type Level = {
  start: number
  format: string
  text: string
  restartsAfter: number | undefined
  style?: string | undefined
}
type List = { abstract: string; levels: Map<number, Level>; starts: Map<number, number> }

/** What a list puts before a paragraph: `12.`, `(c)`, a bullet. */
export type ListLabel = {
  text: string
  kind: 'number' | 'letter' | 'bullet' | 'none'
  /** It says where it is by itself, `5.10`, and is not a letter below something else. */
  isWhole?: boolean
}

export type Numbering = {
  has: (list: string) => boolean
  /** The place that a paragraph style has in the list that names it. */
  placeOfStyle: (style: string | undefined) => ListPlace | undefined
  /** The label of the next paragraph at a place; to be asked once for each, in their order. */
  next: (place: ListPlace) => ListLabel
}

const deepest = 8

export function readNumbering(part: XmlElement | undefined): Numbering {
  const abstracts = new Map<string, Map<number, Level>>()
  const lists = new Map<string, List>()
  const styles = new Map<string, ListPlace>()
  const all = part ? elements(part) : []
  for (const one of all) {
    const id = one.attributes['abstractNumId']
    if (one.name === 'w:abstractNum' && id !== undefined) abstracts.set(id, levelsOf(one))
  }
  for (const one of all) {
    const id = one.attributes['numId']
    if (one.name !== 'w:num' || id === undefined) continue
    const abstract = child(one, 'w:abstractNumId')?.attributes['val'] ?? ''
    const levels = new Map(abstracts.get(abstract))
    const starts = new Map<number, number>()
    for (const override of elements(one).filter(({ name }) => name === 'w:lvlOverride')) {
      const level = Number(override.attributes['ilvl'])
      const start = child(override, 'w:startOverride')?.attributes['val']
      if (start !== undefined) starts.set(level, Number(start))
      const own = child(override, 'w:lvl')
      if (own) levels.set(level, levelOf(own))
    }
    for (const [level, { style }] of levels) if (style !== undefined) styles.set(style, { list: id, level })
    lists.set(id, { abstract, levels, starts })
  }
  const counts = new Map<string, (number | undefined)[]>()
  const begun = new Set<string>()
  return {
    has: (list) => lists.has(list),
    placeOfStyle: (style) => (style === undefined ? undefined : styles.get(style)),
    next: ({ list: id, level }) => {
      const list = lists.get(id)
      const at = list?.levels.get(level)
      if (!list || !at) return { text: '', kind: 'none' }
      // Lists of one abstract list count on, unless one says where it begins.
      const count = counts.get(list.abstract) ?? []
      counts.set(list.abstract, count)
      const override = list.starts.get(level)
      const restarts = override !== undefined && !begun.has(`${id}:${String(level)}`)
      begun.add(`${id}:${String(level)}`)
      const last = count[level]
      count[level] = restarts ? override : last === undefined ? (override ?? at.start) : last + 1
      for (let below = level + 1; below <= deepest; below += 1) {
        const restartsAfter = list.levels.get(below)?.restartsAfter
        if (restartsAfter === undefined || (restartsAfter > 0 && level < restartsAfter))
          count[below] = undefined
      }
      const isWhole = level > 0 && kindOf(at.format) === 'number' && /%\d.*%\d/u.test(at.text)
      return { text: labelText(list, at, count), kind: kindOf(at.format), ...(isWhole && { isWhole }) }
    },
  }
}

function levelsOf(abstract: XmlElement): Map<number, Level> {
  const levels = new Map<number, Level>()
  for (const one of elements(abstract)) {
    if (one.name === 'w:lvl') levels.set(Number(one.attributes['ilvl']), levelOf(one))
  }
  return levels
}

function levelOf(level: XmlElement): Level {
  const value = (name: string) => child(level, name)?.attributes['val']
  const restart = value('w:lvlRestart')
  return {
    start: Number(value('w:start') ?? 1),
    format: value('w:numFmt') ?? 'decimal',
    text: value('w:lvlText') ?? '',
    restartsAfter: restart === undefined ? undefined : Number(restart),
    style: value('w:pStyle'),
  }
}

const labelText = (list: List, { format, text }: Level, count: readonly (number | undefined)[]): string =>
  format === 'bullet' || format === 'none'
    ? ''
    : text.replace(/%(\d)/gu, (_, digit: string) => {
        const level = Number(digit) - 1
        const of = list.levels.get(level)
        return of ? sayNumber(count[level] ?? of.start, of.format) : ''
      })

function kindOf(format: string): ListLabel['kind'] {
  if (format === 'bullet') return 'bullet'
  if (format === 'none') return 'none'
  return /letter|roman|alpha|abjad|russian/iu.test(format) ? 'letter' : 'number'
}

const russian = [...'абвгдежзиклмнопрстуфхцчшщэюя']
const chinese = [...'一二三四五六七八九十']

const sayChinese = (value: number): string => {
  if (value > 99) return String(value)
  const [tens, ones] = [Math.floor(value / 10), value % 10]
  const before = tens === 0 ? '' : `${tens === 1 ? '' : (chinese[tens - 1] ?? '')}十`
  return `${before}${ones === 0 ? '' : (chinese[ones - 1] ?? '')}`
}

const abjad = [...'أبجدهوزحطيكلمنسعفصقرشتثخذضظغ']
const alphabet = [...'أبتثجحخدذرزسشصضطظعغفقكلمنهوي']

function sayNumber(value: number, format: string): string {
  if (value < 1 || value > 10_000) return String(value)
  switch (format) {
    case 'lowerLetter':
      return letters(value - 1)
    case 'upperLetter':
      return letters(value - 1).toUpperCase()
    case 'lowerRoman':
      return romanNumeral(value - 1)
    case 'upperRoman':
      return romanNumeral(value - 1).toUpperCase()
    case 'arabicAbjad':
      return abjad[value - 1] ?? String(value)
    case 'arabicAlpha':
      return alphabet[value - 1] ?? String(value)
    case 'russianLower':
      return russian[value - 1] ?? String(value)
    case 'russianUpper':
      return russian[value - 1]?.toUpperCase() ?? String(value)
    case 'chineseCounting':
    case 'chineseCountingThousand':
    case 'japaneseCounting':
      return sayChinese(value)
    case 'decimalZero':
      return String(value).padStart(2, '0')
    default:
      return String(value)
  }
}
