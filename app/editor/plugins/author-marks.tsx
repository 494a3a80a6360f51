import type { TextEditor } from './use-text-editor'

export function AuthorMarks(_: { made: TextEditor; documentId: string }) {
  return null
}
