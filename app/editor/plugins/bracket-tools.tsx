import { $getNodeByKey, $getSelection, $isRangeSelection, type LexicalEditor } from 'lexical'
import { useEffect, useState, type RefObject } from 'react'
import type * as Y from 'yjs'
import type { Badge } from '#components/people/delegations'
import { useMessages } from '#components/ui/language'
import type { Language } from '#domain/languages'
import { isMember, type LocalActor } from '#domain/people/participants'
import { bracketRules } from '#domain/permissions/brackets'
import { bracketRights } from '#domain/text/brackets'
import type { BracketFacts } from '#domain/text/content'
import {
  $bracketAround,
  $liftAroundCaret,
  $liftBracketAt,
  $putInBrackets,
  type BracketChoice,
} from '../bracket-edits'
import { $isBracketNode, BracketNode } from '../nodes/bracket-node'
import { OpenBrackets, ReasonForm, useBracketFacts, useOpenBrackets } from './open-brackets'
import { Toolbar } from './toolbar'

/** What a text needs to know to show whose brackets are whose. */
export type BracketContext = {
  /** As seen where the text belongs. */
  reader: LocalActor
  badges: readonly Badge[]
  timeZone: string
  /** Whether the text is a draft that the reader writes. */
  inOwnDraft: boolean
  /** Lifts a bracket where the text itself may not be edited, or where others are told of it. */
  lift?: ((bracket: string, reason: string) => void) | undefined
  /** Takes one of the alternatives that were seen; absent where nothing is decided. */
  take?: ((bracket: string, seen: string, reason: string) => void) | undefined
}

/** Without a word about it, as where a text is only shown. */
export const noBracketContext: BracketContext = {
  reader: { kind: 'visitor' },
  badges: [],
  timeZone: 'UTC',
  inOwnDraft: false,
}

type Props = {
  editor: LexicalEditor
  context: BracketContext
  language: Language
}

/** The toolbar of a text that may be edited, and what the button for brackets asks or answers. */
export function EditingTools({ editor, context, language }: Props) {
  const t = useMessages()
  const facts = useBracketFacts(context.badges, context.timeZone)
  const [asking, setAsking] = useState<string>()
  const [answer, setAnswer] = useState<{ text: string; around: BracketFacts | undefined }>()
  const around = useBracketAroundCaret(editor)
  const { reader, inOwnDraft } = context
  // An answer is over when the caret is elsewhere.
  const said = answer?.around === around ? answer?.text : undefined
  const say = (text: string) => setAnswer({ text, around })
  const choose = (choice: BracketChoice) => {
    setAnswer(undefined)
    setAsking(undefined)
    if (choice.kind === 'nothing') say(t('brackets.select'))
    else if (choice.kind === 'put') setAsking(choice.words)
    else if (bracketRights(reader, inOwnDraft).lift(choice.facts)) editor.update($liftAroundCaret)
    else say(t('brackets.not-yours', { name: facts.by(choice.facts) }))
  }
  const put = (reason: string) => {
    const requestedBy = (isMember(reader) && reader.delegation) || ''
    const since = new Date().toISOString()
    editor.update(() => $putInBrackets({ requestedBy, reason, since }))
    close()
  }
  const close = () => {
    setAsking(undefined)
    editor.focus()
  }
  return (
    <>
      <Toolbar editor={editor} onBrackets={choose} />
      {asking !== undefined && (
        <ReasonForm
          title={t('brackets.put')}
          words={{ text: asking, language }}
          submit={t('brackets.put')}
          done={put}
          close={close}
        />
      )}
      <p role="status" className="bracket-status" data-empty={!said && !around}>
        {said ?? (around && `${t('brackets.around')} ${facts.line(around)}`)}
      </p>
    </>
  )
}

/** What the brackets say that the caret stands in. */
function useBracketAroundCaret(editor: LexicalEditor): BracketFacts | undefined {
  const [around, setAround] = useState<BracketFacts>()
  useEffect(
    () =>
      editor.registerUpdateListener(({ editorState }) => {
        const found = editorState.read(() => {
          const selection = $getSelection()
          return $isRangeSelection(selection) ? $bracketAround(selection)?.getFacts() : undefined
        })
        setAround((before) => (JSON.stringify(before) === JSON.stringify(found) ? before : found))
      }),
    [editor],
  )
  return around
}

/** The open brackets of a text, and each one's facts where the pointer rests on it. */
export function BracketList({
  editor,
  doc,
  surface,
  editable,
  context,
  language,
}: Props & { doc: Y.Doc; surface: RefObject<HTMLElement>; editable: boolean }) {
  const { badges, timeZone, reader, inOwnDraft, lift, take } = context
  const open = useOpenBrackets(doc)
  const { line } = useBracketFacts(badges, timeZone)
  useEffect(() => {
    if (badges.length === 0) return undefined
    return editor.registerMutationListener(BracketNode, (changes) => {
      for (const [key, change] of changes) {
        const element = change === 'destroyed' ? null : editor.getElementByKey(key)
        const facts = editor.getEditorState().read(() => {
          const node = $getNodeByKey(key)
          return $isBracketNode(node) ? node.getFacts() : undefined
        })
        if (element && facts) element.title = line(facts)
      }
    })
  }, [editor, badges, line])
  if (badges.length === 0) return null
  const inText = inOwnDraft && editable
  return (
    <OpenBrackets
      {...open}
      badges={badges}
      timeZone={timeZone}
      language={language}
      surface={surface}
      mayLift={bracketRights(reader, inOwnDraft).lift}
      lift={
        inText
          ? (bracket, place) => editor.update(() => $liftBracketAt(place, bracket))
          : lift && !inOwnDraft
            ? (bracket, _place, reason) => lift(bracket.id, reason)
            : undefined
      }
      take={
        take && !inOwnDraft && bracketRules['alternative.take'](reader, {})
          ? (bracket, seen, reason) => take(bracket.id, seen, reason)
          : undefined
      }
      asksWhy={!inText}
    />
  )
}
