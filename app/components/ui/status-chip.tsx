import type { AmendmentStatus, ConsolidatedStatus, PreliminaryStatus } from '#domain/status'
import { useMessages } from './language'

type Status = PreliminaryStatus | ConsolidatedStatus | AmendmentStatus

const tones: Record<Status, 'quiet' | 'active' | 'good' | 'warn' | 'bad'> = {
  draft: 'quiet',
  tabled: 'active',
  'under-discussion': 'active',
  listed: 'good',
  withdrawn: 'quiet',
  proposed: 'warn',
  'under-silence': 'warn',
  'agreed-ad-referendum': 'good',
  adopted: 'good',
  'not-adopted': 'bad',
  accepted: 'good',
  'accepted-in-part': 'good',
  rejected: 'bad',
  superseded: 'quiet',
}

/** Where something stands, in a word with a dot. */
export function StatusChip({ status }: { status: Status }) {
  const t = useMessages()
  return (
    <span className="chip status-dot" data-tone={tones[status]}>
      {t(`status.${status}`)}
    </span>
  )
}
