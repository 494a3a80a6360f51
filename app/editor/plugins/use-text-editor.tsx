import { mergeRegister } from '@lexical/utils'
import { createEditor, ParagraphNode, type LexicalEditor } from 'lexical'
import { useEffect, useRef, useState, type RefObject } from 'react'
import type * as Y from 'yjs'
import type { DocumentConnection } from '#collab/provider'
import { directionOf, type Language } from '#domain/languages'
import { isMember } from '#domain/people/participants'
import { bracketRights } from '#domain/text/brackets'
import type { BracketGuard, ForeignBracket } from '../binding/bracket-guard'
import { registerCommands } from '../binding/register-commands'
import { inFrames } from '../binding/schedule'
import { TextBinding } from '../binding/text-binding'
import { registerClipboard } from '../clipboard/register-clipboard'
import { editorNodes } from '../nodes'
import { SubItemNode } from '../nodes/sub-item-node'
import { baseOf } from '../shape'
import type { BracketContext } from './bracket-tools'

/** What an edit was not made for; the text is as it was. */
export type Hindrance = { kind: 'foreign-bracket'; bracket: ForeignBracket } | { kind: 'paste-too-large' }

export type TextEditor = { editor: LexicalEditor; binding: TextBinding; guard: BracketGuard }

type Options = {
  doc: Y.Doc
  connection: DocumentConnection
  documentId: string
  language: Language
  brackets: BracketContext
  surface: RefObject<HTMLElement>
}

/** Makes an editor in an element and binds it to a document, for as long as the component is there. */
export function useTextEditor({ doc, connection, documentId, language, brackets, surface }: Options) {
  const [made, setMade] = useState<TextEditor>()
  const [hindrance, setHindrance] = useState<Hindrance>()
  const context = useRef(brackets)
  useEffect(() => {
    context.current = brackets
  }, [brackets])
  useEffect(() => {
    const editor = createEditor({
      namespace: 'text',
      nodes: editorNodes,
      editable: false,
      theme: { text: { bold: 'text-bold', italic: 'text-italic', underline: 'text-underline' } },
      onError: (error) => {
        throw error
      },
    })
    const direction = directionOf(language)
    const guard: BracketGuard = {
      mayLift: (facts) => bracketRights(context.current.reader, context.current.inOwnDraft).lift(facts),
      refused: (bracket) => setHindrance({ kind: 'foreign-bracket', bracket }),
    }
    const end = registerBlocks(editor, direction)
    editor.setRootElement(surface.current)
    const binding = new TextBinding({
      editor,
      doc,
      base: baseOf(doc.clientID),
      guard,
      schedule: inFrames,
    })
    const endCommands = mergeRegister(
      registerCommands(binding, guard, direction),
      registerClipboard({
        binding,
        guard,
        documentId,
        requestedBy: () => {
          const { reader } = context.current
          return (isMember(reader) && reader.delegation) || ''
        },
        isKept: (client, clock) => !connection.isUnkept(client, clock),
        onTooLarge: () => setHindrance({ kind: 'paste-too-large' }),
      }),
    )
    setMade({ editor, binding, guard })
    return () => {
      endCommands()
      end()
      binding.destroy()
      editor.setRootElement(null)
    }
  }, [doc, connection, documentId, language, surface])
  return { made, hindrance, forgetHindrance: () => setHindrance(undefined) }
}

/** Lexical lets the first letters decide a block's direction; here the language of the text does. */
function registerBlocks(editor: LexicalEditor, direction: 'ltr' | 'rtl'): () => void {
  const ends = [ParagraphNode, SubItemNode].map((block) =>
    editor.registerMutationListener(block, (changes) => {
      for (const key of changes.keys()) {
        const element = editor.getElementByKey(key)
        element?.setAttribute('dir', direction)
        element?.setAttribute('data-block', block === SubItemNode ? 'sub-item' : 'paragraph')
      }
    }),
  )
  return mergeRegister(...ends)
}
