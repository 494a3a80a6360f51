import { useComputedStyle } from '#components/ui/computed-style'
import { useFormat, useMessages } from '#components/ui/language'

/** The share of preliminary items that have a disposition. */
export function CoverageBar({ items, covered }: { items: number; covered: number }) {
  const t = useMessages()
  const format = useFormat()
  const styled = useComputedStyle()
  const share = items === 0 ? 1 : covered / items
  return (
    <div className="coverage">
      <span id="coverage-name">{t('coverage.title')}</span>
      <span
        className="coverage-track"
        role="progressbar"
        aria-labelledby="coverage-name"
        aria-valuemin={0}
        aria-valuemax={items}
        aria-valuenow={covered}
      >
        <span style={styled({ inlineSize: `${String(share * 100)}%` })} />
      </span>
      <strong>{format.percent(share)}</strong>
      <span className="soft">{t('coverage.missing', { count: items - covered, items })}</span>
    </div>
  )
}
