import { registerRichText } from '@lexical/rich-text'
import { mergeRegister } from '@lexical/utils'
import {
  $getSelection,
  $isRangeSelection,
  createEditor,
  FORMAT_TEXT_COMMAND,
  REDO_COMMAND,
  UNDO_COMMAND,
  type LexicalEditor,
} from 'lexical'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import * as Y from 'yjs'
import type { DocumentConnection } from '#collab/provider'
import { connectDocument, forgetDocument, forgetOtherAccounts } from '#collab/provider'
import { useLanguage, useMessages } from '#components/language'
import type { DocumentContent } from '#domain/content'
import type { DelegationId } from '#domain/ids'
import { directionOf, localized, type Language, type LocalizedText } from '#domain/languages'
import { bindEditor } from '../binding'
import {
  $toggleBracket,
  $toggleSubItem,
  emphases,
  largestPaste,
  limitContent,
  type EmphasisName,
} from '../commands'
import { blockNodes, editorNodes } from '../nodes'
import { readContent } from '../text-document'
import { DocumentStatus } from './document-status'

type Props = {
  documentId: string
  /** The reader's account: what is kept in this browser is bound to it. */
  account: string
  /** The delegation that brackets are asked for by; absent for officers. */
  delegation: string | undefined
  language: Language
  label: string
  /** Shown and never written. */
  watchOnly?: boolean
  /** Told of the text when it has changed, at most a few times a second. */
  onContent?: (content: DocumentContent) => void
  /** Makes an amendment of words that were refused as an edit, and leaves this text. */
  propose?: (content: DocumentContent) => void
}

/** How soon after a change the text is told of, in milliseconds. */
const tellingDelay = 300

type Open = { doc: Y.Doc; connection: DocumentConnection }

/** One document, live: the text with everybody's carets, what one may do with it, and whether it is saved. */
export function LiveDocument(props: Props) {
  const { documentId, account } = props
  const [open, setOpen] = useState<Open>()
  useEffect(() => {
    const doc = new Y.Doc({ gc: false })
    const protocol = location.protocol === 'https:' ? 'wss:' : 'ws:'
    const serverUrl = `${protocol}//${location.host}/collaboration`
    void forgetOtherAccounts(account)
    const connection = connectDocument({ documentId, doc, account, serverUrl })
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the connection lives outside React
    setOpen({ doc, connection })
    return () => {
      connection.destroy()
      doc.destroy()
    }
  }, [documentId, account])
  if (!open) return null
  return <ConnectedEditor key={open.doc.guid} {...props} {...open} />
}

function nameFor(delegation: unknown, name: string, language: Language): string {
  if (typeof delegation !== 'string' || delegation === '') return name
  return localized(JSON.parse(delegation) as LocalizedText, language).text
}

function ConnectedEditor({
  doc,
  connection,
  documentId,
  account,
  delegation,
  language,
  label,
  onContent,
  propose,
  watchOnly = false,
}: Props & Open) {
  const t = useMessages()
  const reader = useLanguage().language
  const state = useSyncExternalStore(connection.subscribe, connection.state, connection.state)
  const surface = useRef<HTMLDivElement>(null)
  const carets = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<LexicalEditor>()
  const [tooLarge, setTooLarge] = useState(false)
  const proposed = useRef(false)
  // What became an amendment is no longer waiting here.
  useEffect(
    () => () => {
      if (proposed.current) void forgetDocument(account, documentId)
    },
    [account, documentId],
  )

  useEffect(() => {
    const made = createEditor({
      namespace: 'text',
      nodes: editorNodes,
      editable: false,
      theme: { text: { bold: 'text-bold', italic: 'text-italic', underline: 'text-underline' } },
      onError: (error) => {
        throw error
      },
    })
    made.setRootElement(surface.current)
    const bound = bindEditor({
      editor: made,
      doc,
      awareness: connection.provider.awareness as unknown as Parameters<typeof bindEditor>[0]['awareness'],
      nameOf: (user) => {
        const data: { delegation?: unknown } = user.awarenessData ?? {}
        return nameFor(data.delegation, user.name, reader)
      },
    })
    bound.showCaretsIn(carets.current)
    const end = mergeRegister(
      registerRichText(made),
      limitContent(made, () => setTooLarge(true)),
      ...blockNodes.map((block) =>
        // Lexical lets the first letters decide; here the language of the text does.
        made.registerMutationListener(block, (changes) => {
          for (const key of changes.keys())
            made.getElementByKey(key)?.setAttribute('dir', directionOf(language))
        }),
      ),
    )
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the editor lives outside React
    setEditor(made)
    return () => {
      end()
      bound.destroy()
      made.setRootElement(null)
    }
  }, [doc, connection, reader, language])

  useEffect(() => {
    if (!onContent) return undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    const tell = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        onContent(readContent(doc))
      }, tellingDelay)
    }
    doc.on('update', tell)
    return () => {
      clearTimeout(timer)
      doc.off('update', tell)
    }
  }, [doc, onContent])

  const editable =
    !watchOnly && state.readOnly === 'none' && !state.refused && state.ended !== 'not-available'
  useEffect(() => editor?.setEditable(editable), [editor, editable])

  return (
    <div className="live-document">
      {editable && editor && <Toolbar editor={editor} delegation={delegation} />}
      <div className="live-document-surface" lang={language} dir={directionOf(language)}>
        <div
          ref={surface}
          className="document-text"
          contentEditable={editable}
          suppressContentEditableWarning
          role="textbox"
          tabIndex={0}
          aria-multiline="true"
          aria-readonly={!editable}
          aria-label={label}
          spellCheck
        />
        <div ref={carets} className="carets" aria-hidden="true" />
      </div>
      {tooLarge && (
        <p className="notice" data-tone="warn" role="alert">
          {t('editor.paste-too-large', { limit: largestPaste })}
        </p>
      )}
      {!(watchOnly && state.connection === 'connected') && (
        <DocumentStatus
          state={state}
          words={() => surface.current?.innerText ?? ''}
          propose={
            propose &&
            (() => {
              proposed.current = true
              propose(readContent(doc))
            })
          }
          discard={() => void forgetDocument(account, documentId).then(() => location.reload())}
          retry={() => connection.provider.connect()}
        />
      )}
    </div>
  )
}

const marks: Record<EmphasisName, string> = { bold: 'B', italic: 'I', underline: 'U' }

function Toolbar({ editor, delegation }: { editor: LexicalEditor; delegation: string | undefined }) {
  const t = useMessages()
  const [active, setActive] = useState<EmphasisName[]>([])
  useEffect(
    () =>
      editor.registerUpdateListener(({ editorState }) => {
        const found = editorState.read(() => {
          const selection = $getSelection()
          return $isRangeSelection(selection) ? emphases.filter((name) => selection.hasFormat(name)) : []
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
        onClick={() =>
          editor.update(() =>
            $toggleBracket({ requestedBy: (delegation ?? '') as DelegationId | '', reason: '' }),
          )
        }
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
