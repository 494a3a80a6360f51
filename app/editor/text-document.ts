import * as Y from 'yjs'
import {
  authoredBy,
  factsFrom,
  formatOf,
  runOf,
  withoutAuthors,
  type AuthoredBracket,
  type AuthoredContent,
  type AuthoredInline,
  type AuthoredRun,
  type BracketFacts,
  type DocumentContent,
} from '#domain/text/content'

/**
 * A text as Lexical's second Yjs binding keeps it: an element per block, inside it one `XmlText` for each
 * stretch of text and an element for each bracket. Emphasis is Lexical's format bits in the attribute `p`.
 */
export const rootOf = (doc: Y.Doc): Y.XmlElement => doc.get('root-v2', Y.XmlElement)

/** The elements that a text may consist of; a line break and a tab are Lexical's own. */
export const elementNames: ReadonlySet<string> = new Set([
  'paragraph',
  'sub-item',
  'bracket',
  'linebreak',
  'tab',
])

/** The text attributes that the binding reads for a sum of formats (see `formats` in the domain). */
export const attributesOf = (format: number): Record<string, unknown> =>
  format === 0 ? {} : { p: { __format: format } }

function formatFrom(attributes: Record<string, unknown>): number {
  const properties = attributes['p']
  if (typeof properties !== 'object' || properties === null || !('__format' in properties)) return 0
  return Number(properties.__format)
}

/** An update that makes this text out of an empty document, under one client id. */
export function buildDocumentUpdate(content: DocumentContent, client: number): Uint8Array {
  return build(authoredBy(content, client), client)
}

/** The same, each run under its own client id; paragraphs and brackets are written by the first of them. */
export function buildAuthoredDocumentUpdate(content: AuthoredContent): Uint8Array {
  return build(content, firstClient(content.blocks.flatMap((block) => block.children)) ?? 1)
}

function firstClient(inlines: readonly AuthoredInline[]): number | undefined {
  for (const inline of inlines) {
    const client = inline.type === 'bracket' ? firstClient(inline.children) : inline.client
    if (client !== undefined) return client
  }
  return undefined
}

function build(content: AuthoredContent, structure: number): Uint8Array {
  const doc = new Y.Doc({ gc: false })
  const blocks = content.blocks.length > 0 ? content.blocks : [{ type: 'paragraph' as const, children: [] }]
  for (const block of blocks) {
    // The client id is read when an item is made: each author's words are made under its own.
    doc.clientID = structure
    const element = new Y.XmlElement(block.type)
    rootOf(doc).push([element])
    appendInlines(doc, element, block.children, structure)
  }
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return update
}

function appendInlines(
  doc: Y.Doc,
  parent: Y.XmlElement,
  inlines: readonly AuthoredInline[],
  structure: number,
) {
  // Even an empty element has its shared text: two people who type its first letters at once type into the same.
  let text: Y.XmlText | undefined
  if (inlines.length === 0) {
    doc.clientID = structure
    parent.push([new Y.XmlText()])
  }
  for (const inline of inlines) {
    if (inline.type === 'bracket') {
      text = undefined
      doc.clientID = structure
      const element = bracketElement(inline)
      parent.push([element])
      appendInlines(doc, element, inline.children, structure)
      continue
    }
    if (!text) {
      doc.clientID = structure
      text = new Y.XmlText()
      parent.push([text])
    }
    doc.clientID = inline.client
    text.insert(text.length, inline.text.normalize('NFC'), attributesOf(formatOf(inline)))
  }
}

/** A new bracket, not yet part of a document. */
export function bracketElement({
  requestedBy,
  reason,
  since,
  alternative,
}: Omit<BracketFacts, 'requestedBy'> & { requestedBy: string }): Y.XmlElement {
  const element = new Y.XmlElement<Record<string, string | number>>('bracket')
  // What is as the editor's node has it by default is not written: the binding would take it for a difference.
  if (requestedBy) element.setAttribute('__requestedBy', requestedBy)
  if (reason) element.setAttribute('__reason', reason)
  if (since) element.setAttribute('__since', since)
  if (alternative) element.setAttribute('__alternative', alternative)
  // Yjs takes attributes for strings where nobody says otherwise; they may be any JSON value.
  return element as unknown as Y.XmlElement
}

/**
 * Adds text to the end of an element that is part of a document, each run under its own client id.
 * @param structure the client id that makes brackets and the like.
 * @throws Error where the element is part of no document.
 */
export function appendAuthored(
  parent: Y.XmlElement,
  inlines: readonly AuthoredInline[],
  structure: number,
): void {
  if (!parent.doc) throw new Error('Text is added to an element that is part of a document.')
  appendInlines(parent.doc, parent, inlines, structure)
}

/** A stretch of visible text: the sum of its formats and the item that holds it. */
export type VisibleRun = { text: string; format: number; client: number; clock: number }

/** The visible runs of one shared text in order, each written by one client id under consecutive clocks. */
export function* visibleRuns(text: Y.XmlText): Generator<VisibleRun> {
  const attributes: Record<string, unknown> = {}
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted) continue
    if (item.content instanceof Y.ContentFormat) {
      const { key, value } = item.content
      if (value === null) Reflect.deleteProperty(attributes, key)
      else attributes[key] = value
    } else if (item.content instanceof Y.ContentString) {
      const { client, clock } = item.id
      yield { text: item.content.str, format: formatFrom(attributes), client, clock }
    }
  }
}

/** The visible runs of a whole document in reading order, those in brackets included. */
export function* runsOf(doc: Y.Doc): Generator<VisibleRun> {
  for (const block of rootOf(doc).toArray()) if (block instanceof Y.XmlElement) yield* runsIn(block)
}

function* runsIn(parent: Y.XmlElement): Generator<VisibleRun> {
  for (const child of parent.toArray()) {
    if (child instanceof Y.XmlText) yield* visibleRuns(child)
    else if (child instanceof Y.XmlElement && child.nodeName === 'bracket') yield* runsIn(child)
  }
}

/** To whom a character belongs: by default to the client id that wrote it. */
export type AuthorOf = (client: number, clock: number) => number

/** The text with the author of every run; adjacent runs of one author and emphasis are one. */
export function readAuthoredContent(doc: Y.Doc, authorOf: AuthorOf = (client) => client): AuthoredContent {
  return {
    blocks: rootOf(doc)
      .toArray()
      .filter((child): child is Y.XmlElement => child instanceof Y.XmlElement)
      .map((element) => ({
        type: element.nodeName === 'sub-item' ? 'sub-item' : 'paragraph',
        children: readInlines(element, authorOf),
      })),
  }
}

function readInlines(parent: Y.XmlElement, authorOf: AuthorOf): AuthoredInline[] {
  const inlines: AuthoredInline[] = []
  for (const child of parent.toArray()) {
    if (child instanceof Y.XmlText) {
      for (const run of visibleRuns(child)) pushCharacters(inlines, run, authorOf)
    } else if (child instanceof Y.XmlElement && child.nodeName === 'bracket') {
      inlines.push(readBracket(child, authorOf))
    }
  }
  return inlines
}

function readBracket(element: Y.XmlElement, authorOf: AuthorOf): AuthoredBracket {
  return { type: 'bracket', ...bracketFacts(element), children: readInlines(element, authorOf) }
}

/** Who asked for a bracket, why and since when. */
export function bracketFacts(element: Y.XmlElement): BracketFacts {
  return factsFrom({
    requestedBy: element.getAttribute('__requestedBy'),
    reason: element.getAttribute('__reason'),
    since: element.getAttribute('__since'),
    alternative: element.getAttribute('__alternative'),
  })
}

function pushCharacters(inlines: AuthoredInline[], run: VisibleRun, authorOf: AuthorOf) {
  let from = 0
  while (from < run.text.length) {
    const client = authorOf(run.client, run.clock + from)
    let to = from + 1
    while (to < run.text.length && authorOf(run.client, run.clock + to) === client) to += 1
    const piece: AuthoredRun = { ...runOf(run.text.slice(from, to), run.format), client }
    const last = inlines.at(-1)
    if (last?.type === 'text' && last.client === client && formatOf(last) === run.format)
      last.text += piece.text
    else inlines.push(piece)
    from = to
  }
}

/** The text without its authors, in NFC; adjacent runs of one emphasis are one. */
export const readContent = (doc: Y.Doc): DocumentContent => withoutAuthors(readAuthoredContent(doc, () => 0))
