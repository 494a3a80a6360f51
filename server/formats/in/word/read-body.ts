import { child, elements, wordsIn, type XmlElement } from '#server/formats/in/xml'
import type { WordBlock, WordCell, WordParagraph, WordPiece, WordRow, WordTable } from './blocks'
import { createChangeReader, type Changes, type Tracked } from './changes'
import { chosenOf, holders, raised, symbols, textBoxes } from './containers'
import type { Numbering } from './numbering'
import {
  formatNumber,
  listPlace,
  toggle,
  withFormat,
  type ListPlace,
  type RunFormat,
  type Styles,
} from './styles'

export type BodyContext = { styles: Styles; numbering: Numbering; changes: Changes }

/** What is found beside the words of a file, each with how often. */
export type Found = { comments: number; images: number; embedded: number; hidden: number }

/** Reads the body of a document, a cell or a note into paragraphs and tables. */
export function readBody(body: XmlElement, context: BodyContext) {
  const { styles, numbering, changes } = context
  const found: Found = { comments: 0, images: 0, embedded: 0, hidden: 0 }
  let position = 0
  /** Fields that are open, and whether their words are code or what is shown; they may span paragraphs. */
  const fields: ('code' | 'result')[] = []
  const { markMove, numberOf } = createChangeReader(changes)

  return { blocks: blocksIn(body, {}), found }

  function blocksIn(parent: XmlElement, tracked: Tracked): WordBlock[] {
    return elements(parent).flatMap((element): WordBlock[] => {
      switch (element.name) {
        case 'w:p':
          return paragraph(element, tracked)
        case 'w:tbl':
          return [table(element, tracked)]
        case 'w:ins':
        case 'w:moveTo':
          return blocksIn(element, { ...tracked, inserted: changes.number('insertion', element, false) })
        case 'w:del':
        case 'w:moveFrom':
          return blocksIn(element, { ...tracked, deleted: changes.number('deletion', element, false) })
        case 'w:altChunk':
          found.embedded += 1
          return []
        case 'mc:AlternateContent':
          return blocksIn(chosenOf(element), tracked)
        default:
          markMove(element)
          return holders.has(element.name) ? blocksIn(element, tracked) : []
      }
    })
  }

  function paragraph(element: XmlElement, tracked: Tracked): WordBlock[] {
    position += 1
    const properties = child(element, 'w:pPr')
    const before = child(child(properties, 'w:pPrChange'), 'w:pPr')
    // What a tracked change of the layout replaced counts where changes are rejected.
    const layout = changes.decision === 'reject' && child(properties, 'w:pPrChange') ? before : properties
    const styleId = child(layout, 'w:pStyle')?.attributes['val']
    const style = styles.paragraph(styleId)
    const outline = child(layout, 'w:outlineLvl')?.attributes['val']
    const own: WordParagraph = {
      type: 'paragraph',
      position,
      pieces: [],
      mark: { ...tracked, ...markOf(properties) },
      style: styleId,
      heading: outline !== undefined && Number(outline) < 9 ? Number(outline) + 1 : style.heading,
      isContents: style.isContents === true,
      place: placeOf(layout, styleId, style.place),
      marks: new Set(),
    }
    const beside: WordBlock[] = []
    inline(element, own, beside, tracked, style.hidden === true)
    return [own, ...beside]
  }

  function markOf(properties: XmlElement | undefined): Tracked {
    const mark = child(properties, 'w:rPr')
    const one = (...names: string[]) =>
      names.map((name) => child(mark, name)).find((found) => found !== undefined)
    const [into, out] = [one('w:ins', 'w:moveTo'), one('w:del', 'w:moveFrom')]
    return { ...(into && numberOf(into, false)), ...(out && numberOf(out, false)) }
  }

  function placeOf(
    layout: XmlElement | undefined,
    styleId: string | undefined,
    ofStyle: Partial<ListPlace> | undefined,
  ): ListPlace | undefined {
    const own = listPlace(layout)
    const named = numbering.placeOfStyle(styleId)
    const list = own?.list ?? ofStyle?.list ?? named?.list
    const level = own?.level ?? ofStyle?.level ?? named?.level ?? 0
    return list === undefined || list === '0' || !numbering.has(list) ? undefined : { list, level }
  }

  /** Reads the runs of a paragraph; text boxes go beside it. */
  function inline(
    parent: XmlElement,
    into: WordParagraph,
    beside: WordBlock[],
    tracked: Tracked,
    hidden: boolean,
  ): void {
    let last: XmlElement | undefined
    for (const element of elements(parent)) {
      switch (element.name) {
        case 'w:r':
        case 'm:r':
          run(element, into, beside, tracked, hidden)
          break
        case 'w:ins':
        case 'w:del':
        case 'w:moveFrom':
        case 'w:moveTo':
          inline(
            element,
            into,
            beside,
            { ...tracked, ...numberOf(element, last?.name === element.name) },
            hidden,
          )
          break
        case 'mc:AlternateContent':
          inline(chosenOf(element), into, beside, tracked, hidden)
          break
        case 'w:commentRangeStart':
        case 'w:commentRangeEnd':
        case 'w:bookmarkStart':
        case 'w:bookmarkEnd':
        case 'w:proofErr':
          continue
        default:
          markMove(element)
          if (element.name.startsWith('m:')) {
            if (element.name !== 'm:ctrlPr') into.marks.add('formula')
            inline(element, into, beside, tracked, hidden)
          } else if (holders.has(element.name)) inline(element, into, beside, tracked, hidden)
      }
      last = element
    }
  }

  function run(
    element: XmlElement,
    into: WordParagraph,
    beside: WordBlock[],
    tracked: Tracked,
    hidden: boolean,
  ): void {
    const properties = child(element, 'w:rPr')
    const changed = child(properties, 'w:rPrChange')
    const layout = changes.decision === 'reject' && changed ? child(changed, 'w:rPr') : properties
    const styled = styles.run(child(layout, 'w:rStyle')?.attributes['val'])
    const format: RunFormat = withFormat({ ...styled, hidden: styled.hidden ?? hidden }, layout)
    let current = tracked
    const write = (text: string, more: Partial<WordPiece> = {}) => {
      if (fields.includes('code')) return
      if (format.hidden) {
        if (text.trim() !== '') {
          found.hidden += 1
          into.marks.add('hidden-text')
        }
        return
      }
      if (format.struck && text.trim() !== '') into.marks.add('struck-through')
      into.pieces.push({ ...current, text, format: formatNumber(format), ...more })
    }
    contentOf(element)

    function contentOf(parent: XmlElement): void {
      for (const one of elements(parent)) {
        switch (one.name) {
          case 'w:t':
          case 'w:delText':
          case 'm:t':
            write(raised(wordsIn(one), child(layout, 'w:vertAlign')?.attributes['val']))
            break
          case 'w:ruby':
            for (const base of elements(child(one, 'w:rubyBase') ?? { ...one, children: [] })) contentOf(base)
            break
          case 'w:tab':
          case 'w:ptab':
            write(' ')
            break
          case 'w:br':
          case 'w:cr':
            write('\n')
            break
          case 'w:noBreakHyphen':
            write('\u2011')
            break
          case 'w:sym':
            symbol(one)
            break
          case 'w:fldChar':
            field(one.attributes['fldCharType'])
            break
          case 'w:footnoteReference':
          case 'w:endnoteReference':
            write('', {
              note: `${one.name === 'w:footnoteReference' ? 'f' : 'e'}${one.attributes['id'] ?? ''}`,
            })
            break
          case 'w:commentReference':
            found.comments += 1
            into.marks.add('comments')
            break
          case 'w:object':
            found.embedded += 1
            break
          case 'w:drawing':
          case 'w:pict':
            picture(one)
            break
          case 'mc:AlternateContent':
            contentOf(chosenOf(one))
            break
          case 'w:ins':
          case 'w:del':
            // In formulas the change is inside the run.
            current = { ...tracked, ...numberOf(one, false) }
            contentOf(one)
            current = tracked
            break
          default:
        }
      }
    }

    function picture(one: XmlElement): void {
      const boxes = textBoxes(one)
      for (const box of boxes) beside.push(...blocksIn(box, tracked))
      if (boxes.length > 0) return
      found.images += 1
      into.marks.add('images')
    }

    function symbol({ attributes }: XmlElement): void {
      const known = symbols[(attributes['char'] ?? '').toUpperCase()]
      if (known === undefined) into.marks.add('symbol')
      else write(known)
    }
  }

  function field(type: string | undefined): void {
    if (type === 'begin') fields.push('code')
    else if (type === 'separate' && fields.length > 0) fields[fields.length - 1] = 'result'
    else if (type === 'end') fields.pop()
  }

  function table(element: XmlElement, tracked: Tracked): WordTable {
    const rows = (parent: XmlElement, of: Tracked): WordRow[] =>
      elements(parent).flatMap((xmlElement): WordRow[] => {
        if (xmlElement.name === 'w:tr') return [row(xmlElement, of)]
        if (xmlElement.name === 'w:ins' || xmlElement.name === 'w:del')
          return rows(xmlElement, { ...of, ...numberOf(xmlElement, false) })
        return holders.has(xmlElement.name) ? rows(xmlElement, of) : []
      })
    return { type: 'table', rows: rows(element, tracked) }
  }

  function row(element: XmlElement, tracked: Tracked): WordRow {
    const properties = child(element, 'w:trPr')
    const [into, out] = [child(properties, 'w:ins'), child(properties, 'w:del')]
    const own = { ...tracked, ...(into && numberOf(into, false)), ...(out && numberOf(out, false)) }
    const start = position + 1
    const cells = (parent: XmlElement): WordCell[] =>
      elements(parent).flatMap((xmlElement): WordCell[] =>
        xmlElement.name === 'w:tc'
          ? [cell(xmlElement, own)]
          : holders.has(xmlElement.name)
            ? cells(xmlElement)
            : [],
      )
    return {
      cells: cells(element),
      tracked: own,
      position: start,
      isHeader: toggle(child(properties, 'w:tblHeader')) === true,
    }
  }

  function cell(element: XmlElement, tracked: Tracked): WordCell {
    const properties = child(element, 'w:tcPr')
    const [into, out] = [child(properties, 'w:cellIns'), child(properties, 'w:cellDel')]
    const merge = child(properties, 'w:vMerge')
    const own = {
      ...tracked,
      ...(into && { inserted: changes.number('insertion', into, false) }),
      ...(out && { deleted: changes.number('deletion', out, false) }),
    }
    return {
      blocks: blocksIn(element, tracked),
      span: Math.min(64, Math.max(1, Number(child(properties, 'w:gridSpan')?.attributes['val'] ?? 1) || 1)),
      continues: merge !== undefined && merge.attributes['val'] !== 'restart',
      tracked: own,
    }
  }
}
