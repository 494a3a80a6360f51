import type { ReactNode } from 'react'
import { directionOf, type Language } from '#domain/languages'

/**
 * Toolbar, text and status of a live text, each in its place and size from the first byte of the page on: nothing
 * moves when the text comes alive.
 */
export function EditorFrame({
  toolbar,
  children,
  status,
  below,
  language,
}: {
  toolbar: ReactNode
  children: ReactNode
  status: ReactNode
  below?: ReactNode
  language: Language
}) {
  return (
    <div className="live-document">
      {toolbar}
      <div className="live-document-surface" lang={language} dir={directionOf(language)}>
        {children}
      </div>
      {status}
      {below}
    </div>
  )
}
