import type { Db } from '#db/client'
import { countTabledAmendments, findAmendment, type Amendment } from '#db/queries/amendments'
import { findCall, findSubmission, listSubmissions } from '#db/queries/calls'
import { listDispositions, listPreliminaryItems, needDisposition } from '#db/queries/dispositions'
import { listLastUpdateIds, loadDocument, replayDocument } from '#db/queries/documents'
import { listLabels } from '#db/queries/labels'
import { listLastLooks, type LastLook } from '#db/queries/last-looks'
import { findMeeting, listMeetings, type Meeting } from '#db/queries/meetings'
import {
  countNeeds,
  listDecidedAmendments,
  listNeeds,
  listPublishedCalls,
  type Needs,
  type Reader,
} from '#db/queries/needs'
import { listRecommendationsById } from '#db/queries/recommendations'
import { listSilences } from '#db/queries/silences'
import { listWorkplans } from '#db/queries/workplans'
import { coverageOf } from '#domain/consolidation/dispositions'
import type { CallId, MeetingId, RecommendationId } from '#domain/ids'
import type { Recommendation } from '#domain/negotiation/recommendations'
import type { NeedKind } from '#domain/notices/needs'
import { pagingOf } from '#domain/paging'
import { delegationIn, type SignedInActor, type Membership } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { meetingIs, silenceIs, submissionIs } from '#domain/status'
import type { DiffLine } from '#domain/text/diff-lines'
import { diffContent } from '#domain/text/word-diff'
import { readContent } from '#editor/authored'
import { readAmendmentTexts } from '#server/texts/amendment-texts'

/** What became of one's own is shown for so long. */
const recentMs = 14 * 86_400_000
/** How much of each kind is shown where all kinds are, and how much where one is. */
const shownOfEach = 8
const shownOfOne = 40
/** So many of what changed are shown with their differences. */
const withDifference = 12

const groupsOf = (memberships: readonly Membership[]) => [
  ...new Set(memberships.map((membership) => membership.group)),
]

const delegationsOf = (actor: SignedInActor) =>
  actor.memberships.flatMap((membership) => membership.delegation ?? [])

/** The facts about a person that decide what waits for them. */
function readerOf(actor: SignedInActor): Reader {
  const groups = groupsOf(actor.memberships)
  return {
    participant: actor.participant,
    delegations: delegationsOf(actor),
    offices: groupsOf(actor.memberships.filter((membership) => membership.delegation === undefined)),
    publishing: groups.filter((group) => can(actor, 'call.create', { group })),
    groups,
  }
}

/** The number beside *What needs me*. */
export async function countWaiting(db: Db, actor: SignedInActor): Promise<number> {
  const counts = await countNeeds(db, readerOf(actor))
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

/** What part of the page is asked for: a little of each kind, or one kind in pages. */
export type TodayPart = { only?: NeedKind | undefined; page?: number }

/** Everything that waits for one person, the most pressing first. */
export async function readToday(
  db: Db,
  actor: SignedInActor,
  now: Date,
  { only, page: number = 1 }: TodayPart = {},
) {
  const reader = readerOf(actor)
  const counts = await countNeeds(db, reader)
  const needs = await listNeeds(db, reader, (kind) => {
    if (only === undefined) return { limit: shownOfEach, offset: 0 }
    return kind === only ? { limit: shownOfOne, offset: (number - 1) * shownOfOne } : undefined
  })
  const page = await openPage(db, actor, needs)
  const { delegations, groups } = reader
  const isDelegate = delegations.length > 0
  const since = new Date(now.getTime() - recentMs)
  const amendments = async (ids: readonly string[]) => {
    const found = await Promise.all(ids.map((id) => findAmendment(db, id)))
    const seen = found.filter(
      (candidate): candidate is Amendment =>
        candidate !== undefined && can(actor, 'amendment.see', candidate),
    )
    return Promise.all(
      seen.map((amendment, index) => readAmendment(db, page, amendment, index < withDifference)),
    )
  }
  const calls = async (ids: readonly CallId[]) =>
    defined(await Promise.all(ids.map((id) => readCall(db, actor, page, id))))
  const isWhole = only === undefined
  return {
    isDelegate,
    counts,
    paging: only && pagingOf({ page: number, pageSize: shownOfOne, found: counts[only] }),
    silences: defined(await Promise.all(needs.silences.map((id) => readSilence(db, page, id)))),
    changed: await readChanged(
      db,
      page,
      await listLastLooks(db, actor.participant, needs.changed),
      needs.changed,
    ),
    invitations: page.texts(needs.invitations),
    amendmentInvitations: await amendments(needs.amendmentInvitations),
    amendmentsToOurs: await amendments(needs.amendmentsToOurs),
    calls: await calls(needs.calls),
    drafts: page.texts(needs.drafts),
    amendmentDrafts: await amendments(needs.amendmentDrafts),
    notTakenUp: page.texts(needs.notTakenUp),
    toDecide: page.texts(needs.toDecide),
    bracketed: page.texts(needs.bracketed),
    toPublish: await calls(needs.toPublish),
    undisposed: isWhole ? await readUndisposed(db, actor) : [],
    replies:
      isWhole && isDelegate
        ? await amendments(await listDecidedAmendments(db, delegations, since, shownOfOne))
        : [],
    published: isWhole && isDelegate ? await calls(await listPublishedCalls(db, groups, since)) : [],
  }
}

export type Today = Awaited<ReturnType<typeof readToday>>
export type TodayText = ReturnType<Page['texts']>[number]
export type TodayAmendment = Today['amendmentsToOurs'][number]

type Page = Awaited<ReturnType<typeof openPage>>

/** The texts and meetings that anything on the page is about, each read once. */
async function openPage(db: Db, actor: SignedInActor, needs: Needs) {
  const wanted = [
    ...new Set([
      ...needs.silences,
      ...needs.changed,
      ...needs.invitations,
      ...needs.drafts,
      ...needs.notTakenUp,
      ...needs.toDecide,
      ...needs.bracketed,
    ]),
  ]
  const items = new Map((await listRecommendationsById(db, wanted)).map((item) => [item.id, item]))
  const amendments = await countTabledAmendments(db, wanted)
  const meetings = new Map<MeetingId, Promise<{ meeting: Meeting | undefined; labels: Labels }>>()
  const meetingOf = (id: MeetingId) => {
    const known =
      meetings.get(id) ??
      Promise.all([findMeeting(db, id), listLabels(db, id)]).then(([meeting, labels]) => ({
        meeting,
        labels,
      }))
    meetings.set(id, known)
    return known
  }
  const shown = new Map<RecommendationId, Awaited<ReturnType<typeof show>>>()
  const show = async (item: Recommendation) => {
    const { meeting, labels } = await meetingOf(item.meeting)
    return {
      id: item.id,
      href: `/meetings/${item.meeting}/recommendations/${item.id}`,
      label: labels.get(item.id),
      text: item.text.slice(0, excerptLength),
      language: item.language,
      status: item.status,
      meeting: meeting?.title ?? {},
      timeZone: meeting?.timeZone ?? 'UTC',
      amendments: amendments.get(item.id) ?? 0,
      brackets: item.brackets,
    }
  }
  for (const item of items.values()) {
    if (can(actor, 'recommendation.see', item)) shown.set(item.id, await show(item))
  }
  return {
    items,
    meetingOf,
    show,
    text: (id: RecommendationId) => shown.get(id),
    texts: (ids: readonly RecommendationId[]) => defined(ids.map((id) => shown.get(id))),
  }
}

type Labels = Map<RecommendationId, string>

/** Of a text that waits only the beginning is shown, in characters. */
const excerptLength = 400

const defined = <Value>(values: readonly (Value | undefined)[]): Value[] =>
  values.filter((value): value is Value => value !== undefined)

async function readSilence(db: Db, page: Page, id: RecommendationId) {
  const text = page.text(id)
  const running = text && (await listSilences(db, id)).find((silence) => silenceIs.running(silence.status))
  return running && { ...text, deadline: running.deadline.toISOString() }
}

/** What others wrote since the reader last looked, the first ones with their differences. */
async function readChanged(
  db: Db,
  page: Page,
  looks: readonly LastLook[],
  order: readonly RecommendationId[],
) {
  const found = order.flatMap((id) => {
    const look = looks.find((lastLook) => lastLook.recommendation === id)
    const item = page.items.get(id)
    const text = page.text(id)
    return look && item && text ? [{ look, item, text }] : []
  })
  const positions = await listLastUpdateIds(
    db,
    found.map(({ item }) => item.document),
  )
  return Promise.all(
    found.map(async ({ look, item, text }, at) => ({
      ...text,
      since: look.at.toISOString(),
      position: positions.get(item.document) ?? look.updateId,
      lines: at < withDifference ? await readDifference(db, item, look.updateId) : undefined,
    })),
  )
}

async function readDifference(db: Db, item: Recommendation, since: number): Promise<DiffLine[]> {
  const then = await replayDocument(db, item.document, since)
  const { doc: now } = await loadDocument(db, item.document)
  const { lines } = diffContent(readContent(then), readContent(now), item.language)
  then.destroy()
  now.destroy()
  return lines
}

async function readAmendment(db: Db, page: Page, one: Amendment, inDetail: boolean) {
  const item = one.recommendation
  const text = page.text(item.id) ?? (await page.show(item))
  const texts = inDetail ? await readAmendmentTexts(db, one) : undefined
  return {
    ...text,
    id: one.id,
    href: `${text.href}/amendments/${one.id}`,
    status: one.status,
    proposers: one.proposers,
    rationale: one.rationale,
    reason: one.decisionReason,
    decidedAt: one.decidedAt?.toISOString(),
    lines: texts && diffContent(texts.base, texts.changed, one.language).lines,
  }
}

async function readCall(db: Db, actor: SignedInActor, page: Page, id: string) {
  const call = await findCall(db, id)
  if (!call || !can(actor, 'call.see', call)) return undefined
  const delegation = delegationIn(actor, call)
  const own = delegation && (await findSubmission(db, call.id, delegation))
  const submissions = (await listSubmissions(db, call.id)).filter((submission) =>
    can(actor, 'submission.see', submission),
  )
  return {
    id: call.id,
    title: call.title,
    deadline: call.deadline.toISOString(),
    timeZone: (await page.meetingOf(call.meeting)).meeting?.timeZone ?? 'UTC',
    isDrafted: own !== undefined && submissionIs.draft(own.status),
    submissions: submissions.length,
  }
}

/** Evaluation meetings with preliminary items that have no disposition yet and wait for the actor's. */
async function readUndisposed(db: Db, actor: SignedInActor) {
  const workplans = await listWorkplans(db)
  const found = await Promise.all(
    workplans.map(async (workplan) => {
      const evaluation = (await listMeetings(db, workplan.id)).filter(
        (meeting) =>
          meeting.kind === 'evaluation' &&
          meetingIs.inSession(meeting.status) &&
          can(actor, 'consolidation.decide', meeting),
      )
      if (evaluation.length === 0) return []
      const [items, dispositions] = await Promise.all([
        listPreliminaryItems(db, workplan.id),
        listDispositions(db, workplan.id),
      ])
      const { missing } = coverageOf(needDisposition(items), dispositions, new Set())
      return evaluation.map(({ id, title }) => ({ id, title, count: missing.length }))
    }),
  )
  return found.flat().filter((candidate) => candidate.count > 0)
}
