import {
  $getSelection,
  $isRangeSelection,
  FORMAT_TEXT_COMMAND,
  REDO_COMMAND,
  UNDO_COMMAND,
  type LexicalEditor,
} from 'lexical'
import { useEffect, useState } from 'react'
import { useMessages } from '#components/ui/language'
import { $bracketAround, $bracketChoice, type BracketChoice } from '../bracket-edits'
import { $toggleSubItem, emphases, type EmphasisName } from '../commands'

const marks: Record<EmphasisName, string> = { bold: 'B', italic: 'I', underline: 'U' }

/** What one may do with the text besides typing. */
export function Toolbar({
  editor,
  onBrackets,
}: {
  editor: LexicalEditor
  /** The button for brackets was pressed; `choice` says what that would do. */
  onBrackets: (choice: BracketChoice) => void
}) {
  const t = useMessages()
  const [active, setActive] = useState<string[]>([])
  useEffect(
    () =>
      editor.registerUpdateListener(({ editorState }) => {
        const found = editorState.read(() => {
          const selection = $getSelection()
          if (!$isRangeSelection(selection)) return []
          const inBrackets = $bracketAround(selection) ? ['bracket'] : []
          return [...emphases.filter((name) => selection.hasFormat(name)), ...inBrackets]
        })
        setActive((before) => (before.join() === found.join() ? before : found))
      }),
    [editor],
  )
  return (
    // Pressing a button must not take the selection out of the text.
    <div
      className="editor-toolbar"
      role="toolbar"
      tabIndex={-1}
      aria-label={t('editor.toolbar')}
      onMouseDown={(event) => event.preventDefault()}
    >
      {emphases.map((name) => (
        <button
          key={name}
          type="button"
          className={`button button-small button-quiet text-${name}`}
          aria-label={t(`editor.${name}`)}
          aria-pressed={active.includes(name)}
          onClick={() => editor.dispatchCommand(FORMAT_TEXT_COMMAND, name)}
        >
          {marks[name]}
        </button>
      ))}
      <button
        type="button"
        className="button button-small button-quiet"
        onClick={() => editor.update(() => $toggleSubItem())}
      >
        {t('editor.sub-item')}
      </button>
      <button
        type="button"
        className="button button-small button-quiet"
        aria-pressed={active.includes('bracket')}
        onClick={() => onBrackets(editor.getEditorState().read($bracketChoice))}
      >
        {t('editor.bracket')}
      </button>
      <button
        type="button"
        className="button button-small button-quiet"
        onClick={() => editor.dispatchCommand(UNDO_COMMAND, undefined)}
      >
        {t('editor.undo')}
      </button>
      <button
        type="button"
        className="button button-small button-quiet"
        onClick={() => editor.dispatchCommand(REDO_COMMAND, undefined)}
      >
        {t('editor.redo')}
      </button>
    </div>
  )
}
