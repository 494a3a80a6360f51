import type { Db } from '#db/client'
import { listDelegations } from '#db/queries/delegations'
import { listPositionsToldToAll, listStatements } from '#db/queries/positions'
import { listRecommendationsById } from '#db/queries/recommendations'
import type { DelegationId, RecommendationId } from '#domain/ids'
import { listAllAmendments } from '#db/queries/amendments'
import type { Language } from '#domain/languages'
import type { ListKind } from '#domain/lists/canonical-list'
import type { ChangeOutcome } from '#domain/negotiation/outcomes'
import type { AmendmentStatus } from '#domain/status'
import { readChangeOutcomes } from '#server/texts/change-outcomes'
import { stances, type Stance, type StatementKind } from '#domain/negotiation/positions'
import type { Actor, Place } from '#domain/people/participants'
import { plainText } from '#domain/text/content'
import { freezeBlocks, type FrozenBlock } from '#domain/text/frozen-text'
import { can } from '#domain/permissions/can'

/** What a file may carry beside a list when it is asked for. */
export const additions = ['statements', 'positions', 'amendments', 'annexes'] as const
export type Addition = (typeof additions)[number]

/**
 * What a file of a list may carry: what was recorded stands with paragraphs that were negotiated, positions and
 * amendments are for participants, and an adopted list has its annexes.
 */
export function offeredAdditions({ kind }: { kind: ListKind }, isMember: boolean): Addition[] {
  if (kind === 'preliminary') return []
  return additions.filter((addition) =>
    addition === 'annexes' ? kind === 'adopted' : isMember || addition === 'statements',
  )
}

/** An amendment that was tabled, and what became of each of its changes. */
export type RecordedAmendment = {
  proposers: string[]
  status: AmendmentStatus
  language: Language
  changes: ChangeOutcome[]
}

/** What delegations had recorded with a paragraph, or told everybody about it; no part of the list itself. */
export type Recorded = {
  statements: {
    delegation: string
    kind: StatementKind
    language: Language
    blocks: FrozenBlock[]
    /** The words of the blocks, a line each, for programs that need no more. */
    text: string
    at: string
  }[]
  positions: { delegation: string; stance: Stance; reason: string }[]
  /** Absent where they were not asked for. */
  amendments?: RecordedAmendment[]
}

/**
 * What was recorded with the items of a list, by label, as far as this reader may see it. What was told to the
 * Chair alone is in no file, no matter who asks for it: files are passed on.
 */
export async function readRecorded(
  db: Db,
  actor: Actor,
  { group }: Place,
  items: readonly { label: string; recommendation: RecommendationId }[],
  wanted: readonly Addition[],
  until = new Date(),
): Promise<ReadonlyMap<string, Recorded>> {
  const ids = items.map((item) => item.recommendation)
  const recommendations = await listRecommendationsById(db, ids)
  const [statements, positions, delegations] = await Promise.all([
    wanted.includes('statements') ? listStatements(db, ids) : [],
    wanted.includes('positions') ? listPositionsToldToAll(db, ids) : [],
    listDelegations(db, group),
  ])
  const codes = new Map(delegations.map(({ id, code }) => [id, code]))
  const isOf = (id: RecommendationId) => (entry: { recommendation: RecommendationId; at: Date }) =>
    entry.recommendation === id && entry.at <= until
  const amendments = wanted.includes('amendments')
    ? await readAmendments(db, actor, ids, codes, until)
    : undefined
  return new Map(
    items.map(({ label, recommendation }) => {
      const item = recommendations.find((candidate) => candidate.id === recommendation)
      const maySee = (action: 'statement.see' | 'position.see') => item && can(actor, action, item)
      const recorded: Recorded = {
        statements: (maySee('statement.see') ? statements : [])
          .filter(isOf(recommendation))
          .map(({ delegation, kind, language, content, at }) => ({
            delegation: codes.get(delegation) ?? '',
            kind,
            language,
            blocks: freezeBlocks(content, (id) => codes.get(id as DelegationId) ?? ''),
            text: plainText(content),
            at: at.toISOString(),
          })),
        positions: (maySee('position.see') ? positions : [])
          .filter(isOf(recommendation))
          .map(({ delegation, stance, reason }) => ({
            delegation: codes.get(delegation) ?? '',
            stance,
            reason,
          }))
          .toSorted((a, b) => stances.indexOf(a.stance) - stances.indexOf(b.stance)),
        ...(amendments && { amendments: amendments.get(recommendation) ?? [] }),
      }
      return [label, recorded]
    }),
  )
}

/** The amendments that this reader may see and that were tabled by then, as they were decided by then. */
async function readAmendments(
  db: Db,
  actor: Actor,
  ids: readonly RecommendationId[],
  codes: ReadonlyMap<string, string>,
  until: Date,
): Promise<Map<RecommendationId, RecordedAmendment[]>> {
  const found = new Map<RecommendationId, RecordedAmendment[]>()
  for (const id of ids) {
    const visible = (await listAllAmendments(db, id)).filter(
      (amendment) =>
        amendment.tabledAt && amendment.tabledAt <= until && can(actor, 'amendment.see', amendment),
    )
    const outcomes = await readChangeOutcomes(db, visible)
    found.set(
      id,
      visible.map(({ id: amendment, proposers, sponsors, status, language, decidedAt }) => ({
        proposers: [...proposers, ...sponsors].map((proposer) => codes.get(proposer) ?? ''),
        status: decidedAt && decidedAt > until ? 'tabled' : status,
        language,
        changes: (outcomes.get(amendment) ?? []).map((change) =>
          change.decidedAt !== undefined && change.decidedAt <= until.toISOString()
            ? change
            : { index: change.index, removed: change.removed, added: change.added, outcome: undefined },
        ),
      })),
    )
  }
  return found
}
