import { SaxesParser, type SaxesTagNS } from 'saxes'
import { UnreadableFile } from './unreadable-file'

/** An element: its name with the prefix that documents usually give its namespace, and what is in it. */
export type XmlElement = {
  name: string
  attributes: Readonly<Record<string, string>>
  children: XmlNode[]
}
export type XmlNode = XmlElement | string

/** Both generations of the standard give the same elements different namespaces. */
const prefixes: readonly [RegExp, string][] = [
  [/wordprocessingml\/(2006\/)?main$/u, 'w'],
  [/officeDocument\/(2006\/)?relationships$/u, 'r'],
  [/package\/2006\/relationships$/u, 'rel'],
  [/officeDocument\/(2006\/)?math$/u, 'm'],
  [/markup-compatibility\/2006$/u, 'mc'],
]

const prefixOf = (uri: string) => prefixes.find(([pattern]) => pattern.test(uri))?.[1] ?? ''

const deepest = 250

const none: Readonly<Record<string, string>> = Object.freeze({})

/**
 * Reads a part of an Office file. Declarations of types and entities, other encodings than UTF-8, and more elements than
 * `mostElements` are refused before anything is parsed.
 * @throws UnreadableFile
 */
export function parseXml(part: Buffer, mostElements: number): XmlElement {
  checkXml(part)
  if (countElements(part, mostElements) > mostElements) throw new UnreadableFile('too-many-elements')
  return build(part.toString('utf8'))
}

/** @throws UnreadableFile */
export function checkXml(part: Buffer): void {
  const [a, b, c, d] = part
  const isWide =
    (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || a === 0 || (b === 0 && d === 0 && c !== 0)
  const declared = /^[^<]*<\?xml[^>]*encoding\s*=\s*["']([^"']*)["']/u.exec(
    part.toString('latin1', 0, 200),
  )?.[1]
  if (isWide || (declared && !/^(utf-8|us-ascii)$/iu.test(declared))) throw new UnreadableFile('unsafe')
  if (part.includes('<!DOCTYPE') || part.includes('<!ENTITY')) throw new UnreadableFile('unsafe')
}

/** How many elements begin or end; counting stops beyond `most`. */
export function countElements(part: Buffer, most: number): number {
  let count = 0
  for (let at = part.indexOf(0x3c); at >= 0 && count <= most; at = part.indexOf(0x3c, at + 1)) count += 1
  return count
}

function build(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: false })
  const root: XmlElement = { name: '', attributes: none, children: [] }
  const open: XmlElement[] = [root]
  const top = () => open.at(-1) ?? root
  parser.on('opentag', (tag) => {
    if (open.length > deepest) throw new UnreadableFile('unsafe')
    const element = { name: nameOf(tag), attributes: attributesOf(tag), children: [] }
    top().children.push(element)
    open.push(element)
  })
  parser.on('closetag', () => void open.pop())
  parser.on('text', (words) => {
    if (open.length > 1) top().children.push(words)
  })
  parser.on('cdata', (words) => top().children.push(words))
  try {
    parser.write(text).close()
  } catch (error) {
    if (error instanceof UnreadableFile) throw error
    throw new UnreadableFile('broken')
  }
  const [first] = elements(root)
  if (!first) throw new UnreadableFile('broken')
  return first
}

function nameOf({ uri, local }: SaxesTagNS): string {
  const prefix = prefixOf(uri)
  return prefix === '' ? local : `${prefix}:${local}`
}

function attributesOf(tag: SaxesTagNS): Readonly<Record<string, string>> {
  let attributes: Record<string, string> | undefined
  for (const { local, prefix, value } of Object.values(tag.attributes)) {
    // Ids of editing sessions are half of all attributes and say nothing.
    if (prefix === 'xmlns' || local.startsWith('rsid')) continue
    attributes ??= {}
    attributes[prefix === 'r' ? `r:${local}` : local] = value
  }
  return attributes ?? none
}

export const elements = (parent: XmlElement): XmlElement[] =>
  parent.children.filter((child): child is XmlElement => typeof child !== 'string')

export const child = (parent: XmlElement | undefined, name: string): XmlElement | undefined =>
  parent?.children.find(
    (xmlNode): xmlNode is XmlElement => typeof xmlNode !== 'string' && xmlNode.name === name,
  )

export const wordsIn = (parent: XmlElement): string =>
  parent.children.map((xmlNode) => (typeof xmlNode === 'string' ? xmlNode : wordsIn(xmlNode))).join('')
