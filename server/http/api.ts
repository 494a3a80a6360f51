import { setImmediate } from 'node:timers/promises'
import { Router, type Request, type Response } from 'express'
import type { Db } from '#db/client'
import {
  findAmendment,
  listAllAmendments,
  listAmendedRecommendations,
  type Amendment,
} from '#db/queries/amendments'
import {
  findCall,
  listCalls,
  listComments,
  listSubmissionVersions,
  listSubmissions,
  type Call,
  type Submission,
} from '#db/queries/calls'
import { listLabels } from '#db/queries/labels'
import { findList, listAllLists } from '#db/queries/lists'
import { findMeeting, listMeetings, listTopics, type Meeting } from '#db/queries/meetings'
import { listDelegations } from '#db/queries/delegations'
import { listSeenItems } from '#db/queries/recommendation-pages'
import { findRecommendation, listRecommendationsById } from '#db/queries/recommendations'
import type { RecommendationId } from '#domain/ids'
import { listMandates, listTaggings, listTags } from '#db/queries/tags'
import { findWorkplanOverview, listWorkplans } from '#db/queries/workplans'
import { localized } from '#domain/languages'
import { allowed, may } from '#domain/may'
import type { ChangeOutcome } from '#domain/negotiation/outcomes'
import type { Recommendation } from '#domain/negotiation/recommendations'
import { actorIn, isMemberOf, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { frozenText, freezeBlocks } from '#domain/text/frozen-text'
import { comparedBlocks } from '#domain/text/compared-blocks'
import { diffContent } from '#domain/text/word-diff'
import { readChangeOutcomes } from '#server/texts/change-outcomes'
import { readTabledAmendments } from '#server/texts/tabled-changes'
import { readWorkingText } from '#server/texts/freeze-text'
import { learnsWhoProposed } from '#server/views/who-proposed'
import { openApi } from './openapi'

/** How many items a page of a list has, unless fewer or more are asked for. */
const pageSize = 100
const largestPage = 1000
/** No list has more pages. */
const lastPage = 1_000_000

type Asked = { db: Db; actor: Actor; request: Request }
type Answer = Record<string, unknown>
/** What is asked for of a list: as many of its items, after so many others. */
type Slice = { limit: number; offset: number }
type Resource = {
  /** One page and how many items there are; or all items, of which the caller takes a page. */
  list: (asked: Asked, slice: Slice) => Promise<Answer[] | { items: Answer[]; total: number }>
  find: (asked: Asked, id: string) => Promise<Answer | undefined>
}

/** Reads texts one after the other, and lets others be answered in between. */
async function oneByOne<Item>(items: readonly Item[], describe: (item: Item) => Promise<Answer>) {
  const answers: Answer[] = []
  for (const item of items) {
    answers.push(await describe(item))
    await setImmediate()
  }
  return answers
}

/** Read only: whatever `can` lets this actor see, as JSON; nothing else exists. */
const resources: Record<string, Resource> = {
  workplans: {
    list: ({ db }) => listWorkplans(db),
    find: async ({ db }, id) => findWorkplanOverview(db, id),
  },
  meetings: {
    list: async ({ db }) => (await allMeetings(db)).map(describeMeeting),
    find: async ({ db }, id) => {
      const meeting = await findMeeting(db, id)
      return meeting && { ...describeMeeting(meeting), topics: await listTopics(db, meeting.id) }
    },
  },
  recommendations: {
    list: async (asked, { limit, offset }) => {
      const { db, actor, request } = asked
      const { meeting } = request.query
      const meetings = (await allMeetings(db)).filter(
        (candidate) => meeting === undefined || candidate.id === meeting,
      )
      const seen = await Promise.all(
        meetings.map(async (entry) => ({
          meeting: entry,
          ids: await listSeenItems(db, entry.id, actorIn(actor, entry)),
        })),
      )
      const wanted = new Set(seen.flatMap(({ ids }) => ids).slice(offset, offset + limit))
      const described = await Promise.all(
        seen.map((entry) =>
          describeRecommendations(
            asked,
            entry.meeting,
            entry.ids.filter((id) => wanted.has(id)),
          ),
        ),
      )
      return { items: described.flat(), total: seen.reduce((sum, { ids }) => sum + ids.length, 0) }
    },
    find: async (asked, id) => {
      const item = await findRecommendation(asked.db, id)
      const meeting = item && (await findMeeting(asked.db, item.meeting))
      const all = meeting ? await describeRecommendations(asked, meeting, [item.id]) : []
      return all[0]
    },
  },
  amendments: {
    list: async (asked, { limit, offset }) => {
      const { db, actor, request } = asked
      const { recommendation } = request.query
      const wanted = (await listAmendedRecommendations(db)).filter(
        (recommendationId) => recommendation === undefined || recommendationId === recommendation,
      )
      const all = (
        await Promise.all(wanted.map((recommendationId) => listAllAmendments(db, recommendationId)))
      ).flat()
      const visible = all.filter((amendment) => can(actor, 'amendment.see', amendment))
      const page = visible.slice(offset, offset + limit)
      return {
        items: await oneByOne(page, (amendment) => describeAmendment(asked, amendment)),
        total: visible.length,
      }
    },
    find: async (asked, id) => {
      const amendment = await findAmendment(asked.db, id)
      return amendment && can(asked.actor, 'amendment.see', amendment)
        ? describeAmendment(asked, amendment)
        : undefined
    },
  },
  lists: {
    list: async ({ db }) =>
      (await listAllLists(db)).map(({ id, meeting, kind, title, issuedAt, hash }) => ({
        id,
        meeting,
        kind,
        title,
        issuedAt,
        sha256: hash,
      })),
    find: async ({ db }, id) => {
      const list = await findList(db, id)
      return list && { id: list.id, ...(JSON.parse(list.canonical) as Answer), sha256: list.hash }
    },
  },
  calls: {
    list: async ({ db, actor }) =>
      (await listCalls(db)).filter((call) => can(actor, 'call.see', call)).map(describeCall),
    find: async ({ db, actor }, id) => {
      const call = await findCall(db, id)
      return call && can(actor, 'call.see', call) ? describeCall(call) : undefined
    },
  },
  submissions: {
    list: (asked) => visibleSubmissions(asked),
    find: async (asked, id) =>
      (await visibleSubmissions(asked)).find((visibleSubmission) => visibleSubmission['id'] === id),
  },
}

/** An object knows more names than its own, such as `constructor`. */
const resourceNamed = (name: string) => (Object.hasOwn(resources, name) ? resources[name] : undefined)

async function allMeetings(db: Db): Promise<Meeting[]> {
  const workplans = await listWorkplans(db)
  return (await Promise.all(workplans.map((workplan) => listMeetings(db, workplan.id)))).flat()
}

const describeMeeting = ({
  id,
  workplan,
  kind,
  title,
  status,
  startsOn,
  endsOn,
  place,
  timeZone,
}: Meeting) => ({
  id,
  workplan,
  kind,
  title,
  status,
  startsOn,
  endsOn,
  place,
  timeZone,
})

async function describeRecommendations(
  { db, actor }: Asked,
  meeting: Meeting,
  ids: readonly RecommendationId[],
): Promise<Answer[]> {
  if (ids.length === 0) return []
  const [isNamed, found, labels, delegations, taggings, tags, mandates] = await Promise.all([
    learnsWhoProposed(db, actor, meeting),
    listRecommendationsById(db, ids),
    listLabels(db, meeting.id),
    listDelegations(db, meeting.group),
    listTaggings(db, { recommendations: ids }),
    listTags(db, meeting.group),
    listMandates(db, meeting.group),
  ])
  const codeOf = (id: string) =>
    (isNamed && delegations.find((delegation) => delegation.id === id)?.code) || ''
  const describe = async (item: Recommendation): Promise<Answer> => {
    const { content } = await readWorkingText(db, item)
    const blocks = freezeBlocks(content, codeOf)
    const tagging = taggings.get(item.id)
    return {
      id: item.id,
      meeting: item.meeting,
      topic: item.topic,
      stage: item.stage,
      kind: item.kind,
      status: item.status,
      label: labels.get(item.id) ?? null,
      language: item.language,
      text: frozenText(blocks),
      blocks,
      proposers: isNamed
        ? delegations
            .filter((delegation) => item.proposers.includes(delegation.id))
            .map((delegation) => delegation.code)
        : [],
      tags: tags.filter((tag) => tagging?.tags.includes(tag.id)).map((tag) => localized(tag.name, 'en').text),
      mandates: mandates
        .filter((mandate) => tagging?.mandates.includes(mandate.id))
        .map((mandate) => mandate.symbol),
      may: actsOf(allowed(may.recommendation(item, actor))),
      ...(isMemberOf(actor, item) && { workingDocument: item.document }),
    }
  }
  const byId = new Map(found.map((item) => [item.id, item]))
  const visible = ids
    .flatMap((id) => byId.get(id) ?? [])
    .filter((item) => can(actor, 'recommendation.see', item))
  return oneByOne(visible, describe)
}

/** The acts that are open to the reader now. */
const actsOf = (acts: Readonly<Record<string, boolean>>) => Object.keys(acts).filter((act) => acts[act])

async function describeAmendment({ db, actor }: Asked, amendment: Amendment): Promise<Answer> {
  const [delegations, { content }, outcomes, tabled] = await Promise.all([
    listDelegations(db, amendment.group),
    readWorkingText(db, amendment),
    readChangeOutcomes(db, [amendment]),
    readTabledAmendments(db, [amendment]),
  ])
  const codeOf = (id: string) => delegations.find((delegation) => delegation.id === id)?.code ?? ''
  const blocks = freezeBlocks(content, codeOf)
  const compared = tabled.get(amendment.id)
  const authors = [...amendment.proposers, ...amendment.sponsors].map(codeOf)
  return {
    id: amendment.id,
    recommendation: amendment.recommendation.id,
    kind: amendment.kind,
    amends: amendment.parent?.id ?? null,
    takesOver: amendment.continues ?? null,
    status: amendment.status,
    language: amendment.language,
    text: frozenText(blocks),
    blocks,
    comparison: compared
      ? comparedBlocks(
          diffContent(compared.base.content, compared.content, amendment.language).lines,
          authors,
        )
      : [],
    changes: (outcomes.get(amendment.id) ?? []).map(describeChange),
    rationale: amendment.rationale,
    proposers: amendment.proposers,
    sponsors: amendment.sponsors,
    tabledAt: amendment.tabledAt ?? null,
    decidedAt: amendment.decidedAt ?? null,
    decisionReason: amendment.decisionReason ?? null,
    may: actsOf(allowed(may.amendment(amendment, actor))),
    ...(isMemberOf(actor, amendment) && { workingDocument: amendment.document }),
  }
}

/** What one change of an amendment does, and what became of it. */
const describeChange = ({ index, removed, added, outcome, reason, cause, decidedAt }: ChangeOutcome) => ({
  index,
  removed,
  added,
  outcome: outcome ?? null,
  reason: reason ?? null,
  cause: cause ?? null,
  decidedAt: decidedAt ?? null,
})

const describeCall = ({ id, list, meeting, title, instructions, status, deadline }: Call): Answer => ({
  id,
  list,
  meeting,
  title,
  instructions,
  status,
  deadline,
})

async function visibleSubmissions({ db, actor, request }: Asked): Promise<Answer[]> {
  const { call } = request.query
  const calls = (await listCalls(db)).filter(
    (candidate) => can(actor, 'call.see', candidate) && (call === undefined || candidate.id === call),
  )
  const found: Submission[] = (await Promise.all(calls.map((entry) => listSubmissions(db, entry.id)))).flat()
  return Promise.all(
    found
      .filter((submission) => can(actor, 'submission.see', submission))
      .map(async ({ id, call: of, delegation, status, language, generalRemarks, late, submittedAt }) => {
        // What was submitted is what is shown; a draft is shown to its delegation alone.
        const version = (await listSubmissionVersions(db, id)).at(-1)
        const drafted = { language, generalRemarks, comments: await listComments(db, id) }
        return {
          id,
          call: of,
          delegation,
          status,
          version: version?.number ?? null,
          language: (version ?? drafted).language,
          generalRemarks: (version ?? drafted).generalRemarks,
          late,
          submittedAt: submittedAt ?? null,
          comments: version
            ? version.comments
            : drafted.comments.map(({ item, position, body }) => ({
                item,
                position: position ?? null,
                body,
              })),
        }
      }),
  )
}

const number = (value: unknown, otherwise: number, most: number) => {
  const asked = typeof value === 'string' ? Number.parseInt(value, 10) : NaN
  return Number.isNaN(asked) || asked < 1 ? otherwise : Math.min(asked, most)
}

/** `/api/v1`: documented by the OpenAPI file that it serves itself. */
export function createApi(db: Db, actorOf: (request: Request) => Promise<Actor>): Router {
  const router = Router()
  const missing = (response: Response) =>
    response.status(404).json({ error: 'not-found', message: 'This does not exist, or you may not see it.' })
  router.get('/openapi.json', (_request, response) => void response.json(openApi))
  router.get('/:resource', (request, response, next) => {
    const answer = async () => {
      const resource = resourceNamed(request.params.resource)
      if (!resource) return missing(response)
      const limit = number(request.query['limit'], pageSize, largestPage)
      const page = number(request.query['page'], 1, lastPage)
      const offset = (page - 1) * limit
      const found = await resource.list({ db, actor: await actorOf(request), request }, { limit, offset })
      const { items, total } = Array.isArray(found)
        ? { items: found.slice(offset, offset + limit), total: found.length }
        : found
      return response.json({ items, page, pages: Math.max(1, Math.ceil(total / limit)), total })
    }
    answer().catch(next)
  })
  router.get('/:resource/:id', (request, response, next) => {
    const answer = async () => {
      const asked = { db, actor: await actorOf(request), request }
      const found = await resourceNamed(request.params.resource)?.find(asked, request.params.id)
      return found ? response.json(found) : missing(response)
    }
    answer().catch(next)
  })
  router.use((_request, response) => {
    response
      .status(405)
      .set('allow', 'GET')
      .json({ error: 'read-only', message: 'This interface is read-only: only GET is answered.' })
  })
  return router
}
