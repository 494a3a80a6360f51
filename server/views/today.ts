import type { Db } from '#db/client'
import { countTabledAmendments, findAmendment, type Amendment } from '#db/queries/amendments'
import { findCall, findSubmission, listSubmissions } from '#db/queries/calls'
import { listDispositions, listPreliminaryItems, needDisposition } from '#db/queries/dispositions'
import { listLastUpdateIds, loadDocument, replayDocument } from '#db/queries/documents'
import { listLabels } from '#db/queries/labels'
import type { LastLook } from '#db/queries/last-looks'
import { findMeeting, listMeetings, type Meeting } from '#db/queries/meetings'
import {
  countNeeds,
  listDecidedAmendments,
  listNeeds,
  listPublishedCalls,
  type Needs,
} from '#db/queries/needs'
import { listRecommendationsById } from '#db/queries/recommendations'
import { listSilences } from '#db/queries/silences'
import { listWorkplans } from '#db/queries/workplans'
import { coverageOf } from '#domain/consolidation/dispositions'
import type { MeetingId, RecommendationId } from '#domain/ids'
import type { Recommendation } from '#domain/negotiation/recommendations'
import { delegationIn, type SignedInActor, type Membership } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { meetingIs, silenceIs, submissionIs } from '#domain/status'
import type { DiffLine } from '#domain/text/diff-lines'
import { diffContent } from '#domain/text/word-diff'
import { readContent } from '#editor/authored'
import { readAmendmentTexts } from '#server/texts/amendment-texts'

/** What became of one's own is shown for so long, in milliseconds. */
const recently = 14 * 86_400_000
/** Of each kind so many are told in full, those with their differences; the rest is counted. */
const inFull = 40
const withDifference = 12

const groupsOf = (memberships: readonly Membership[]) => [...new Set(memberships.map((one) => one.group))]

const delegationsOf = (actor: SignedInActor) => actor.memberships.flatMap((one) => one.delegation ?? [])

/** What waits for one person, as far as they can do something about it. */
export async function readNeeds(db: Db, actor: SignedInActor): Promise<Needs> {
  const groups = groupsOf(actor.memberships)
  return listNeeds(db, {
    participant: actor.participant,
    delegations: delegationsOf(actor),
    offices: groupsOf(actor.memberships.filter((one) => one.delegation === undefined)),
    publishing: groups.filter((group) => can(actor, 'call.create', { group })),
    groups,
  })
}

/** The number beside *What needs me*. */
export const countWaiting = async (db: Db, actor: SignedInActor): Promise<number> =>
  countNeeds(await readNeeds(db, actor))

/** Everything that waits for one person, in the order in which it should be looked at. */
export async function readToday(db: Db, actor: SignedInActor, now: Date) {
  const needs = await readNeeds(db, actor)
  const page = await openPage(db, actor, needs)
  const delegations = delegationsOf(actor)
  const groups = groupsOf(actor.memberships)
  const since = new Date(now.getTime() - recently)
  const amendment = async (ids: readonly string[]) => {
    const found = await Promise.all(ids.slice(0, inFull).map((id) => findAmendment(db, id)))
    return found.filter((one): one is Amendment => one !== undefined && can(actor, 'amendment.see', one))
  }
  const [
    silences,
    changed,
    ours,
    amendmentDrafts,
    amendmentInvitations,
    decided,
    calls,
    published,
    toPublish,
  ] = await Promise.all([
    Promise.all(needs.silences.map((id) => readSilence(db, page, id))),
    readChanged(db, page, needs.changed),
    amendment(needs.amendmentsToOurs),
    amendment(needs.amendmentDrafts),
    amendment(needs.amendmentInvitations),
    delegations.length > 0 ? listDecidedAmendments(db, delegations, since).then(amendment) : [],
    Promise.all(needs.calls.map((id) => readCall(db, actor, page, id))),
    delegations.length > 0 ? listPublishedCalls(db, groups, since) : [],
    Promise.all(needs.toPublish.map((id) => readCall(db, actor, page, id))),
  ])
  const textOfAmendment = (one: Amendment, at: number) => readAmendment(db, page, one, at < withDifference)
  return {
    isDelegate: delegations.length > 0,
    silences: defined(silences),
    changed,
    invitations: page.texts(needs.invitations),
    amendmentInvitations: await Promise.all(amendmentInvitations.map(textOfAmendment)),
    amendmentsToOurs: await Promise.all(ours.map(textOfAmendment)),
    calls: defined(calls),
    drafts: page.texts(needs.drafts),
    amendmentDrafts: await Promise.all(amendmentDrafts.map(textOfAmendment)),
    notTakenUp: page.texts(needs.notTakenUp),
    toDecide: page.texts(needs.toDecide),
    bracketed: page.texts(needs.bracketed),
    toPublish: defined(toPublish),
    undisposed: await readUndisposed(db, actor),
    replies: await Promise.all(decided.map(textOfAmendment)),
    published: defined(await Promise.all(published.map((id) => readCall(db, actor, page, id)))),
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
      ...needs.changed.map((one) => one.recommendation),
      ...needs.invitations,
      ...needs.drafts,
      ...needs.notTakenUp,
      ...needs.toDecide,
      ...needs.bracketed,
    ]),
  ]
  const items = new Map((await listRecommendationsById(db, wanted)).map((item) => [item.id, item]))
  const meetings = new Map<
    MeetingId,
    Promise<{ meeting: Meeting | undefined; labels: Labels; amendments: Counts }>
  >()
  const meetingOf = (id: MeetingId) => {
    const known =
      meetings.get(id) ??
      Promise.all([findMeeting(db, id), listLabels(db, id), countTabledAmendments(db, id)]).then(
        ([meeting, labels, amendments]) => ({ meeting, labels, amendments }),
      )
    meetings.set(id, known)
    return known
  }
  const shown = new Map<RecommendationId, Awaited<ReturnType<typeof show>>>()
  const show = async (item: Recommendation) => {
    const { meeting, labels, amendments } = await meetingOf(item.meeting)
    return {
      id: item.id,
      href: `/meetings/${item.meeting}/recommendations/${item.id}`,
      label: labels.get(item.id),
      text: item.text,
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
type Counts = Map<RecommendationId, number>

const defined = <Value>(values: readonly (Value | undefined)[]): Value[] =>
  values.filter((value): value is Value => value !== undefined)

async function readSilence(db: Db, page: Page, id: RecommendationId) {
  const text = page.text(id)
  const running = text && (await listSilences(db, id)).find((one) => silenceIs.running(one.status))
  return running && { ...text, deadline: running.deadline.toISOString() }
}

/** What others wrote since the reader last looked, the first ones with their differences. */
async function readChanged(db: Db, page: Page, looks: readonly LastLook[]) {
  const found = looks.flatMap((look) => {
    const item = page.items.get(look.recommendation)
    const text = page.text(look.recommendation)
    return item && text ? [{ look, item, text }] : []
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
  const submissions = (await listSubmissions(db, call.id)).filter((one) => can(actor, 'submission.see', one))
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
        (one) =>
          one.kind === 'evaluation' &&
          meetingIs.inSession(one.status) &&
          can(actor, 'consolidation.decide', one),
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
  return found.flat().filter((one) => one.count > 0)
}
