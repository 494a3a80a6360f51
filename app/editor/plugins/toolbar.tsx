import {
  $getSelection,
  $isRangeSelection,
  FORMAT_TEXT_COMMAND,
  mergeRegister,
  REDO_COMMAND,
  UNDO_COMMAND,
} from 'lexical'
import { useCallback, useEffect, useState } from 'react'
import { EditorToolbar, type EditorCommand } from '#components/text/editor-toolbar'
import { $bracketChoice, type BracketChoice } from '../binding/bracket-commands'
import { $moveLevel, $toggleSubItems } from '../binding/edit-commands'
import { emphasisNames } from '../binding/emphasis-names'
import type { TextEditor } from './use-text-editor'

type Props = {
  made: TextEditor
  /** The button for brackets was pressed; `choice` says what that would do. */
  onBrackets: (choice: BracketChoice, isAtOnce: boolean) => void
}

/** The toolbar of a text that may be edited. */
export function Toolbar({ made, onBrackets }: Props) {
  const { active, idle } = useToolbarState(made)
  const { editor, binding } = made
  const onCommand = (command: EditorCommand, isAtOnce: boolean) => {
    switch (command) {
      case 'bold':
      case 'italic':
      case 'underline':
        editor.dispatchCommand(FORMAT_TEXT_COMMAND, command)
        break
      case 'sub-item':
        editor.update(() => $toggleSubItems(binding), { discrete: true })
        break
      case 'level-in':
      case 'level-out':
        editor.update(() => $moveLevel(binding, command === 'level-in' ? 'in' : 'out'), { discrete: true })
        break
      case 'undo':
        editor.dispatchCommand(UNDO_COMMAND, undefined)
        break
      case 'redo':
        editor.dispatchCommand(REDO_COMMAND, undefined)
        break
      case 'bracket':
        binding.flush()
        onBrackets(
          editor.getEditorState().read(() => $bracketChoice(binding)),
          isAtOnce,
        )
        return
      default:
        command satisfies never
    }
    editor.focus()
  }
  return <EditorToolbar active={active} idle={idle} onCommand={onCommand} />
}

type ToolbarState = { active: ReadonlySet<EditorCommand>; idle: ReadonlySet<EditorCommand> }

const nothing: ToolbarState = { active: new Set(), idle: new Set(['undo', 'redo']) }

function useToolbarState({ editor, binding }: TextEditor): ToolbarState {
  const [state, setState] = useState(nothing)
  const read = useCallback(() => {
    const found = editor.getEditorState().read(() => $toolbarState({ editor, binding }))
    setState((before) => (isSame(before, found) ? before : found))
  }, [editor, binding])
  useEffect(
    () =>
      mergeRegister(
        editor.registerUpdateListener(read),
        binding.subscribe(read),
        binding.history.subscribe(read),
      ),
    [editor, binding, read],
  )
  return state
}

function $toolbarState({ binding }: Pick<TextEditor, 'editor' | 'binding'>): ToolbarState {
  const selection = $getSelection()
  const selected = binding.$selected()
  const block = selected && binding.shown.find((shownBlock) => shownBlock.node === selected.from.block)
  const active = new Set<EditorCommand>(
    $isRangeSelection(selection) ? emphasisNames.filter((name) => selection.hasFormat(name)) : [],
  )
  if (block?.kind === 'sub-item') active.add('sub-item')
  if (selected?.isCollapsed && selected.from.brackets.length > 0) active.add('bracket')
  const idle = new Set<EditorCommand>()
  if (!binding.history.canUndo) idle.add('undo')
  if (!binding.history.canRedo) idle.add('redo')
  if (selected?.isCollapsed && block?.level === 0) idle.add('level-out')
  if (selected?.isCollapsed && block?.level === 2) idle.add('level-in')
  return { active, idle }
}

const isSame = (a: ToolbarState, b: ToolbarState) =>
  [...a.active].join() === [...b.active].join() && [...a.idle].join() === [...b.idle].join()
