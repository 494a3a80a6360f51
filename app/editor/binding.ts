import {
  CONNECTED_COMMAND,
  createBindingV2__EXPERIMENTAL,
  createUndoManager,
  initLocalState,
  setLocalStateFocus,
  syncCursorPositions,
  syncLexicalUpdateToYjsV2__EXPERIMENTAL,
  syncYjsChangesToLexicalV2__EXPERIMENTAL,
  syncYjsStateToLexicalV2__EXPERIMENTAL,
  type Provider,
  type ProviderAwareness,
  type UserState,
} from '@lexical/yjs'
import {
  $getRoot,
  $isElementNode,
  BLUR_COMMAND,
  CAN_REDO_COMMAND,
  CAN_UNDO_COMMAND,
  COMMAND_PRIORITY_EDITOR,
  FOCUS_COMMAND,
  REDO_COMMAND,
  UNDO_COMMAND,
  type LexicalEditor,
  type LexicalNode,
} from 'lexical'
import * as Y from 'yjs'
import { openingSign, plainText } from '#domain/text/content'
import { $isBracketNode } from './nodes/bracket-node'
import { readContent } from './text-document'

/** After this long without a change the view is compared with the document, in milliseconds. */
const quietTime = 800

export type BoundEditor = {
  /** Where remote carets are drawn; absent on a server. */
  showCaretsIn: (container: HTMLElement | null) => void
  /** Compares the view with the document now and rebuilds it if they differ. @returns whether it was rebuilt. */
  check: () => boolean
  /** How often the view had to be rebuilt. */
  rebuilt: () => number
  destroy: () => void
}

type Options = {
  editor: LexicalEditor
  doc: Y.Doc
  awareness: ProviderAwareness
  /** How a participant is named to this reader, from what the server says of it. */
  nameOf: (state: UserState) => string
}

/**
 * Binds an editor to a document through Lexical's second Yjs binding. The document is the truth and the editor
 * a view of it: whenever they differ the view is rebuilt, never written back. The binding is experimental;
 * nothing else in the product touches it.
 */
export function bindEditor({ editor, doc, awareness, nameOf }: Options): BoundEditor {
  const docMap = new Map([['text', doc]])
  const binding = createBindingV2__EXPERIMENTAL(editor, 'text', doc, docMap)
  const provider: Provider = {
    awareness: leaningLeft(doc, awareness, nameOf),
    connect: () => undefined,
    disconnect: () => undefined,
    on: () => undefined,
    off: () => undefined,
  }
  let rebuilds = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const rebuild = () => {
    rebuilds += 1
    syncYjsStateToLexicalV2__EXPERIMENTAL(binding, provider)
  }
  const check = () => {
    if (viewText(editor) === plainText(readContent(doc))) return false
    rebuild()
    return true
  }
  const checkWhenQuiet = () => {
    clearTimeout(timer)
    timer = setTimeout(check, quietTime)
  }

  const onYjsChange = (events: Y.YEvent<Y.XmlElement | Y.XmlText>[], transaction: Y.Transaction) => {
    if (transaction.origin === binding) return
    try {
      const undone = transaction.origin instanceof Y.UndoManager
      syncYjsChangesToLexicalV2__EXPERIMENTAL(binding, provider, events, transaction, undone)
    } catch {
      // The known defect of the binding: a node that is gone from the view. The document is right.
      rebuild()
    }
    checkWhenQuiet()
  }
  const { root } = binding
  root.observeDeep(onYjsChange as Parameters<typeof root.observeDeep>[0])

  const undoManager = createUndoManager(binding, root)
  const tellStacks = () => {
    editor.dispatchCommand(CAN_UNDO_COMMAND, undoManager.undoStack.length > 0)
    editor.dispatchCommand(CAN_REDO_COMMAND, undoManager.redoStack.length > 0)
  }
  undoManager.on('stack-item-added', tellStacks)
  undoManager.on('stack-item-popped', tellStacks)

  const onAwareness = () => syncCursorPositions(binding, provider)
  awareness.on('update', onAwareness)
  initLocalState(provider, '', '', false, {})

  const unregister = [
    editor.registerUpdateListener(
      ({ prevEditorState, editorState, dirtyElements, dirtyLeaves, normalizedNodes, tags }) => {
        if (tags.has('skip-collab')) return
        syncLexicalUpdateToYjsV2__EXPERIMENTAL(
          binding,
          provider,
          prevEditorState,
          editorState,
          dirtyElements,
          dirtyLeaves,
          normalizedNodes,
          tags,
        )
        giveEmptyBlocksText(binding)
        checkWhenQuiet()
      },
    ),
    editor.registerCommand(UNDO_COMMAND, () => (undoManager.undo(), true), COMMAND_PRIORITY_EDITOR),
    editor.registerCommand(REDO_COMMAND, () => (undoManager.redo(), true), COMMAND_PRIORITY_EDITOR),
    editor.registerCommand(
      FOCUS_COMMAND,
      () => (setLocalStateFocus(provider, '', '', true, {}), false),
      COMMAND_PRIORITY_EDITOR,
    ),
    editor.registerCommand(
      BLUR_COMMAND,
      () => (setLocalStateFocus(provider, '', '', false, {}), false),
      COMMAND_PRIORITY_EDITOR,
    ),
  ]
  if (root.length > 0) syncYjsStateToLexicalV2__EXPERIMENTAL(binding, provider)
  editor.dispatchCommand(CONNECTED_COMMAND, true)

  return {
    showCaretsIn: (container) => {
      binding.cursorsContainer = container
      syncCursorPositions(binding, provider)
    },
    check,
    rebuilt: () => rebuilds,
    destroy: () => {
      clearTimeout(timer)
      root.unobserveDeep(onYjsChange as Parameters<typeof root.observeDeep>[0])
      awareness.off('update', onAwareness)
      undoManager.destroy()
      for (const end of unregister) end()
    },
  }
}

/**
 * Gives every block that has just been made, and is still empty, its shared text. The binding would make one with
 * the first letter: of two people who type first letters at once each would make its own, the views would join
 * the two, and letters would come out doubled and under the wrong name.
 */
function giveEmptyBlocksText(binding: { root: Y.XmlElement; doc: Y.Doc }) {
  const empty = binding.root
    .toArray()
    .filter((block): block is Y.XmlElement => block instanceof Y.XmlElement && block.length === 0)
  if (empty.length === 0) return
  binding.doc.transact(() => {
    for (const block of empty) block.push([new Y.XmlText()])
  }, binding)
}

/** What the view shows, with the brackets that it draws around unagreed text, a line per block. */
function viewText(editor: LexicalEditor): string {
  return editor.getEditorState().read(() => $getRoot().getChildren().map(visibleText).join('\n'))
}

function visibleText(node: LexicalNode): string {
  if (!$isElementNode(node)) return node.getTextContent()
  const text = node.getChildren().map(visibleText).join('')
  return $isBracketNode(node) ? `${openingSign(node.getFacts())}${text}]` : text
}

/**
 * The binding keeps the local caret as a relative position that leans to the right, so whoever types at the same
 * place pushes it on with every letter and two sentences come out as one soup. Leaning to the left, each stays
 * behind its own last letter.
 */
function leaningLeft(doc: Y.Doc, awareness: ProviderAwareness, nameOf: Options['nameOf']): ProviderAwareness {
  const lean = (position: UserState['anchorPos']): UserState['anchorPos'] => {
    const place = position && Y.createAbsolutePositionFromRelativePosition(position, doc)
    if (!place || !(place.type instanceof Y.XmlText)) return position
    return Y.createRelativePositionFromTypeIndex(place.type, place.index, -1)
  }
  return {
    getLocalState: () => awareness.getLocalState(),
    setLocalState: (state) =>
      awareness.setLocalState(
        state && { ...state, anchorPos: lean(state.anchorPos), focusPos: lean(state.focusPos) },
      ),
    setLocalStateField: (field, value) => awareness.setLocalStateField(field, value),
    getStates: () => {
      const states = new Map<number, UserState>()
      awareness.getStates().forEach((state, client) => states.set(client, { ...state, name: nameOf(state) }))
      return states
    },
    on: (type, listener) => awareness.on(type, listener),
    off: (type, listener) => awareness.off(type, listener),
  }
}
