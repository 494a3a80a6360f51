import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { createPortal } from 'react-dom'
import * as Y from 'yjs'
import {
  connectDocument,
  forgetDocument,
  forgetOtherAccounts,
  liveStateOf,
  type DocumentConnection,
  type DocumentState,
} from '#collab/provider'
import { reportReachable, reportUnreachable } from '#components/ui/reachability'
import { EditorFrame } from '#components/text/editor-frame'
import { StillBlocks } from '#components/text/still-blocks'
import { IdleTools, WaitingText } from '#components/text/waiting-text'
import { useMessages } from '#components/ui/language'
import type { Language } from '#domain/languages'
import type { Block, DocumentContent } from '#domain/text/content'
import { readContent } from '../authored'
import { inFrames } from '../binding/schedule'
import { noCaret } from '../binding/shared-carets'
import { readText } from '../reading'
import { clientOf, newBase, shapeVersion } from '../shape'
import { unsentWords } from '../unsent-words'
import { AuthorMarks, AuthorShares } from './author-marks'
import { BracketList, EditingTools, noBracketContext, type BracketContext } from './bracket-tools'
import { CopyButton, DocumentStatus } from './document-status'
import { HindranceNotice } from './hindrance-notice'
import { RemoteCarets } from './remote-carets'
import { useAuthors } from './use-authors'
import { useTextEditor, type TextEditor } from './use-text-editor'

type Props = {
  documentId: string
  /** The reader's account: what is kept in this browser is bound to it. */
  account: string
  /** Whose brackets are whose; without it they are only shown. */
  brackets?: BracketContext
  language: Language
  label: string
  /** The text as the page has it, shown until the live one is there. */
  blocks: readonly Block[]
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
  const [leftBehind, setLeftBehind] = useState('')
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
      // The text goes on in another document, as when a draft is tabled: what was not sent stays behind.
      if (!connection.state().saved) setLeftBehind(unsentWords(readText(doc), connection.isUnkept))
      connection.destroy()
      doc.destroy()
    }
  }, [documentId, account])
  if (!open) return <WaitingText {...props} />
  return (
    <>
      {leftBehind !== '' && <LeftBehind words={leftBehind} close={() => setLeftBehind('')} />}
      <ConnectedEditor key={open.doc.guid} {...props} {...open} />
    </>
  )
}

/** Words that did not reach the document that this text was before. */
function LeftBehind({ words, close }: { words: string; close: () => void }) {
  const t = useMessages()
  return (
    <div className="notice" data-tone="warn" role="alert">
      <p>{t('editor.left-behind')}</p>
      <blockquote dir="auto">{words}</blockquote>
      <p className="button-row">
        <CopyButton words={() => words} />
        <button type="button" className="button button-small" onClick={close}>
          {t('brackets.understood')}
        </button>
      </p>
    </div>
  )
}

function ConnectedEditor({
  doc,
  connection,
  documentId,
  account,
  brackets = noBracketContext,
  language,
  label,
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
  const isDrawn = useIsDrawn(isLoaded && made !== undefined)
  const [marksLayer, setMarksLayer] = useState<HTMLElement | null>(null)
  const proposed = useRef(false)
  // What became an amendment is no longer waiting here.
  useEffect(
    () => () => {
      if (proposed.current) void forgetDocument(account, shapeVersion, documentId)
    },
    [account, documentId],
  )
  useContentUpdates(doc, onContent)
  useReachability(state)

  const editable =
    !watchOnly &&
    isLoaded &&
    state.readOnly === 'none' &&
    !state.refused &&
    state.ended !== 'not-available' &&
    state.ended !== 'role-changed'
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
              discard={() =>
                void forgetDocument(account, shapeVersion, documentId).then(() => location.reload())
              }
              retry={connection.retry}
            />
          </>
        )
      }
      below={
        made && (
          <>
            {!watchOnly && isLoaded && <Authorship made={made} documentId={documentId} layer={marksLayer} />}
            <BracketList
              made={made}
              surface={surface}
              editable={editable}
              context={brackets}
              language={language}
            />
          </>
        )
      }
    >
      {!isDrawn && (
        <div className="document-text">
          <StillBlocks blocks={blocks} language={language} />
        </div>
      )}
      <div
        ref={surface}
        className="document-text"
        contentEditable={editable}
        suppressContentEditableWarning
        hidden={!isDrawn}
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
          {!watchOnly && <div ref={setMarksLayer} className="author-marks" />}
          <RemoteCarets made={made} awareness={connection.provider.awareness} />
        </>
      )}
    </EditorFrame>
  )
}

/** Who wrote the text: marked beside and in it, and counted below. */
function Authorship({
  made,
  documentId,
  layer,
}: {
  made: TextEditor
  documentId: string
  layer: HTMLElement | null
}) {
  const authorOf = useAuthors(made.binding, documentId)
  return (
    <>
      {layer && createPortal(<AuthorMarks made={made} authorOf={authorOf} layer={layer} />, layer)}
      <AuthorShares made={made} authorOf={authorOf} />
    </>
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

/**
 * Whether the editor has drawn what arrived, which it does in the frame after. Until then the text of the page stays:
 * an empty editor would let everything below it jump up and down again.
 */
function useIsDrawn(hasText: boolean): boolean {
  const [isDrawn, setDrawn] = useState(false)
  useEffect(() => {
    if (!hasText) return undefined
    let cancel = inFrames(() => {
      cancel = inFrames(() => setDrawn(true))
    })
    return () => cancel()
  }, [hasText])
  return isDrawn
}

/** The connection of a text knows first whether the server can be reached; the page around it is told. */
function useReachability({ connection, ended }: DocumentState): void {
  useEffect(() => {
    if (ended !== undefined) return
    if (connection === 'offline') reportUnreachable()
    else if (connection === 'connected') reportReachable()
  }, [connection, ended])
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
