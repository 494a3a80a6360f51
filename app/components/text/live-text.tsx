import { useFetcher } from '@remix-run/react'
import { lazy, Suspense, useSyncExternalStore } from 'react'
import type { Badge } from '#components/people/delegations'
import { RefusalNotice, type RefusalCode } from '#components/ui/refusal-notice'
import { directionOf, type Language } from '#domain/languages'
import type { LocalActor } from '#domain/people/participants'
import type { Block, DocumentContent } from '#domain/text/content'
import { StillBlocks } from './still-blocks'
import { WaitingText } from './waiting-text'

const LiveDocument = lazy(async () => ({
  default: (await import('#editor/plugins/live-document')).LiveDocument,
}))

type Brackets = {
  reader: LocalActor
  badges: readonly Badge[]
  timeZone: string
  /** Whether the text is a draft that the reader writes. */
  inOwnDraft: boolean
  /** The page that lifts brackets of this text and takes alternatives; absent where that is done in the text alone. */
  liftAt?: string
}

const never = () => () => undefined

/** A text that is live for those who are signed in and run scripts; the same text, still, for everyone else. */
export function LiveText({
  blocks,
  language,
  document,
  account,
  brackets,
  label,
  onContent,
  mayPropose = false,
  watchOnly = false,
  mayWrite = true,
}: {
  /** The text as the page has it, shown until the live one is there. */
  blocks: readonly Block[]
  language: Language
  document: string
  account: string | undefined
  /** Whose brackets are whose, as this reader sees them; without it they are only shown. */
  brackets?: Brackets
  label: string
  onContent?: (content: DocumentContent) => void
  /** Whether words that are refused here can be made an amendment, at the address of the text. */
  mayPropose?: boolean
  /** Shown and never written, no matter who looks at it. */
  watchOnly?: boolean
  /** Whether this reader may write, as far as the page knows: the place of the toolbar is kept free for those. */
  mayWrite?: boolean
}) {
  const lifting = useFetcher<{ refusal?: RefusalCode }>()
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  const act = (verb: string, what: Record<string, string>) =>
    lifting.submit(what, { method: 'post', action: `${brackets?.liftAt ?? ''}/${verb}` })
  if (!account)
    return (
      <div className="document-text sheet-body still-text" lang={language} dir={directionOf(language)}>
        <StillBlocks blocks={blocks} language={language} />
      </div>
    )
  const shown = { blocks, language, label, watchOnly, mayWrite }
  if (!inBrowser) return <WaitingText {...shown} />
  return (
    <Suspense fallback={<WaitingText {...shown} />}>
      <RefusalNotice refusal={lifting.data?.refusal} />
      <LiveDocument
        documentId={document}
        account={account}
        {...(brackets && {
          brackets: {
            ...brackets,
            ...(brackets.liftAt !== undefined && {
              lift: (bracket: string, reason: string) => act('lift-bracket', { bracket, reason }),
              take: (bracket: string, seen: string, reason: string) =>
                act('take-alternative', { bracket, seen, reason }),
            }),
          },
        })}
        {...shown}
        {...(onContent && { onContent })}
        {...(mayPropose && {
          propose: (content: DocumentContent) => act('amend', { content: JSON.stringify(content) }),
        })}
      />
    </Suspense>
  )
}
