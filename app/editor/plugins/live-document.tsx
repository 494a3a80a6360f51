import { registerRichText } from '@lexical/rich-text'
import { mergeRegister } from '@lexical/utils'
import { createEditor, type LexicalEditor } from 'lexical'
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import * as Y from 'yjs'
import {
  connectDocument,
  forgetDocument,
  forgetOtherAccounts,
  type DocumentConnection,
} from '#collab/provider'
import { useLanguage, useMessages } from '#components/ui/language'
import { directionOf, localized, type Language, type LocalizedText } from '#domain/languages'
import { bracketRights } from '#domain/text/brackets'
import type { DocumentContent } from '#domain/text/content'
import { shapeVersion } from '#editor/shape'
import { bindEditor } from '../binding'
import { ForeignBracketError, guardBrackets } from '../bracket-edits'
import { largestPaste, limitContent } from '../commands'
import { lostWords, withLostWords } from '../lost-words'
import { blockNodes, editorNodes } from '../nodes'
import { readContent } from '../text-document'
import { BracketList, EditingTools, noBracketContext, type BracketContext } from './bracket-tools'
import { DocumentStatus } from './document-status'

type Props = {
  documentId: string
  /** The reader's account: what is kept in this browser is bound to it. */
  account: string
  /** Whose brackets are whose; without it they are only shown. */
  brackets?: BracketContext
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
    const connection = connectDocument({ documentId, doc, account, serverUrl, shape: shapeVersion })
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
  brackets = noBracketContext,
  language,
  label,
  onContent,
  propose,
  watchOnly = false,
}: Props & Open) {
  const t = useMessages()
  const reader = useLanguage().language
  const state = useSyncExternalStore(connection.subscribe, connection.state, connection.state)
  const lost = useLostWords(doc, connection)
  const surface = useRef<HTMLDivElement>(null)
  const carets = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<LexicalEditor>()
  const [tooLarge, setTooLarge] = useState(false)
  const [kept, setKept] = useState(false)
  const context = useRef(brackets)
  useEffect(() => {
    context.current = brackets
  }, [brackets])
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
        if (!(error instanceof ForeignBracketError)) throw error
        setKept(true)
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
      guardBrackets(made, () => bracketRights(context.current.reader, context.current.inOwnDraft)),
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
      {editable && editor && <EditingTools editor={editor} context={brackets} language={language} />}
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
      {kept && (
        <p className="notice" data-tone="warn" role="alert">
          {t('brackets.kept')}{' '}
          <button type="button" className="button button-small" onClick={() => setKept(false)}>
            {t('brackets.understood')}
          </button>
        </p>
      )}
      {tooLarge && (
        <p className="notice" data-tone="warn" role="alert">
          {t('editor.paste-too-large', { limit: largestPaste })}
        </p>
      )}
      {!(watchOnly && state.connection === 'connected') && (
        <DocumentStatus
          state={state}
          lost={lost}
          language={language}
          words={() => lost || (surface.current?.innerText ?? '')}
          propose={
            propose &&
            (() => {
              proposed.current = true
              propose(withLostWords(readContent(doc), lostWords(doc, connection.isUnkept)))
            })
          }
          discard={() => void forgetDocument(account, documentId).then(() => location.reload())}
          retry={connection.retry}
        />
      )}
      {editor && (
        <BracketList
          editor={editor}
          doc={doc}
          surface={surface}
          editable={editable}
          context={brackets}
          language={language}
        />
      )}
    </div>
  )
}

/** What this browser alone has of words whose place is gone, a line for each place; empty while nothing is refused. */
function useLostWords(doc: Y.Doc, connection: DocumentConnection): string {
  const read = useCallback(
    () =>
      connection.state().refused
        ? lostWords(doc, connection.isUnkept)
            .map(({ words }) => words)
            .join('\n')
        : '',
    [doc, connection],
  )
  const subscribe = useCallback(
    (listener: () => void) => {
      const end = connection.subscribe(listener)
      doc.on('update', listener)
      return () => {
        end()
        doc.off('update', listener)
      }
    },
    [doc, connection],
  )
  return useSyncExternalStore(subscribe, read, read)
}
