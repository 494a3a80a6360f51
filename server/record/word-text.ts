import { strFromU8, unzipSync } from 'fflate'
import { SaxesParser } from 'saxes'
import { letters } from '#domain/lists/labels'
import { romanNumeral } from '#domain/text/letters'

const longestFile = 20_000_000

/**
 * What a reader sees of a Word file, a line a paragraph, with the numbers that lists give; hidden and deleted text is
 * left out. Undefined where it is no Word file, or larger than any that is written here.
 */
export function visibleWordText(file: Uint8Array): string[] | undefined {
  try {
    const parts = unzipSync(file, {
      filter: ({ name, originalSize }) =>
        /^word\/(document|numbering|header\d*)\.xml$/u.test(name) && originalSize <= longestFile,
    })
    const part = (name: string) => strFromU8(parts[name] ?? new Uint8Array())
    const document = part('word/document.xml')
    if (document === '') return undefined
    const headers = Object.keys(parts)
      .filter((name) => name.startsWith('word/header'))
      .toSorted()
      .flatMap((name) => linesOf(part(name), new Map()))
    return [...headers, ...linesOf(document, numberingOf(part('word/numbering.xml')))]
  } catch {
    return undefined
  }
}

type Level = { format: string; text: string; start: number }
/** Lists of one definition go on counting, unless one says where it starts. */
type List = { definition: string; levels: Level[]; startsAnew: boolean }
/** By the number of a list. */
type Numbering = Map<string, List>

function numberingOf(xml: string): Numbering {
  const abstracts = new Map<string, Level[]>()
  const lists: Numbering = new Map()
  if (xml === '') return lists
  let levels: Level[] = []
  let level: Level | undefined
  let list = ''
  let overridden = 0
  parse(xml, {
    open: (name, attribute) => {
      const value = attribute('w:val')
      if (name === 'w:abstractNum') abstracts.set(attribute('w:abstractNumId'), (levels = []))
      else if (name === 'w:lvl')
        levels[Number(attribute('w:ilvl'))] = level = { format: '', text: '', start: 1 }
      else if (name === 'w:num') list = attribute('w:numId')
      else if (name === 'w:abstractNumId')
        lists.set(list, {
          definition: value,
          levels: (abstracts.get(value) ?? []).map((entry) => ({ ...entry })),
          startsAnew: false,
        })
      else if (name === 'w:lvlOverride') overridden = Number(attribute('w:ilvl'))
      else if (name === 'w:startOverride') {
        const known = lists.get(list)
        const its = known?.levels[overridden]
        if (known) known.startsAnew = true
        if (its) its.start = Number(value)
      } else if (level && name === 'w:start') level.start = Number(value)
      else if (level && name === 'w:numFmt') level.format = value
      else if (level && name === 'w:lvlText') level.text = value
    },
  })
  return lists
}

function linesOf(xml: string, numbering: Numbering): string[] {
  const lines: string[] = []
  const counts: Counts = { byDefinition: new Map(), begun: new Set() }
  let [line, list, level] = ['', '', 0]
  let [isText, hidden, deleted] = [false, false, 0]
  parse(xml, {
    open: (name, attribute) => {
      if (name === 'w:p') [line, list, level] = ['', '', 0]
      else if (name === 'w:numId') list = attribute('w:val')
      else if (name === 'w:ilvl') level = Number(attribute('w:val'))
      else if (name === 'w:r') hidden = false
      else if (name === 'w:vanish') hidden = true
      else if (name === 'w:del' || name === 'w:moveFrom') deleted += 1
      else if (name === 'w:t') isText = true
      else if (name === 'w:tab' || name === 'w:br') line += ' '
    },
    text: (text) => {
      if (isText && !hidden && deleted === 0) line += text
    },
    close: (name) => {
      if (name === 'w:t') isText = false
      else if (name === 'w:del' || name === 'w:moveFrom') deleted -= 1
      else if (name === 'w:p') {
        const label = list === '' ? '' : numberIn(numbering.get(list), list, level, counts)
        lines.push(`${label} ${line}`.replace(/\s+/gu, ' ').trim())
      }
    },
  })
  return lines.filter((value) => value !== '')
}

type Counts = { byDefinition: Map<string, number[]>; begun: Set<string> }

function numberIn(list: List | undefined, id: string, level: number, counts: Counts): string {
  if (!list) return ''
  const { definition, levels } = list
  if (list.startsAnew && !counts.begun.has(id)) counts.byDefinition.delete(definition)
  counts.begun.add(id)
  const count = counts.byDefinition.get(definition) ?? []
  counts.byDefinition.set(definition, count)
  count[level] = (count[level] ?? (levels[level]?.start ?? 1) - 1) + 1
  count.length = level + 1
  return (levels[level]?.text ?? '').replace(/%(\d)/gu, (_, digit: string) => {
    const index = Number(digit) - 1
    const number = count[index] ?? levels[index]?.start ?? 1
    if (levels[index]?.format === 'lowerLetter') return letters(number - 1)
    return levels[index]?.format === 'lowerRoman' ? romanNumeral(number - 1) : String(number)
  })
}

type Handlers = {
  open: (name: string, attribute: (name: string) => string) => void
  text?: (text: string) => void
  close?: (name: string) => void
}

function parse(xml: string, { open, text, close }: Handlers): void {
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('doctype', () => {
    throw new Error('A Word file has no document type.')
  })
  parser.on('opentag', ({ name, attributes }) => open(name, (wanted) => attributes[wanted] ?? ''))
  if (text) parser.on('text', text)
  if (close) parser.on('closetag', ({ name }) => close(name))
  parser.write(xml).close()
}
