import type { Db } from '#db/client'
import { listChangeStates, type ChangeState } from '#db/queries/amendment-changes'
import { listAmendments, type Amendment } from '#db/queries/amendments'
import { loadDocument } from '#db/queries/documents'
import { canonicalJson, sha256 } from '#domain/hash'
import { applyChoices, isSameChange, touch, type ChosenChange } from '#domain/negotiation/merging'
import type { Outcome } from '#domain/negotiation/outcomes'
import type { Recommendation } from '#domain/negotiation/recommendations'
import { amendmentIs } from '#domain/status'
import type { DocumentContent } from '#domain/text/content'
import { readContent } from '#editor/authored'
import type { DocumentToken, Letters } from './document-words'
import { readPreview } from './preview'
import {
  placeAmendments,
  placesOf,
  readStandingText,
  readTabledAmendments,
  type ChangeInDocument,
} from './tabled-changes'

/** The longest rationale that goes into a bracket as its reason, in characters. */
const longestBracketReason = 200

/** One change on the merge desk, with what was chosen for it. */
export type DeskEntry = { amendment: Amendment; change: ChangeInDocument; state: ChangeState | undefined }

export type MergeDesk = {
  current: readonly DocumentToken[]
  content: DocumentContent
  /** Every change of every amendment on the table; those with an outcome are decided. */
  entries: readonly DeskEntry[]
  /** What the text becomes with what is chosen. */
  target: readonly DocumentToken[]
  becomes: DocumentContent
  /** Names the text, the choices and what they make of it: anyone who merges says what they saw. */
  seen: string
}

/** All amendments on the table of one recommendation, each change at its place in the text as it stands. */
export async function readMergeDesk(db: Db, item: Recommendation): Promise<MergeDesk> {
  const amendments = (await listAmendments(db, item.id)).filter((amendment) =>
    amendmentIs.tabled(amendment.status),
  )
  const [tabled, states, { doc }] = await Promise.all([
    readTabledAmendments(db, amendments),
    listChangeStates(
      db,
      amendments.map((amendment) => amendment.id),
    ),
    loadDocument(db, item.document),
  ])
  const text = await readStandingText(db, item.document, doc, item.language)
  const content = readContent(doc, text.reading)
  const placed = placeAmendments(tabled, text).changes
  const current = text.tokens
  const entries = amendments.flatMap((amendment) =>
    (placed.get(amendment.id) ?? []).map((change): DeskEntry => ({
      amendment,
      change,
      state: states.get(amendment.id)?.find((changeState) => changeState.index === change.index),
    })),
  )
  const target = applyChoices(current, chosenIn(entries))
  const becomes = readPreview(doc, item.language, target, placesOf(placedIn(entries)))
  doc.destroy()
  const chosen = entries.flatMap(({ amendment, change, state }) =>
    state?.choice ? [[amendment.id, change.index, state.choice]] : [],
  )
  return {
    current,
    content,
    entries,
    target,
    becomes,
    seen: sha256(canonicalJson({ content, becomes, chosen })),
  }
}

/**
 * What is chosen and not yet merged.
 * @param since the instant from which new brackets stand; absent while no one has put them there.
 */
export const chosenIn = (entries: readonly DeskEntry[], since?: Date): ChosenChange<Letters | undefined>[] =>
  entries.flatMap(({ amendment, change, state }) =>
    state?.choice && !state.outcome
      ? [
          {
            change,
            of: amendment.id,
            choice: state.choice,
            facts: {
              requestedBy: amendment.proposers[0] ?? '',
              reason: amendment.rationale.slice(0, longestBracketReason),
              ...(since && { since: since.toISOString() }),
            },
          },
        ]
      : [],
  )

/** Alternatives are built beside each other; what is accepted or bracketed comes at its own place. */
export const placedIn = (entries: readonly DeskEntry[]): ChangeInDocument[] =>
  entries
    .filter(({ state }) => !state?.outcome && (state?.choice === 'accept' || state?.choice === 'bracket'))
    .map(({ change }) => change)

/** Changes that are neither decided nor chosen. */
export const isOpen = ({ state }: DeskEntry): boolean => !state?.choice && !state?.outcome

/** Open changes that apply and compete with no other that is undecided: what no one contests. */
export function uncontestedIn(entries: readonly DeskEntry[]): DeskEntry[] {
  const undecided = entries.filter(({ state }) => !state?.outcome)
  return undecided.filter(
    (entry) =>
      isOpen(entry) &&
      entry.change.fit === 'applies' &&
      !undecided.some(
        (other) => touch(other.change, entry.change) && !isSameChange(other.change, entry.change),
      ),
  )
}

/** The outcome of each change, by amendment. */
export function outcomesByAmendment(
  decided: readonly { amendment: Amendment; index: number; outcome: Outcome }[],
): Map<Amendment, Map<number, Outcome>> {
  const found = new Map<Amendment, Map<number, Outcome>>()
  for (const { amendment, index, outcome } of decided)
    found.set(amendment, (found.get(amendment) ?? new Map<number, Outcome>()).set(index, outcome))
  return found
}
