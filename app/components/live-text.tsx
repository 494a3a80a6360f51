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
}: {
  text: string
  language: Language
  document: string
  account: string | undefined
  delegation: string | undefined
  label: string
  onContent?: (content: DocumentContent) => void
}) {
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
        {...(onContent && { onContent })}
      />
    </Suspense>
  )
}
