import { $getNodeByKey } from 'lexical'
import { useEffect, useState, type RefObject } from 'react'
import type { Badge } from '#components/people/delegations'
import { useMessages } from '#components/ui/language'
import type { Language } from '#domain/languages'
import { isMember, type LocalActor } from '#domain/people/participants'
import { bracketRules } from '#domain/permissions/brackets'
import { bracketRights } from '#domain/text/brackets'
import type { BracketFacts } from '#domain/text/content'
import { bracketFacts } from '../authored'
import { $liftBracket, $putBracket, type BracketChoice } from '../binding/bracket-commands'
import { $isBracketNode, BracketNode } from '../nodes/bracket-node'
import { OpenBrackets, ReasonForm, useBracketFacts, useOpenBrackets } from './open-brackets'
import { Toolbar } from './toolbar'
import type { TextEditor } from './use-text-editor'

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
  made: TextEditor
  context: BracketContext
  language: Language
}

/** The toolbar of a text that may be edited, and what the button for brackets asks or answers. */
export function EditingTools({ made, context, language }: Props) {
  const { editor, binding, guard } = made
  const t = useMessages()
  const facts = useBracketFacts(context.badges, context.timeZone)
  const [asking, setAsking] = useState<string>()
  const [answer, setAnswer] = useState<{ text: string; around: BracketFacts | undefined }>()
  const around = useBracketAroundCaret(made)
  const { reader, inOwnDraft } = context
  // An answer is over when the caret is elsewhere.
  const said = answer?.around === around ? answer?.text : undefined
  const say = (text: string) => setAnswer({ text, around })
  const choose = (choice: BracketChoice, isAtOnce: boolean) => {
    setAnswer(undefined)
    setAsking(undefined)
    if (choice.kind === 'nothing') say(t('brackets.select'))
    else if (choice.kind === 'put') {
      if (isAtOnce) put('')
      else setAsking(choice.words)
    } else if (bracketRights(reader, inOwnDraft).lift(choice.facts)) {
      editor.update(() => void $liftBracket(binding, guard, choice.id), { discrete: true })
      editor.focus()
    } else say(t('brackets.not-yours', { name: facts.by(choice.facts) }))
  }
  const put = (reason: string) => {
    const requestedBy = (isMember(reader) && reader.delegation) || ''
    const since = new Date().toISOString()
    editor.update(() => $putBracket(binding, { requestedBy, reason, since }), { discrete: true })
    close()
  }
  const close = () => {
    setAsking(undefined)
    editor.focus()
  }
  return (
    <>
      <Toolbar made={made} onBrackets={choose} />
      {asking !== undefined && (
        <ReasonForm
          title={t('brackets.put')}
          words={{ text: asking, language }}
          submit={t('brackets.put')}
          done={put}
          close={close}
        />
      )}
      <p role="status" className="bracket-status">
        {said ?? (around && `${t('brackets.around')} ${facts.line(around)}`)}
      </p>
    </>
  )
}

/** What the brackets say that the caret is in. */
function useBracketAroundCaret({ editor, binding }: TextEditor): BracketFacts | undefined {
  const [around, setAround] = useState<BracketFacts>()
  useEffect(
    () =>
      binding.subscribe(() => {
        const found = editor.getEditorState().read(() => {
          const id = binding.$selected()?.from.brackets.at(-1)
          const mark = id === undefined ? undefined : binding.reading.brackets.get(id)
          return mark && bracketFacts(mark.facts)
        })
        setAround((before) => (JSON.stringify(before) === JSON.stringify(found) ? before : found))
      }),
    [editor, binding],
  )
  return around
}

/** The open brackets of a text, and each one's facts where the pointer rests on it. */
export function BracketList({
  made,
  surface,
  editable,
  context,
  language,
}: Props & { surface: RefObject<HTMLElement>; editable: boolean }) {
  const { editor, binding, guard } = made
  const { badges, timeZone, reader, inOwnDraft, lift, take } = context
  const open = useOpenBrackets(binding)
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
          ? ({ id }) => editor.update(() => void $liftBracket(binding, guard, id), { discrete: true })
          : lift && !inOwnDraft
            ? (bracket, reason) => lift(bracket.id, reason)
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
