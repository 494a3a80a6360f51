import * as Y from 'yjs'
import type { AuthoredContent, AuthoredInline, BracketFacts } from '#domain/text/content'
import { bracketId, isBracket } from './standing-brackets'
import {
  attributesOf,
  bracketElement,
  bracketFacts,
  rootOf,
  runsOf,
  visibleRuns,
  type AuthorOf,
} from './text-document'

type Writers = {
  /** Whose words the document has, as its log says. */
  authored: AuthoredContent
  /** The client id under which words of this author are written anew. */
  clientOf: (author: number) => number
  /** The client id of who lifts: the brackets that stay are made anew under it. */
  own: number
}

/**
 * Lifts one bracket: the words that were in it stand where it stood, each of them written anew for its author. The
 * text beside them is left alone, so that others may write on.
 * @param id names the bracket, as `bracketId` does.
 * @returns the update that did it; undefined where there is no such bracket.
 */
export function liftBracket(doc: Y.Doc, id: string, writers: Writers): Uint8Array | undefined {
  return takeAlternative(doc, id, [id], writers)?.at(-1)
}

/**
 * Takes one of several brackets that stand side by side: the others go with the spaces between them, and the words
 * that were in it stand in their place.
 * @param run the names of all of them, as they stand; `id` is among them.
 * @returns the updates that did it, in order: what goes is an update of its own, so that nobody who reads the log
 * takes words that stay for the same words in another alternative. Undefined where there is no such bracket.
 */
export function takeAlternative(
  doc: Y.Doc,
  id: string,
  run: readonly string[],
  writers: Writers,
): Uint8Array[] | undefined {
  const bracket = findBracket(rootOf(doc), id)
  const parent = bracket?.parent
  if (!bracket || !(parent instanceof Y.XmlElement)) return undefined
  const authorOf = authorsIn(doc, writers.authored)
  const updates: Uint8Array[] = []
  const keep = (made: Uint8Array) => void updates.push(made)
  const before = doc.clientID
  doc.on('update', keep)
  doc.transact(() => leaveAlone(parent, bracket, run))
  doc.transact(() => unwrap(parent, bracket, authorOf, writingTo(doc, writers)))
  doc.clientID = before
  doc.off('update', keep)
  return updates
}

/** Removes everything from the first bracket of a run to its last one, but for one of them. */
function leaveAlone(parent: Y.XmlElement, bracket: Y.XmlElement, run: readonly string[]) {
  const siblings = parent.toArray()
  const isOfRun = (child: unknown) => isBracket(child) && run.includes(bracketId(child))
  const [first, at, last] = [
    siblings.findIndex(isOfRun),
    siblings.indexOf(bracket),
    siblings.findLastIndex(isOfRun),
  ]
  if (last > at) parent.delete(at + 1, last - at)
  if (first < at) parent.delete(first, at - first)
}

function findBracket(parent: Y.XmlElement, id: string): Y.XmlElement | undefined {
  for (const child of parent.toArray()) {
    if (!(child instanceof Y.XmlElement)) continue
    if (isBracket(child) && bracketId(child) === id) return child
    const found = findBracket(child, id)
    if (found) return found
  }
  return undefined
}

type Piece = { words: string; format: number; author: number }
/** A stretch of words, or a bracket with what is in it; read before anything is deleted. */
type Part = { kind: 'words'; pieces: Piece[] } | { kind: 'bracket'; facts: BracketFacts; parts: Part[] }

/** By character: whose it is. The log's answer has the same characters in the same order. */
function authorsIn(doc: Y.Doc, authored: AuthoredContent): AuthorOf {
  const inOrder = authored.blocks.flatMap((block) => block.children.flatMap(charactersOf))
  const authors = new Map<string, number>()
  let at = 0
  for (const { text, client, clock } of runsOf(doc)) {
    for (let index = 0; index < text.length; index += 1, at += 1)
      authors.set(`${String(client)}:${String(clock + index)}`, inOrder[at] ?? client)
  }
  return (client, clock) => authors.get(`${String(client)}:${String(clock)}`) ?? client
}

function charactersOf(inline: AuthoredInline): number[] {
  if (inline.type === 'bracket') return inline.children.flatMap(charactersOf)
  const { length } = inline.type === 'text' ? inline.text : inline.symbol
  return Array.from({ length }, () => inline.client)
}

function partsOf(parent: Y.XmlElement, authorOf: AuthorOf): Part[] {
  return parent.toArray().flatMap((child): Part[] => {
    if (child instanceof Y.XmlText) return [{ kind: 'words', pieces: piecesOf(child, authorOf) }]
    if (!isBracket(child)) return []
    return [{ kind: 'bracket', facts: bracketFacts(child), parts: partsOf(child, authorOf) }]
  })
}

function piecesOf(text: Y.XmlText, authorOf: AuthorOf): Piece[] {
  const pieces: Piece[] = []
  for (const { text: letters, format, client, clock } of visibleRuns(text)) {
    for (let index = 0; index < letters.length; index += 1) {
      const author = authorOf(client, clock + index)
      const last = pieces.at(-1)
      if (last && last.author === author && last.format === format) last.words += letters.charAt(index)
      else pieces.push({ words: letters.charAt(index), format, author })
    }
  }
  return pieces
}

type Edges = { before: Y.XmlText | undefined; after: Y.XmlText | undefined }

function unwrap(parent: Y.XmlElement, bracket: Y.XmlElement, authorOf: AuthorOf, write: Write) {
  const siblings = parent.toArray()
  const at = siblings.indexOf(bracket)
  const textAt = (index: number) => {
    const child = siblings[index]
    return child instanceof Y.XmlText ? child : undefined
  }
  const [before, after] = [textAt(at - 1), textAt(at + 1)]
  const parts = partsOf(bracket, authorOf)
  // Two texts never stand side by side, for views join them: the shorter one goes into the longer one.
  const joins = before && after && parts.every((part) => part.kind === 'words')
  const joined = joins ? (before.length < after.length ? before : after) : undefined
  if (joined) {
    const words: Part = { kind: 'words', pieces: piecesOf(joined, authorOf) }
    if (joined === before) parts.unshift(words)
    else parts.push(words)
  }
  const place = joined === before && joined ? at - 1 : at
  parent.delete(place, joined ? 2 : 1)
  insertParts(parent, place, parts, write, {
    before: joined === before ? undefined : before,
    after: joined === after ? undefined : after,
  })
}

/** Puts parts at a place: the first words behind the text before it, the last ones before the text after it. */
function insertParts(
  parent: Y.XmlElement,
  index: number,
  parts: readonly Part[],
  write: Write,
  edges: Edges,
) {
  const joined = together(parts)
  let place = index
  for (const [order, part] of joined.entries()) {
    if (part.kind === 'bracket') {
      const element = write.add(parent, place++, bracketElement(part.facts))
      insertParts(element, 0, part.parts, write, { before: undefined, after: undefined })
    } else if (order === 0 && edges.before) write.pieces(edges.before, edges.before.length, part.pieces)
    else if (order === joined.length - 1 && edges.after) write.pieces(edges.after, 0, part.pieces)
    else write.pieces(write.add(parent, place++, new Y.XmlText()), 0, part.pieces)
  }
}

/** Words beside words are one stretch. */
function together(parts: readonly Part[]): Part[] {
  const joined: Part[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    if (part.kind === 'words' && last?.kind === 'words') last.pieces.push(...part.pieces)
    else joined.push(part.kind === 'words' ? { ...part, pieces: [...part.pieces] } : part)
  }
  return joined
}

type Write = ReturnType<typeof writingTo>

/** Writes under the client id that each piece is owed to; the id is read when an item is made. */
function writingTo(doc: Y.Doc, { clientOf, own }: Writers) {
  return {
    add: <Made extends Y.XmlElement | Y.XmlText>(parent: Y.XmlElement, place: number, made: Made): Made => {
      doc.clientID = own
      parent.insert(place, [made])
      return made
    },
    pieces: (text: Y.XmlText, from: number, pieces: readonly Piece[]) => {
      let at = from
      for (const { words, format, author } of pieces) {
        doc.clientID = clientOf(author)
        text.insert(at, words, attributesOf(format))
        at += words.length
      }
    },
  }
}
