import type { Language } from '#domain/languages'
import type { Block } from '#domain/text/content'
import { EditorFrame } from './editor-frame'
import { EditorToolbar } from './editor-toolbar'
import { StillBlocks } from './still-blocks'

/** The frame of a live text before it is one: everything is in its place, and nothing can be done yet. */
export function WaitingText({
  blocks,
  language,
  label,
  watchOnly = false,
  mayWrite = true,
}: {
  blocks: readonly Block[]
  language: Language
  label: string
  watchOnly?: boolean
  mayWrite?: boolean
}) {
  return (
    <EditorFrame
      language={language}
      toolbar={!watchOnly && mayWrite && <IdleTools />}
      status={
        !watchOnly && (
          <div className="document-status">
            <p className="document-status-line">{'\u00a0'}</p>
          </div>
        )
      }
    >
      <div
        className="document-text"
        role="textbox"
        aria-multiline="true"
        aria-readonly="true"
        aria-label={label}
        aria-busy="true"
        tabIndex={0}
        data-live-text=""
        data-state="saving"
      >
        <StillBlocks blocks={blocks} language={language} />
      </div>
    </EditorFrame>
  )
}

const none: ReadonlySet<never> = new Set()

/** A toolbar that does nothing yet. */
export function IdleTools() {
  return (
    <>
      <EditorToolbar active={none} idle={none} />
      <p className="bracket-status" />
    </>
  )
}
