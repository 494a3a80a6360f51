import type { Db } from '#db/client'
import { listAmendments } from '#db/queries/amendments'
import { findParticipant } from '#db/queries/participants'
import type { AmendmentId, DelegationId, ParticipantId } from '#domain/ids'
import {
  competingGroups,
  effectOf,
  mayBeBracketed,
  type Choice,
  type Effect,
  type PlacedChange,
} from '#domain/negotiation/merging'
import type { Recommendation } from '#domain/negotiation/recommendations'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { isOpenText } from '#domain/permissions/recommendations'
import { tokenText, type BlockEnd, type Token } from '#domain/text/content-tokens'
import { placesOf, type BlockPlace } from '#domain/text/places'
import { diffContent } from '#domain/text/word-diff'
import { readChangeOutcomes } from '#server/texts/change-outcomes'
import { readMergeDesk, uncontestedIn, type DeskEntry } from '#server/texts/merge-desk'

/** One change as the desk shows it. */
export type DeskChange = {
  amendment: AmendmentId
  index: number
  parties: readonly DelegationId[]
  rationale: string
  removed: string
  added: string
  choice: Choice | undefined
  chosenBy: string | undefined
  /** What becomes of it if what is chosen is taken into the text. */
  effect: Effect
  /** Whether the text has changed here since it was tabled. */
  movedOn: boolean
  mayBeBracketed: boolean
}

/** Changes that touch the same words. */
export type DeskGroup = {
  number: number
  /** The first and the last block that it touches. */
  from: BlockPlace
  to: BlockPlace
  /** The words as they stand; empty where words only come. */
  words: string
  changes: DeskChange[]
}

/** A stretch of the text as it stands: plain, or the words of a group with its changes behind them. */
export type DeskPart = { text: string; format: number; group?: number; isRemoved?: boolean }

/** The merge desk of one paragraph as one reader sees it. */
export async function readMergeDeskPage(db: Db, actor: Actor, item: Recommendation) {
  const desk = await readMergeDesk(db, item)
  const places = placesOf(desk.current)
  const placeAt = (at: number): BlockPlace => places[at] ?? { kind: 'whole' }
  const open = desk.entries.filter((entry) => !entry.state?.outcome)
  const chosen = open.filter((entry) => entry.state?.choice)
  const taken = chosen.filter((entry) => entry.state?.choice !== 'reject').map((entry) => entry.change)
  const names = await namesOf(db, desk.entries)
  const show = (entry: DeskEntry): DeskChange => ({
    amendment: entry.amendment.id,
    index: entry.change.index,
    parties: [...entry.amendment.proposers, ...entry.amendment.sponsors],
    rationale: entry.amendment.rationale,
    removed: entry.change.removed,
    added: entry.change.added,
    choice: entry.state?.choice,
    chosenBy: entry.state?.chosenBy && names.get(entry.state.chosenBy),
    effect: effectOf(
      entry.change,
      taken.filter((other) => other !== entry.change),
    ),
    movedOn: entry.change.fit === 'competes',
    mayBeBracketed: mayBeBracketed(entry.change, desk.current),
  })
  const groups = competingGroups(open).map((entries, index): DeskGroup & { region: Region } => {
    const region = regionOf(entries)
    return {
      number: index + 1,
      from: placeAt(region.from),
      to: placeAt(Math.max(region.from, region.to - 1)),
      words: wordsOf(desk.current.slice(region.from, region.to)),
      changes: entries
        .toSorted((a, b) => a.amendment.id.localeCompare(b.amendment.id) || a.change.index - b.change.index)
        .map(show),
      region,
    }
  })
  return {
    blocks: blocksOf(desk.current, groups, acceptedWords(chosen)),
    groups: groups.map(({ region: _region, ...group }) => group),
    decided: await readDecided(db, actor, item),
    preview: diffContent(desk.content, desk.becomes, item.language).lines,
    seen: desk.seen,
    counts: {
      chosen: chosen.length,
      rejected: chosen.filter((entry) => entry.state?.choice === 'reject').length,
      open: open.length - chosen.length,
      uncontested: uncontestedIn(desk.entries).length,
    },
    may: {
      decide: can(actor, 'merge.decide', item) && isOpenText(item),
      isClosed: !isOpenText(item),
    },
  }
}

/** Every change that was ever decided here: the desk is not empty once all of it is. */
async function readDecided(db: Db, actor: Actor, item: Recommendation) {
  const amendments = (await listAmendments(db, item.id)).filter(
    (amendment) => amendment.wasTabled && can(actor, 'amendment.see', amendment),
  )
  const outcomes = await readChangeOutcomes(db, amendments)
  return amendments.flatMap(({ id, proposers, sponsors }) =>
    (outcomes.get(id) ?? [])
      .filter((change) => change.outcome !== undefined)
      .map((change) => ({ amendment: id, parties: [...proposers, ...sponsors], ...change })),
  )
}

async function namesOf(db: Db, entries: readonly DeskEntry[]): Promise<Map<ParticipantId, string>> {
  const ids = [...new Set(entries.flatMap((entry) => entry.state?.chosenBy ?? []))]
  const people = await Promise.all(ids.map((id) => findParticipant(db, id)))
  return new Map(people.flatMap((person) => (person ? [[person.id, person.name]] : [])))
}

/** Words `[from, to)` of the current text. */
type Region = { from: number; to: number }

const regionOf = (entries: readonly { change: PlacedChange }[]): Region => ({
  from: Math.min(...entries.map(({ change }) => change.from)),
  to: Math.max(...entries.map(({ change }) => change.to)),
})

/** Tokens that what is chosen takes away. */
const acceptedWords = (chosen: readonly DeskEntry[]): ReadonlySet<number> =>
  new Set(
    chosen.filter((entry) => entry.state?.choice === 'accept').flatMap((entry) => [...entry.change.going]),
  )

const wordsOf = (tokens: readonly Token[]) =>
  tokens.map((token) => (token.kind === 'break' ? ' ¶ ' : tokenText(token))).join('')

/** The text in paragraphs; where a group's words go over the end of one, they are shown with the first of them. */
function blocksOf(
  tokens: readonly Token[],
  groups: readonly { number: number; region: Region }[],
  removed: ReadonlySet<number>,
): (BlockEnd & { parts: DeskPart[] })[] {
  const blocks: ReturnType<typeof blocksOf> = []
  let parts: DeskPart[] = []
  const insertions = (at: number) =>
    groups.filter(({ region }) => region.from === at && region.to === at).map(({ number }) => number)
  const groupAt = (at: number) => groups.find(({ region }) => region.from <= at && at < region.to)?.number
  const push = (part: DeskPart) => {
    const last = parts.at(-1)
    const isSame =
      last?.format === part.format && last.group === part.group && last.isRemoved === part.isRemoved
    if (last && isSame && part.text !== '') last.text += part.text
    else parts.push(part)
  }
  tokens.forEach((token, at) => {
    for (const group of insertions(at)) push({ text: '', format: 0, group })
    const group = groupAt(at)
    const marks = {
      ...(group !== undefined && { group }),
      ...(removed.has(at) && { isRemoved: true }),
    }
    if (token.kind === 'break') {
      if (group !== undefined && groupAt(at + 1) === group) return push({ text: ' ¶ ', format: 0, ...marks })
      const { block, level, letter } = token
      blocks.push({ block, ...(level && { level }), ...(letter !== undefined && { letter }), parts })
      parts = []
    } else if (token.kind === 'word') {
      for (const piece of token.pieces) push({ text: piece.text, format: piece.format, ...marks })
    } else push({ text: tokenText(token), format: 0, ...marks })
  })
  const atEnd = insertions(tokens.length)
  const lastBlock = blocks.at(-1)
  for (const group of atEnd) lastBlock?.parts.push({ text: '', format: 0, group })
  return blocks
}
