import type { InsertedBlock, InsertedRun } from '../insert-blocks'
import { emphasisBit } from '../shape'
import { tidyBlocks } from './pasted-blocks'
import { withoutMarker } from './typed-lists'

const blockTags = new Set(
  'address article aside blockquote body caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
)
const skippedTags = new Set(
  'del head img link meta noscript object s script strike style svg template title video'.split(' '),
)

type Setting = { emphasis: number; isLink: boolean; depth: number }
type Open = {
  kind: InsertedBlock['kind']
  level: InsertedBlock['level']
  runs: InsertedRun[]
  breaks: number
}

/**
 * The blocks of what was copied as HTML: paragraphs, lists as sub-items of two levels, bold, italic, underline. It
 * reads what Word, LibreOffice, Google Docs and browsers write; everything else is words.
 */
export function blocksFromHtml(html: string): InsertedBlock[] {
  const { body } = new DOMParser().parseFromString(withoutStyles(html), 'text/html')
  const blocks: InsertedBlock[] = []
  let open: Open | undefined
  const close = () => {
    if (open && open.runs.some((run) => run.text.trim() !== '')) blocks.push(open)
    open = undefined
  }
  const current = (): Open => (open ??= { kind: 'paragraph', level: 0, runs: [], breaks: 0 })
  const write = (text: string, emphasis: number) => {
    const block = current()
    const last = block.runs.at(-1)
    const isSpaced = !last || /\s$/u.test(last.text)
    const words = isSpaced ? text.replace(/^[ \t\n\r\f]+/u, '') : text
    if (words === '') return
    block.breaks = 0
    if (last?.emphasis === emphasis) last.text += words
    else block.runs.push({ text: words, emphasis })
  }
  visit(body, { emphasis: 0, isLink: false, depth: 0 })
  close()
  return tidyBlocks(blocks)

  function visit(parent: Node, setting: Setting): void {
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE)
        write((node.nodeValue ?? '').replace(/[ \t\n\r\f]+/gu, ' '), setting.emphasis)
      else if (node instanceof HTMLElement) visitElement(node, setting)
    }
  }

  function visitElement(element: HTMLElement, setting: Setting): void {
    const tag = element.tagName.toLowerCase()
    const style = element.dataset['style'] ?? ''
    if (isLeftOut(element, tag, style)) return
    if (tag === 'br') {
      const block = current()
      block.breaks += 1
      // One is a line break within a paragraph, two are the end of it.
      if (block.breaks > 1) close()
      else write(' ', setting.emphasis)
      return
    }
    const isList = tag === 'ul' || tag === 'ol'
    const isLink = setting.isLink || tag === 'a'
    const inside = {
      emphasis: emphasisOf(tag, style, setting.emphasis, isLink),
      isLink,
      depth: setting.depth + (isList ? 1 : 0),
    }
    if (!blockTags.has(tag)) {
      visit(element, inside)
      return
    }
    const isInItem = setting.depth > 0 && open?.kind === 'sub-item' && open.runs.length === 0
    if (!(isInItem && tag !== 'li')) close()
    const level = tag === 'li' ? itemLevel(element, setting.depth) : wordLevel(element, style)
    if (level > 0) open = { kind: 'sub-item', level: level > 1 ? 2 : 1, runs: [], breaks: 0 }
    visit(element, inside)
    if (level > 0 && open && tag !== 'li') dropTypedMarker(open)
    close()
  }
}

/** The policy of the page forbids styles, also in what is only read: their words are kept under another name. */
const withoutStyles = (html: string): string =>
  html
    .replace(/<style[\s>][\s\S]*?<\/style\s*>/giu, '')
    .replace(/(<[a-z][^>]*?\s)style(?=\s*=)/giu, '$1data-style')

/** What is no part of the words: marks of lists, footnotes, what is hidden, deletions that are tracked. */
function isLeftOut(element: HTMLElement, tag: string, style: string): boolean {
  if (skippedTags.has(tag) || tag.startsWith('o:')) return true
  if (/mso-list:\s*ignore|mso-footnote-id|mso-endnote-id|mso-element:\s*(?:foot|end)note/iu.test(style))
    return true
  return /display:\s*none|mso-hide:\s*all/iu.test(style) || element.hidden
}

const itemLevel = (element: HTMLElement, depth: number): number =>
  Number(element.getAttribute('aria-level')) || Math.max(1, depth)

/** Word writes the items of lists as paragraphs. */
function wordLevel(element: HTMLElement, style: string): number {
  const level = /mso-list:[^;]*\blevel(\d)/iu.exec(style)?.[1]
  if (level) return Number(level)
  return element.className.startsWith('MsoListParagraph') ? 1 : 0
}

function dropTypedMarker(block: Open): void {
  const [first] = block.runs
  const found = first && withoutMarker(first.text)
  if (found) first.text = found.rest
}

function emphasisOf(tag: string, style: string, around: number, isLink: boolean): number {
  const set = (sum: number, name: 'b' | 'i' | 'u', on: boolean | undefined) =>
    on === undefined ? sum : on ? sum | emphasisBit[name] : sum & ~emphasisBit[name]
  const value = (property: string) =>
    new RegExp(`(?:^|[;\\s])${property}\\s*:\\s*([^;]+)`, 'iu').exec(style)?.[1]?.trim().toLowerCase()
  const weight = value('font-weight')
  const isBold = weight === undefined ? undefined : /^(?:bold|bolder|[6-9]00)$/u.test(weight)
  const slant = value('font-style')
  const decoration = value('text-decoration(?:-line)?')
  const isUnderlined = decoration === undefined ? undefined : decoration.includes('underline') || undefined
  let sum = set(around, 'b', isBold ?? (tag === 'b' || tag === 'strong' ? true : undefined))
  const isItalic = slant === undefined ? undefined : /^(?:italic|oblique)/u.test(slant)
  sum = set(sum, 'i', isItalic ?? (tag === 'i' || tag === 'em' || tag === 'cite' ? true : undefined))
  // Links are underlined by the page that shows them.
  return isLink ? sum & ~emphasisBit.u : set(sum, 'u', isUnderlined ?? (tag === 'u' ? true : undefined))
}
