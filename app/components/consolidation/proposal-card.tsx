import { Link } from '@remix-run/react'
import { DiffView } from '#components/text/diff-view'
import { Text, useMessages } from '#components/ui/language'
import { StatusChip } from '#components/ui/status-chip'
import type { DispositionKind } from '#domain/consolidation/dispositions'
import type { Language } from '#domain/languages'
import type { RecommendationStatus } from '#domain/status'
import type { DiffLine } from '#domain/text/diff-lines'
import { itemName } from './tray'

type Proposal = {
  id: string
  year: string
  label?: string | undefined
  language: Language
  text: string
  isWithdrawn: boolean
  disposition?: { kind: DispositionKind; reason?: string | undefined } | undefined
  targets: readonly {
    id: string
    number?: number | undefined
    status: RecommendationStatus
    lines: readonly DiffLine[]
  }[]
}

/** A proposal of a delegation, and word by word what became of it. */
export function ProposalCard({ proposal, meeting }: { proposal: Proposal; meeting: string }) {
  const t = useMessages()
  const { disposition, targets, language } = proposal
  return (
    <li className="card">
      <p className="item-head">
        <strong>
          <bdi>{itemName(t, proposal)}</bdi>
        </strong>
        <span className="chip">
          {disposition ? t(`disposition.${disposition.kind}`) : t('consolidation.without')}
        </span>
        {proposal.isWithdrawn && <span className="chip">{t('consolidation.source-withdrawn')}</span>}
        <Link className="sheet-end soft" to={`/recommendations/${proposal.id}/lineage`}>
          {t('desk.lineage')}
        </Link>
      </p>
      <p className="document-text document-text-small">
        <Text language={language}>{proposal.text}</Text>
      </p>
      {disposition?.reason && <p dir="auto">{t('proposals.reason', { reason: disposition.reason })}</p>}
      {targets.map((target) => (
        <section key={target.id} aria-label={t('proposals.target', { number: target.number ?? 0 })}>
          <p className="item-head">
            <Link to={`/meetings/${meeting}/recommendations/${target.id}`}>
              {t('proposals.target', { number: target.number ?? 0 })}
            </Link>
            <StatusChip status={target.status} />
          </p>
          <DiffView lines={target.lines} language={language} />
        </section>
      ))}
    </li>
  )
}
