import { formats } from '#domain/text/content'
import { child, elements, type XmlElement } from '#server/formats/in/xml'

/** Emphasis, and whether it is shown at all: what is undefined is inherited. */
export type RunFormat = {
  bold?: boolean | undefined
  italic?: boolean | undefined
  underline?: boolean | undefined
  struck?: boolean | undefined
  hidden?: boolean | undefined
}

export type ListPlace = { list: string; level: number }

export type ParagraphStyle = {
  /** 0 for a title, 1 to 9 for headings. */
  heading?: number | undefined
  isContents?: boolean
  place?: Partial<ListPlace> | undefined
  hidden?: boolean | undefined
}

export type Styles = {
  paragraph: (id: string | undefined) => ParagraphStyle
  /** The emphasis of a character style; that of a paragraph's style is the look of all its words and means nothing. */
  run: (id: string | undefined) => RunFormat
}

const deepestChain = 20

export function readStyles(part: XmlElement | undefined): Styles {
  const byId = new Map<string, XmlElement>()
  for (const style of part ? elements(part) : []) {
    const id = style.attributes['styleId']
    if (style.name === 'w:style' && id !== undefined) byId.set(id, style)
  }
  const chain = (id: string | undefined): XmlElement[] => {
    const found: XmlElement[] = []
    for (let at = id; at !== undefined && found.length < deepestChain;) {
      const style = byId.get(at)
      if (!style) break
      found.push(style)
      at = child(style, 'w:basedOn')?.attributes['val']
    }
    return found
  }
  const paragraphs = new Map<string | undefined, ParagraphStyle>()
  const runs = new Map<string | undefined, RunFormat>()
  return {
    paragraph: (id) => {
      const known = paragraphs.get(id)
      if (known) return known
      const made = paragraphStyle(chain(id))
      paragraphs.set(id, made)
      return made
    },
    run: (id) => {
      const known = runs.get(id)
      if (known) return known
      // The nearest style that says something decides.
      const styles = chain(id)
      const made = styles.reduceRight<RunFormat>(
        (format, style) => withFormat(format, child(style, 'w:rPr')),
        {},
      )
      // A link looks underlined; no one meant it as emphasis.
      if (styles.some((style) => /hyperlink/iu.test(child(style, 'w:name')?.attributes['val'] ?? ''))) {
        made.underline = undefined
      }
      runs.set(id, made)
      return made
    },
  }
}

function paragraphStyle(chain: readonly XmlElement[]): ParagraphStyle {
  const style: ParagraphStyle = {}
  for (const one of chain) {
    const name = (child(one, 'w:name')?.attributes['val'] ?? '').toLowerCase()
    const properties = child(one, 'w:pPr')
    const outline = child(properties, 'w:outlineLvl')?.attributes['val']
    const byName = /^(?:heading|überschrift|titre|título|titulo|заголовок|标题|عنوان) ?(\d)$/u.exec(name)?.[1]
    if (/^toc \d|^table of figures/u.test(name)) style.isContents = true
    style.heading ??=
      byName !== undefined
        ? Number(byName)
        : name === 'title'
          ? 0
          : outline !== undefined && Number(outline) < 9
            ? Number(outline) + 1
            : undefined
    const place = listPlace(properties)
    if (place) style.place = { ...place, ...style.place }
    style.hidden ??= toggle(child(child(one, 'w:rPr'), 'w:vanish'))
  }
  return style
}

/** Where a paragraph is in which list, as far as its properties say. */
export function listPlace(properties: XmlElement | undefined): Partial<ListPlace> | undefined {
  const numbered = child(properties, 'w:numPr')
  if (!numbered) return undefined
  const list = child(numbered, 'w:numId')?.attributes['val']
  const level = child(numbered, 'w:ilvl')?.attributes['val']
  return { ...(list !== undefined && { list }), ...(level !== undefined && { level: Number(level) }) }
}

/** A property that is on by being there, unless it says otherwise. */
export const toggle = (element: XmlElement | undefined): boolean | undefined =>
  element ? !/^(0|false|off|none)$/u.test(element.attributes['val'] ?? 'true') : undefined

/** A format with what the properties of a run, or of a style, say about it. */
export function withFormat(format: RunFormat, properties: XmlElement | undefined): RunFormat {
  if (!properties) return format
  const has = (name: string) => toggle(child(properties, name))
  return {
    bold: has('w:b') ?? has('w:bCs') ?? format.bold,
    italic: has('w:i') ?? has('w:iCs') ?? format.italic,
    underline: has('w:u') ?? format.underline,
    struck: has('w:strike') ?? has('w:dstrike') ?? format.struck,
    hidden: has('w:vanish') ?? format.hidden,
  }
}

export const formatNumber = ({ bold, italic, underline }: RunFormat): number =>
  (bold ? formats.bold : 0) | (italic ? formats.italic : 0) | (underline ? formats.underline : 0)
