import { registerRichText } from '@lexical/rich-text'
import { mergeRegister } from '@lexical/utils'
import {
  CLICK_COMMAND,
  COMMAND_PRIORITY_CRITICAL,
  COMMAND_PRIORITY_HIGH,
  COMPOSITION_START_COMMAND,
  CONTROLLED_TEXT_INSERTION_COMMAND,
  DELETE_CHARACTER_COMMAND,
  DELETE_LINE_COMMAND,
  DELETE_WORD_COMMAND,
  FORMAT_ELEMENT_COMMAND,
  FORMAT_TEXT_COMMAND,
  INDENT_CONTENT_COMMAND,
  INSERT_LINE_BREAK_COMMAND,
  INSERT_PARAGRAPH_COMMAND,
  INSERT_TAB_COMMAND,
  KEY_ARROW_LEFT_COMMAND,
  KEY_ARROW_RIGHT_COMMAND,
  KEY_DOWN_COMMAND,
  KEY_TAB_COMMAND,
  OUTDENT_CONTENT_COMMAND,
  REDO_COMMAND,
  REMOVE_TEXT_COMMAND,
  UNDO_COMMAND,
} from 'lexical'
import type { BracketGuard } from './bracket-guard'
import { nextStop } from './caret-stops'
import {
  $deleteAtEdge,
  $deleteCharacter,
  $deleteSelected,
  $moveLevel,
  $pressEnter,
  $replaceSelected,
  $toggleEmphasis,
} from './edit-commands'
import type { TextBinding } from './text-binding'

/**
 * Makes the editor's keys edit the document. What is about structure is written there at once, and the view follows;
 * plain typing and compositions are left to the editor, and are read from it.
 */
export function registerCommands(
  binding: TextBinding,
  guard: BracketGuard,
  direction: 'ltr' | 'rtl',
): () => void {
  const { editor } = binding
  const high = COMMAND_PRIORITY_HIGH
  const enter = () => {
    $pressEnter(binding, guard)
    return true
  }
  const none = () => true
  return mergeRegister(
    registerRichText(editor),
    editor.registerCommand(
      KEY_DOWN_COMMAND,
      () => {
        binding.$readCaret()
        return false
      },
      COMMAND_PRIORITY_CRITICAL,
    ),
    editor.registerCommand(INSERT_PARAGRAPH_COMMAND, enter, high),
    editor.registerCommand(INSERT_LINE_BREAK_COMMAND, enter, high),
    editor.registerCommand(
      DELETE_CHARACTER_COMMAND,
      (isBackward) => {
        $deleteCharacter(binding, guard, isBackward)
        return true
      },
      high,
    ),
    ...[DELETE_WORD_COMMAND, DELETE_LINE_COMMAND].map((command) =>
      editor.registerCommand(
        command,
        (isBackward) => $deleteSelected(binding, guard) || $deleteAtEdge(binding, guard, isBackward),
        high,
      ),
    ),
    editor.registerCommand(
      REMOVE_TEXT_COMMAND,
      () => {
        $deleteSelected(binding, guard)
        return true
      },
      high,
    ),
    editor.registerCommand(
      CONTROLLED_TEXT_INSERTION_COMMAND,
      (typed) => {
        const text =
          typeof typed === 'string' ? typed : (typed.data ?? typed.dataTransfer?.getData('text/plain'))
        return text !== undefined && $replaceSelected(binding, guard, text)
      },
      high,
    ),
    editor.registerCommand(
      COMPOSITION_START_COMMAND,
      () => {
        // The editor's own way to replace a selection over several blocks fails in some of them.
        $deleteSelected(binding, guard)
        return false
      },
      high,
    ),
    editor.registerCommand(FORMAT_TEXT_COMMAND, (name) => $toggleEmphasis(binding, guard, name), high),
    editor.registerCommand(FORMAT_ELEMENT_COMMAND, none, high),
    editor.registerCommand(INSERT_TAB_COMMAND, none, high),
    editor.registerCommand(INDENT_CONTENT_COMMAND, () => ($moveLevel(binding, 'in'), true), high),
    editor.registerCommand(OUTDENT_CONTENT_COMMAND, () => ($moveLevel(binding, 'out'), true), high),
    editor.registerCommand(UNDO_COMMAND, () => (binding.$travel('undo'), true), high),
    editor.registerCommand(REDO_COMMAND, () => (binding.$travel('redo'), true), high),
    editor.registerCommand(KEY_TAB_COMMAND, (event) => $pressTab(binding, event), high),
    editor.registerCommand(
      KEY_ARROW_RIGHT_COMMAND,
      (event) => $passSign(binding, event, direction === 'ltr' ? 'forward' : 'backward'),
      high,
    ),
    editor.registerCommand(
      KEY_ARROW_LEFT_COMMAND,
      (event) => $passSign(binding, event, direction === 'ltr' ? 'backward' : 'forward'),
      high,
    ),
    editor.registerCommand(
      CLICK_COMMAND,
      () => {
        binding.forgetCaretBrackets()
        return false
      },
      high,
    ),
  )
}

/**
 * Tab moves a sub-item in, Shift+Tab moves it out. Where that changes nothing the key leaves the text, so that the
 * keyboard is never trapped.
 */
function $pressTab(binding: TextBinding, event: KeyboardEvent): boolean {
  const selected = binding.$selected()
  const block = selected && binding.shown.find((shownBlock) => shownBlock.node === selected.from.block)
  if (!block || block.kind !== 'sub-item') return true
  if (!event.shiftKey && block.level === 2) return true
  event.preventDefault()
  $moveLevel(binding, event.shiftKey ? 'out' : 'in')
  return true
}

/** The sign of a bracket is a place for the caret of its own: an arrow key passes it without passing a letter. */
function $passSign(binding: TextBinding, event: KeyboardEvent, direction: 'forward' | 'backward'): boolean {
  if (event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return false
  const selected = binding.$selected()
  if (!selected?.isCollapsed) return false
  const { from } = selected
  const block = binding.shown.find((shownBlock) => shownBlock.node === from.block)
  const next = block && nextStop(block, from.index, from.brackets, direction)
  if (!next) return false
  event.preventDefault()
  binding.$placeCaret(from, next)
  return true
}
