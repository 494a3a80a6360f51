import type { DelegationId } from '#domain/ids'

/** A stretch of text with one formatting. Adjacent runs with the same formatting are one run. */
export type TextRun = { type: 'text'; text: string; bold?: true; italic?: true; underline?: true }

/** Who asked for a bracket, why and since when; what is not known stays absent, so that hashes do not change. */
export type BracketFacts = {
  /** Empty where the officers put it. */
  requestedBy: DelegationId | ''
  reason: string
  /** The instant from which the words stand in brackets, as ISO 8601 writes it. */
  since?: string
  /** Its number where it holds one of several wordings to choose from: 1, 2, 3 … */
  alternative?: number
}

/** Text that is not agreed. Brackets may nest. */
export type Bracket = BracketFacts & {
  type: 'bracket'
  /** Pieces with one id are one bracket: a block's end, or a bracket that crosses it, cuts it in pieces. */
  id?: string
  children: Inline[]
}

export type Inline = TextRun | Bracket

/** A paragraph, or a sub-item of the paragraph before it: `(a)`, `(b)` … at level 1, which is meant where none is given. */
export type Block = { type: 'paragraph' | 'sub-item'; level?: 1 | 2; children: Inline[] }

/** The text of one document as people negotiate it; texts are NFC. */
export type DocumentContent = { blocks: Block[] }

export const paragraphsOf = (text: string): DocumentContent => ({
  blocks: text
    .normalize('NFC')
    .split(/\r?\n+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => ({ type: 'paragraph', children: [{ type: 'text', text: line }] })),
})

/** What is known of a bracket, and nothing else. */
export const factsOf = ({ requestedBy, reason, since, alternative }: BracketFacts): BracketFacts => ({
  requestedBy,
  reason,
  ...(since !== undefined && { since }),
  ...(alternative !== undefined && { alternative }),
})

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/u

/** The facts of a bracket out of what a document holds of it, which may be anything; what makes no sense is absent. */
export function factsFrom(held: { [Fact in keyof BracketFacts]-?: unknown }): BracketFacts {
  const words = (value: unknown) => (typeof value === 'string' ? value.normalize('NFC') : '')
  const since = words(held.since)
  const { alternative } = held
  return {
    requestedBy: words(held.requestedBy) as DelegationId | '',
    reason: words(held.reason),
    ...(instant.test(since) && !Number.isNaN(Date.parse(since)) && { since }),
    ...(typeof alternative === 'number' &&
      Number.isSafeInteger(alternative) &&
      alternative > 0 && { alternative }),
  }
}

/** The sign that opens a bracket: `[`, or `[Alt. 1 ` where it holds one of several wordings. */
export const openingSign = ({ alternative }: Pick<BracketFacts, 'alternative'>): string =>
  alternative === undefined ? '[' : `[Alt. ${String(alternative)} `

function inlineText(inline: Inline): string {
  switch (inline.type) {
    case 'text':
      return inline.text
    case 'bracket':
      return `${openingSign(inline)}${inline.children.map(inlineText).join('')}]`
    default:
      return inline satisfies never
  }
}

/** The plain text, a line per block; open brackets show as `[…]` or `[Alt. 1 …]`. */
export const plainText = (content: DocumentContent): string =>
  content.blocks.map((block) => block.children.map(inlineText).join('')).join('\n')

/** How many brackets are open, nested ones counted each; one without words brackets nothing. */
export function countBrackets(content: DocumentContent): number {
  const hasWords = (inline: Inline): boolean =>
    inline.type === 'bracket' ? inline.children.some(hasWords) : inlineText(inline).trim() !== ''
  const count = (inlines: Inline[]): number =>
    inlines.reduce(
      (sum, inline) =>
        inline.type === 'bracket' && hasWords(inline) ? sum + 1 + count(inline.children) : sum,
      0,
    )
  return content.blocks.reduce((sum, block) => sum + count(block.children), 0)
}

/** How a stretch of text is set, as a sum of these; the numbers are those of the editor's own model. */
export const formats = { bold: 1, italic: 2, underline: 8 } as const

/** The sum of a run's formats. */
export const formatOf = (run: TextRun): number =>
  (run.bold ? formats.bold : 0) | (run.italic ? formats.italic : 0) | (run.underline ? formats.underline : 0)

/** A run of text in a sum of formats. */
export const runOf = (text: string, format: number): TextRun => ({
  type: 'text',
  text,
  ...(format & formats.bold && { bold: true as const }),
  ...(format & formats.italic && { italic: true as const }),
  ...(format & formats.underline && { underline: true as const }),
})

/** A run with its author: the base id of the session that wrote it, in `document` where it came from another one. */
export type AuthoredRun = TextRun & { client: number; document?: string }
export type AuthoredBracket = Omit<Bracket, 'children'> & { children: AuthoredInline[] }
export type AuthoredInline = AuthoredRun | AuthoredBracket
export type AuthoredBlock = { type: Block['type']; level?: 1 | 2; children: AuthoredInline[] }

/** The text with the author of every run. */
export type AuthoredContent = { blocks: AuthoredBlock[] }

/** The same text, all of it by one author. */
export function authoredBy(content: DocumentContent, client: number): AuthoredContent {
  const inline = (item: Inline): AuthoredInline =>
    item.type === 'bracket' ? { ...item, children: item.children.map(inline) } : { ...item, client }
  return { blocks: content.blocks.map((block) => ({ ...block, children: block.children.map(inline) })) }
}

/** The text alone, in NFC. */
export function withoutAuthors(content: AuthoredContent): DocumentContent {
  const plain = (inline: AuthoredInline): Inline => {
    if (inline.type === 'bracket') return { ...inline, children: inline.children.map(plain) }
    return runOf(inline.text.normalize('NFC'), formatOf(inline))
  }
  return { blocks: content.blocks.map((block) => ({ ...block, children: block.children.map(plain) })) }
}
