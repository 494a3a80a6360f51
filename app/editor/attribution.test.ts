import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { paragraphsOf, plainText, type AuthoredInline, type DocumentContent } from '#domain/text/content'
import { attribute } from './attribution'
import { rewriteText } from './rewrite-text'
import { attributesOf, buildDocumentUpdate, readContent, rootOf } from './text-document'

const [ann, ben] = [1, 2]

/** A document with its log; every change is one entry, as the sync server keeps it. */
function aDocument(text: string, client = ann) {
  const doc = new Y.Doc({ gc: false })
  const log = [buildDocumentUpdate(paragraphsOf(text), client)]
  Y.applyUpdate(doc, log[0] ?? new Uint8Array())
  const restored = new Map<number, { restores: number }>()
  const change = (by: number, work: (root: Y.XmlElement) => void) => {
    doc.clientID = by
    const keep = (update: Uint8Array) => log.push(update)
    doc.on('update', keep)
    doc.transact(() => work(rootOf(doc)))
    doc.off('update', keep)
  }
  return {
    doc,
    change,
    rewrite: (by: number, content: DocumentContent) => {
      const update = rewriteText(doc, content, 'en', by)
      if (update) log.push(update)
    },
    /** Makes the text read as it did after an entry of the log. */
    restore: (by: number, entry: number) => {
      const before = new Y.Doc({ gc: false })
      for (const update of log.slice(0, entry + 1)) Y.applyUpdate(before, update)
      const update = rewriteText(doc, readContent(before), 'en', by)
      if (!update) return
      restored.set(log.length, { restores: entry })
      log.push(update)
    },
    words: (): [string, number][] => {
      const flat = (inline: AuthoredInline): [string, number][] =>
        inline.type === 'bracket'
          ? inline.children.flatMap(flat)
          : [[inline.type === 'text' ? inline.text : inline.symbol, inline.client]]
      return attribute(log.map((payload, id) => ({ id, payload, ...restored.get(id) }))).blocks.flatMap(
        (block) => block.children.flatMap(flat),
      )
    },
    log,
  }
}

const textIn = (root: Y.XmlElement, block = 0): Y.XmlText => {
  const element = root.get(block)
  const text = element instanceof Y.XmlElement ? element.get(0) : undefined
  if (!(text instanceof Y.XmlText)) throw new Error('There is no text.')
  return text
}

/** Moves the second half of a paragraph into a new one, as the editor does: deleted here, inserted there. */
function split(root: Y.XmlElement, at: number) {
  const text = textIn(root)
  const moved = text.toString().slice(at)
  text.delete(at, moved.length)
  const paragraph = new Y.XmlElement('paragraph')
  root.insert(1, [paragraph])
  const made = new Y.XmlText()
  paragraph.push([made])
  made.insert(0, moved)
}

function join(root: Y.XmlElement) {
  const moved = textIn(root, 1).toString()
  root.delete(1, 1)
  const text = textIn(root)
  text.insert(text.length, moved)
}

test('typing between somebody’s words makes only the new words one’s own', () => {
  const { change, words } = aDocument('States should share.')
  change(ben, (root) => textIn(root).insert(7, 'and others '))
  expect(words()).toEqual([
    ['States ', ann],
    ['and others ', ben],
    ['should share.', ann],
  ])
})

test('making a word bold does not make it one’s own', () => {
  const { change, words } = aDocument('States should share.')
  change(ben, (root) => textIn(root).format(7, 6, attributesOf(1)))
  expect(new Set(words().map(([, author]) => author))).toEqual(new Set([ann]))
})

test('splitting and joining somebody’s paragraph leaves the words theirs', () => {
  const { change, words } = aDocument('States should share. They should train.')
  change(ben, (root) => split(root, 20))
  expect(words()).toEqual([
    ['States should share.', ann],
    [' They should train.', ann],
  ])
  change(ben, join)
  expect(words()).toEqual([['States should share. They should train.', ann]])
})

test('words that come back after they were deleted are their first author’s again', () => {
  const { change, words } = aDocument('States should share evidence.')
  change(ben, (root) => textIn(root).delete(7, 13))
  change(ben, (root) => textIn(root).insert(7, 'should share '))
  expect(words().filter(([, author]) => author !== ann)).toEqual([])
})

test('a passage that is put in brackets stays its author’s', () => {
  const { rewrite, words, doc } = aDocument('They answer within a day.')
  rewrite(ben, {
    blocks: [
      {
        type: 'paragraph',
        children: [
          { type: 'text', text: 'They answer ' },
          {
            type: 'bracket',
            requestedBy: '',
            reason: '',
            children: [{ type: 'text', text: 'within a day' }],
          },
          { type: 'text', text: '.' },
        ],
      },
    ],
  })
  expect(plainText(readContent(doc))).toBe('They answer [within a day].')
  expect(words().filter(([text, author]) => author !== ann && text.length > 3)).toEqual([])
})

test('whoever rewrites keeps the others’ words theirs', () => {
  const { rewrite, words } = aDocument('States should share evidence promptly.')
  rewrite(ben, paragraphsOf('States should share evidence without undue delay.'))
  expect(words()).toEqual([
    ['States should share evidence ', ann],
    ['without undue delay', ben],
    ['.', ann],
  ])
})

test('what is restored belongs to whom it belonged, letter by letter', () => {
  const { rewrite, restore, words, log } = aDocument('States should share evidence.')
  rewrite(ben, paragraphsOf('States should promptly share evidence.'))
  const then = log.length - 1
  const whose = words()
  // Words of both go in one stroke, and others come in their place.
  rewrite(3, paragraphsOf('Nothing is left of it.'))
  restore(3, then)
  expect(words()).toEqual(whose)
})
