import { useSubmit } from '@remix-run/react'
import { lazy, Suspense, useSyncExternalStore } from 'react'
import type { DocumentContent } from '#domain/content'
import { directionOf, type Language } from '#domain/languages'

const LiveDocument = lazy(async () => ({
  default: (await import('#editor/plugins/live-document')).LiveDocument,
}))

const never = () => () => undefined

/** A text that is live for those who are signed in and run scripts; the same text, still, for everyone else. */
export function LiveText({
  text,
  language,
  document,
  account,
  delegation,
  label,
  onContent,
  mayPropose = false,
  watchOnly = false,
}: {
  text: string
  language: Language
  document: string
  account: string | undefined
  delegation: string | undefined
  label: string
  onContent?: (content: DocumentContent) => void
  /** Whether words that are refused here can be made an amendment by this page's own address. */
  mayPropose?: boolean
  /** Shown and never written, whoever looks at it. */
  watchOnly?: boolean
}) {
  const submit = useSubmit()
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  const still = (
    <div className="document-text sheet-body still-text" lang={language} dir={directionOf(language)}>
      {text.split('\n').map((line, index) => (
        <p key={index}>{line}</p>
      ))}
    </div>
  )
  if (!account || !inBrowser) return still
  return (
    <Suspense fallback={still}>
      <LiveDocument
        documentId={document}
        account={account}
        delegation={delegation}
        language={language}
        label={label}
        watchOnly={watchOnly}
        {...(onContent && { onContent })}
        {...(mayPropose && {
          propose: (content: DocumentContent) =>
            submit({ intent: 'amend', content: JSON.stringify(content) }, { method: 'post' }),
        })}
      />
    </Suspense>
  )
}
