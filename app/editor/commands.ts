import {
  $createParagraphNode,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  COMMAND_PRIORITY_HIGH,
  DROP_COMMAND,
  FORMAT_TEXT_COMMAND,
  INSERT_LINE_BREAK_COMMAND,
  PASTE_COMMAND,
  type LexicalEditor,
} from 'lexical'
import { $createSubItemNode, $isSubItemNode } from './nodes/sub-item-node'

/** The largest text that one paste may bring, in characters; a recommendation has a few hundred. */
export const largestPaste = 50_000

/** Emphasis that a text of the process may have. */
export const emphases = ['bold', 'italic', 'underline'] as const
export type EmphasisName = (typeof emphases)[number]

/**
 * Limits an editor to what a text may hold: words, paragraphs, sub-items, three kinds of emphasis, brackets.
 * Whatever is pasted or dropped arrives as plain words.
 * @param onTooLarge told when a paste was refused; the clipboard still has it.
 */
export function limitContent(editor: LexicalEditor, onTooLarge: () => void): () => void {
  const take = (data: DataTransfer | null) => {
    const text = data?.getData('text/plain').normalize('NFC') ?? ''
    if (text.length > largestPaste) onTooLarge()
    else $insertLines(text)
  }
  const ends = [
    editor.registerCommand(
      PASTE_COMMAND,
      (event) => {
        event.preventDefault()
        take('clipboardData' in event ? event.clipboardData : null)
        return true
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      DROP_COMMAND,
      (event) => {
        event.preventDefault()
        return true
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      FORMAT_TEXT_COMMAND,
      (format) => !emphases.some((name) => name === format),
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      INSERT_LINE_BREAK_COMMAND,
      () => {
        const selection = $getSelection()
        if ($isRangeSelection(selection)) selection.insertParagraph()
        return true
      },
      COMMAND_PRIORITY_HIGH,
    ),
  ]
  return () => ends.forEach((end) => end())
}

/** Inserts text at the selection, a new paragraph for every line. */
export function $insertLines(text: string): void {
  text.split(/\r?\n/).forEach((line, index) => {
    const selection = $getSelection()
    if (!$isRangeSelection(selection)) return
    if (index > 0) selection.insertParagraph()
    const here = $getSelection()
    if ($isRangeSelection(here)) here.insertText(line.replace(/\t/g, ' '))
  })
}

/** Makes the selected blocks sub-items, or paragraphs again. */
export function $toggleSubItem(): void {
  const selection = $getSelection()
  if (!$isRangeSelection(selection)) return
  const blocks = new Set(selection.getNodes().map((node) => node.getTopLevelElement()))
  for (const block of blocks) {
    if (!$isElementNode(block)) continue
    block.replace($isSubItemNode(block) ? $createParagraphNode() : $createSubItemNode(), true)
  }
}
