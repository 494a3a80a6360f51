import type { MouseEvent, ReactNode } from 'react'
import { useMessages } from '#components/ui/language'

/** What the toolbar does; outside checks find the buttons by these names. */
export const editorCommands = [
  'bold',
  'italic',
  'underline',
  'sub-item',
  'level-out',
  'level-in',
  'bracket',
  'undo',
  'redo',
] as const
export type EditorCommand = (typeof editorCommands)[number]

const groups: readonly (readonly EditorCommand[])[] = [
  ['bold', 'italic', 'underline'],
  ['sub-item', 'level-out', 'level-in'],
  ['bracket'],
  ['undo', 'redo'],
]

/** What the buttons that show no word show; their names are read to those who cannot see them. */
const signs: Partial<Record<EditorCommand, ReactNode>> = {
  bold: <span className="text-bold">B</span>,
  italic: <span className="text-italic">I</span>,
  underline: <span className="text-underline">U</span>,
  'level-out': (
    <span className="toolbar-arrow" aria-hidden="true">
      ⇤
    </span>
  ),
  'level-in': (
    <span className="toolbar-arrow" aria-hidden="true">
      ⇥
    </span>
  ),
}

type Props = {
  /** Set where the caret is. */
  active: ReadonlySet<EditorCommand>
  /** Without effect where the caret is. */
  idle: ReadonlySet<EditorCommand>
  /** Absent until the text can be edited. */
  onCommand?: (command: EditorCommand, isAtOnce: boolean) => void
}

/** What one may do with a text besides typing. It has its full size before the text is live. */
export function EditorToolbar({ active, idle, onCommand }: Props) {
  const t = useMessages()
  const press = (command: EditorCommand) => (event: MouseEvent) => onCommand?.(command, event.shiftKey)
  return (
    // Pressing a button must not take the selection out of the text.
    <div
      className="editor-toolbar"
      role="toolbar"
      tabIndex={-1}
      aria-label={t('editor.toolbar')}
      onMouseDown={(event) => event.preventDefault()}
    >
      {groups.map((group) => (
        <div key={group[0]} className="toolbar-group">
          {group.map((command) => (
            <button
              key={command}
              type="button"
              className="button button-small button-quiet"
              data-command={command}
              title={t(`editor.${command}`)}
              aria-label={signs[command] ? t(`editor.${command}`) : undefined}
              aria-pressed={isToggle(command) ? active.has(command) : undefined}
              disabled={!onCommand || idle.has(command)}
              onClick={press(command)}
            >
              {signs[command] ?? t(`editor.${command}`)}
            </button>
          ))}
        </div>
      ))}
    </div>
  )
}

const isToggle = (command: EditorCommand) =>
  ['bold', 'italic', 'underline', 'sub-item', 'bracket'].includes(command)
