import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import * as Y from 'yjs'
import {
  connectDocument,
  forgetDocument,
  forgetOtherAccounts,
  liveStateOf,
  type DocumentConnection,
} from '#collab/provider'
import { EditorFrame } from '#components/text/editor-frame'
import { StillBlocks } from '#components/text/still-blocks'
import { IdleTools, WaitingText } from '#components/text/waiting-text'
import type { Language } from '#domain/languages'
import type { Block, DocumentContent } from '#domain/text/content'
import { readContent } from '../authored'
import { noCaret } from '../binding/shared-carets'
import { clientOf, newBase, shapeVersion } from '../shape'
import { unsentWords } from '../unsent-words'
import { AuthorMarks } from './author-marks'
import { BracketList, EditingTools, noBracketContext, type BracketContext } from './bracket-tools'
import { DocumentStatus } from './document-status'
import { HindranceNotice } from './hindrance-notice'
import { RemoteCarets } from './remote-carets'
import { useTextEditor } from './use-text-editor'

type Props = {
  documentId: string
  /** The reader's account: what is kept in this browser is bound to it. */
  account: string
  /** Whose brackets are whose; without it they are only shown. */
  brackets?: BracketContext
  language: Language
  label: string
  /** The text as the page has it, shown until the live one is there. */
  text: string
  blocks?: readonly Block[] | undefined
  /** Shown and never written. */
  watchOnly?: boolean
  /** Whether the page expects that the reader may write; the server decides. */
  mayWrite?: boolean
  /** Told of the text when it has changed, at most a few times a second. */
  onContent?: (content: DocumentContent) => void
  /** Makes an amendment of words that were refused as an edit, and leaves this text. */
  propose?: (content: DocumentContent) => void
}

/** How soon after a change the text is told of. */
const contentDelayMs = 300

type Open = { doc: Y.Doc; connection: DocumentConnection }

/** One document, live: the text with everybody's carets, what one may do with it, and whether it is saved. */
export function LiveDocument(props: Props) {
  const { documentId, account } = props
  const [open, setOpen] = useState<Open>()
  useEffect(() => {
    const doc = new Y.Doc({ gc: false })
    doc.clientID = clientOf(newBase(Math.random()), 'letters')
    const protocol = location.protocol === 'https:' ? 'wss:' : 'ws:'
    const serverUrl = `${protocol}//${location.host}/collaboration`
    void forgetOtherAccounts(account)
    const connection = connectDocument({ documentId, doc, account, serverUrl, shape: shapeVersion })
    connection.provider.awareness.setLocalState({ ...noCaret })
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the connection is outside React
    setOpen({ doc, connection })
    return () => {
      connection.destroy()
      doc.destroy()
    }
  }, [documentId, account])
  if (!open) return <WaitingText {...props} />
  return <ConnectedEditor key={open.doc.guid} {...props} {...open} />
}

function ConnectedEditor({
  doc,
  connection,
  documentId,
  account,
  brackets = noBracketContext,
  language,
  label,
  text,
  blocks,
  onContent,
  propose,
  watchOnly = false,
  mayWrite = true,
}: Props & Open) {
  const state = useSyncExternalStore(connection.subscribe, connection.state, connection.state)
  const surface = useRef<HTMLDivElement>(null)
  const isLoaded = useIsLoaded(doc)
  const { made, hindrance, forgetHindrance } = useTextEditor({
    doc,
    connection,
    documentId,
    language,
    brackets,
    surface,
  })
  const proposed = useRef(false)
  // What became an amendment is no longer waiting here.
  useEffect(
    () => () => {
      if (proposed.current) void forgetDocument(account, documentId)
    },
    [account, documentId],
  )
  useContentUpdates(doc, onContent)

  const editable =
    !watchOnly && isLoaded && state.readOnly === 'none' && !state.refused && state.ended !== 'not-available'
  useEffect(() => made?.editor.setEditable(editable), [made, editable])
  const isExpectedToWrite = state.readOnly === undefined ? mayWrite : editable
  const words = () => {
    const unsent = made ? unsentWords(made.binding.reading, connection.isUnkept) : ''
    return unsent || (surface.current?.innerText ?? '')
  }
  const tools = made && editable && <EditingTools made={made} context={brackets} language={language} />

  return (
    <EditorFrame
      language={language}
      toolbar={!watchOnly && isExpectedToWrite && (tools || <IdleTools />)}
      status={
        !(watchOnly && state.connection === 'connected') && (
          <>
            <HindranceNotice hindrance={hindrance} brackets={brackets} close={forgetHindrance} />
            <DocumentStatus
              state={state}
              words={words}
              propose={
                propose &&
                (() => {
                  proposed.current = true
                  propose(readContent(doc))
                })
              }
              discard={() => void forgetDocument(account, documentId).then(() => location.reload())}
              retry={connection.retry}
            />
          </>
        )
      }
      below={
        made && (
          <BracketList
            made={made}
            surface={surface}
            editable={editable}
            context={brackets}
            language={language}
          />
        )
      }
    >
      {!isLoaded && (
        <div className="document-text">
          <StillBlocks text={text} blocks={blocks} language={language} />
        </div>
      )}
      <div
        ref={surface}
        className="document-text"
        contentEditable={editable}
        suppressContentEditableWarning
        hidden={!isLoaded}
        role="textbox"
        tabIndex={0}
        aria-multiline="true"
        aria-readonly={!editable}
        aria-label={label}
        spellCheck
        data-live-text=""
        data-state={liveStateOf(state)}
      />
      {made && isLoaded && (
        <>
          <AuthorMarks made={made} documentId={documentId} />
          <RemoteCarets made={made} awareness={connection.provider.awareness} />
        </>
      )}
    </EditorFrame>
  )
}

/** Whether anything of the document has arrived, from the server or from this browser's own copy. */
function useIsLoaded(doc: Y.Doc): boolean {
  return useSyncExternalStore(
    (listener) => {
      doc.on('update', listener)
      return () => doc.off('update', listener)
    },
    () => doc.store.clients.size > 0,
    () => false,
  )
}

function useContentUpdates(doc: Y.Doc, onContent: Props['onContent']): void {
  useEffect(() => {
    if (!onContent) return undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    const tell = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        onContent(readContent(doc))
      }, contentDelayMs)
    }
    doc.on('update', tell)
    return () => {
      clearTimeout(timer)
      doc.off('update', tell)
    }
  }, [doc, onContent])
}
