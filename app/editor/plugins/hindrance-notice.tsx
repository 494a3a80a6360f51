import { useMessages } from '#components/ui/language'
import { largestPaste, mostPastedBlocks } from '../clipboard/pasted-blocks'
import type { BracketContext } from './bracket-tools'
import { useBracketFacts } from './open-brackets'
import type { Hindrance } from './use-text-editor'

/** Says why an edit was not made; the text is as it was. */
export function HindranceNotice({
  hindrance,
  brackets,
  close,
}: {
  hindrance: Hindrance | undefined
  brackets: BracketContext
  close: () => void
}) {
  const t = useMessages()
  const facts = useBracketFacts(brackets.badges, brackets.timeZone)
  if (!hindrance) return null
  const text =
    hindrance.kind === 'paste-too-large'
      ? t('editor.paste-too-large', { limit: largestPaste, blocks: mostPastedBlocks })
      : t(`brackets.refused.${hindrance.bracket.act}`, { name: facts.by(hindrance.bracket.facts) })
  return (
    <p className="notice" data-tone="warn" role="alert">
      {text}{' '}
      <button type="button" className="button button-small" onClick={close}>
        {t('brackets.understood')}
      </button>
    </p>
  )
}
