import { ulid } from 'ulid'
import type { Tx } from '#db/client'
import { appendDocumentUpdate, bindDocumentAuthor, insertDocument } from '#db/queries/documents'
import { recordEvent, recordEvents } from '#db/queries/events'
import { insertList, type ListItem } from '#db/queries/lists'
import { insertMeeting, insertTopic } from '#db/queries/meetings'
import { insertDelegation } from '#db/queries/delegations'
import { insertParticipant } from '#db/queries/participants'
import { insertRecommendation } from '#db/queries/recommendations'
import { insertSetting } from '#db/queries/settings'
import { insertVersion, versionHash } from '#db/queries/versions'
import { insertWorkplan } from '#db/queries/workplans'
import { insertGroup } from '#db/queries/groups'
import { insertMembership } from '#db/queries/memberships'
import type {
  DelegationId,
  DocumentId,
  ExpertGroupId,
  ListId,
  ListItemId,
  MandateId,
  MeetingId,
  ParticipantId,
  RecommendationId,
  TagId,
  TopicId,
  VersionId,
  WorkplanId,
  MembershipId,
} from '#domain/ids'
import { canonicalList, listForm } from '#domain/lists/canonical-list'
import { itemLabel } from '#domain/lists/labels'
import { visitor } from '#domain/people/participants'
import { paragraphsOf, plainText } from '#domain/text/content'
import { freezeBlocks } from '#domain/text/frozen-text'
import { buildDocumentUpdate } from '#editor/authored'
import {
  sampleGroup,
  sampleMandates,
  sampleMeetings,
  sampleTags,
  type SampleItem,
  type SampleMeeting,
} from './sample-meetings'
import { sampleDelegations, sampleOfficers } from './sample-people'

type People = { delegations: Map<string, DelegationId>; tags: Map<string, TagId> }

/**
 * Loads the frame of the sample workplan and the texts of its meetings into an empty database, in the caller's
 * transaction. The frame (dates, postponement, topics, mandates) is the true one; texts, people and attributions
 * are made up. What is done with the texts afterwards is played through the commands.
 */
export async function loadSample(tx: Tx, now: Date): Promise<void> {
  await insertSetting(tx, 'sample', '1')
  const workplan = ulid() as WorkplanId
  const group = ulid() as ExpertGroupId
  const { workplan: title, ...body } = sampleGroup
  const facts = { ...body, language: 'en' as const, showsProposers: true }
  await insertGroup(tx, { id: group, ...facts })
  const at = new Date(`${sampleMeetings[0]?.days[0] ?? '2018-01-01'}T07:00:00.000Z`)
  const actor = visitor
  await recordEvent(tx, { type: 'group.created', subject: group, group, actor, detail: facts, at })
  const people = {
    delegations: await loadPeople(tx, group, now, at),
    tags: await loadVocabulary(tx, group),
  }
  await insertWorkplan(tx, { id: workplan, group, title, fromYear: 2018, toYear: 2021 })
  await recordEvent(tx, {
    type: 'workplan.added',
    subject: workplan,
    group,
    actor,
    detail: { group, title, years: [2018, 2021] },
    at,
  })
  for (const [position, meeting] of sampleMeetings.entries()) {
    await loadMeeting(tx, people, workplan, position, meeting)
  }
}

async function loadPeople(
  tx: Tx,
  group: ExpertGroupId,
  at: Date,
  begun: Date,
): Promise<Map<string, DelegationId>> {
  const delegations = new Map<string, DelegationId>()
  const insert = async (
    name: string,
    role: 'delegate' | 'chair' | 'rapporteur' | 'secretariat',
    delegation?: DelegationId,
  ) => {
    const participant = ulid() as ParticipantId
    await insertParticipant(tx, {
      id: participant,
      name,
      email: `${name.normalize('NFKD').replace(/\p{M}/gu, '').replace(/\s+/g, '.')}@sample.example`,
      language: 'en',
      at,
    })
    const id = ulid() as MembershipId
    await insertMembership(tx, { id, participant, group, meeting: undefined, role, delegation, at })
  }
  for (const { name, role } of sampleOfficers) await insert(name, role)
  const made = []
  for (const { code, kind, group: regionalGroup, name, delegate } of sampleDelegations) {
    const id = ulid() as DelegationId
    const delegation = { id, kind, name, code, regionalGroup }
    delegations.set(code, id)
    made.push(delegation)
    await insertDelegation(tx, { group, ...delegation })
    await insert(delegate, 'delegate', id)
  }
  await recordEvent(tx, {
    type: 'group.delegations-added',
    subject: group,
    group,
    actor: visitor,
    detail: { delegations: made },
    at: begun,
  })
  return delegations
}

async function loadVocabulary(tx: Tx, group: ExpertGroupId): Promise<Map<string, TagId>> {
  const tags = new Map<string, TagId>()
  for (const { kind, key, name } of sampleTags) {
    const id = ulid() as TagId
    tags.set(key, id)
    await tx
      .insertInto('tag')
      .values({ id, expert_group_id: group, kind, name: JSON.stringify(name), retired_at: null })
      .execute()
  }
  for (const { symbol, title, adoptedOn } of sampleMandates) {
    const id = ulid() as MandateId
    await tx
      .insertInto('mandate')
      .values({
        id,
        expert_group_id: group,
        symbol,
        title: JSON.stringify(title),
        adopted_on: adoptedOn ?? null,
      })
      .execute()
  }
  return tags
}

async function loadMeeting(
  tx: Tx,
  people: People,
  workplan: WorkplanId,
  position: number,
  sample: SampleMeeting,
) {
  const meeting = ulid() as MeetingId
  const [startsOn, endsOn] = sample.days
  const thematic = sample.kind === 'thematic'
  const plan = {
    kind: sample.kind,
    title: sample.title,
    startsOn,
    endsOn,
    place: { en: 'Vienna', ar: 'فيينا' },
    timeZone: 'Europe/Vienna',
    firstParagraph: 5,
  }
  await insertMeeting(tx, {
    id: meeting,
    workplan,
    position,
    status: thematic ? 'reported' : 'open',
    ...plan,
  })
  const topics = sample.topics.map(({ title, items }) => ({ id: ulid() as TopicId, title, items }))
  await recordEvent(tx, {
    type: 'meeting.planned',
    subject: meeting,
    meeting,
    actor: visitor,
    detail: { symbol: '', ...plan, topics: topics.map(({ id, title }) => ({ id, title })) },
    at: new Date(`${startsOn}T07:00:00.000Z`),
  })
  if (sample.postponed) {
    const { old, at, reason } = sample.postponed
    await tx
      .insertInto('postponement')
      .values({
        id: ulid(),
        meeting_id: meeting,
        old_starts_on: old[0],
        old_ends_on: old[1],
        new_starts_on: startsOn,
        new_ends_on: endsOn,
        reason: JSON.stringify(reason),
        at,
      })
      .execute()
  }
  const at = new Date(`${startsOn}T08:00:00.000Z`)
  await recordEvent(tx, {
    type: 'meeting.opened',
    subject: meeting,
    meeting,
    actor: visitor,
    at,
  })
  const list = ulid() as ListId
  const listed: { item: ListItem; heading: SampleMeeting['title']; sample: SampleItem }[] = []
  for (const [topicPosition, { id: topic, title, items }] of topics.entries()) {
    await insertTopic(tx, { id: topic, meeting, position: topicPosition, title })
    for (const [index, one] of items.entries()) {
      const status = thematic ? 'listed' : 'tabled'
      const made = await loadItem(tx, people, { meeting, topic, position: index, status, at }, one)
      listed.push({
        heading: title,
        sample: one,
        item: {
          id: ulid() as ListItemId,
          list,
          position: listed.length,
          label: itemLabel(5 + topicPosition, index),
          topic,
          ...made,
        },
      })
    }
  }
  if (!thematic) return
  const end = new Date(`${endsOn}T16:00:00.000Z`)
  await issueSampleList(tx, { id: list, meeting, sample, listed, at: end })
  for (const type of ['meeting.closed', 'meeting.reported'] as const)
    await recordEvent(tx, { type, subject: meeting, meeting, actor: visitor, at: end })
}

async function loadItem(
  tx: Tx,
  people: People,
  place: { meeting: MeetingId; topic: TopicId; position: number; status: 'listed' | 'tabled'; at: Date },
  sample: SampleItem,
): Promise<{ recommendation: RecommendationId; version: VersionId }> {
  const { at } = place
  const recommendation = ulid() as RecommendationId
  const document = ulid() as DocumentId
  const version = ulid() as VersionId
  const language = sample.language ?? 'en'
  const content = paragraphsOf(sample.text)
  const proposers = sample.proposers.flatMap((code) => people.delegations.get(code) ?? [])
  await insertDocument(tx, { id: document, kind: 'working-text', language, at })
  const author = { base: 1, participant: undefined, amendment: undefined, delegations: proposers }
  await bindDocumentAuthor(tx, document, author, at)
  const payload = buildDocumentUpdate(content, author.base)
  const updateId = await appendDocumentUpdate(tx, { document, payload, participant: undefined, at })
  await insertRecommendation(tx, {
    id: recommendation,
    meeting: place.meeting,
    meetingStatus: 'open',
    topic: place.topic,
    stage: 'preliminary',
    status: place.status,
    kind: sample.kind ?? 'recommendation',
    language,
    position: place.position,
    text: sample.text,
    document,
    proposers,
    sponsors: [],
    invited: [],
    penHolders: [],
    wasTabled: true,
    createdBy: undefined,
    createdAt: at,
    tabledAt: at,
    source: undefined,
  })
  await insertVersion(tx, {
    id: version,
    recommendation,
    language,
    content,
    reason: 'tabled',
    createdBy: undefined,
    createdAt: at,
    updateId,
  })
  const tags = sample.tags.flatMap((key) => people.tags.get(key) ?? [])
  for (const tag of tags) {
    await tx
      .insertInto('recommendation_tag')
      .values({ recommendation_id: recommendation, tag_id: tag })
      .execute()
  }
  await recordEvent(tx, {
    type: 'recommendation.imported',
    subject: recommendation,
    meeting: place.meeting,
    actor: visitor,
    detail: {
      topic: place.topic,
      kind: sample.kind ?? 'recommendation',
      language,
      document,
      parties: proposers,
      version: 1,
      hash: versionHash(language, content),
      tags,
      mandates: [],
    },
    at,
  })
  return { recommendation, version }
}

async function issueSampleList(
  tx: Tx,
  list: {
    id: ListId
    meeting: MeetingId
    sample: SampleMeeting
    listed: { item: ListItem; heading: SampleMeeting['title']; sample: SampleItem }[]
    at: Date
  },
) {
  const title = {
    en: `Preliminary conclusions and recommendations, ${list.sample.title.en ?? ''}`,
    ar: `الاستنتاجات والتوصيات الأولية، ${list.sample.title.ar ?? ''}`,
  }
  const { canonical, hash } = canonicalList({
    form: listForm,
    group: sampleGroup.name,
    meeting: list.sample.title,
    kind: 'preliminary',
    issuedAt: list.at.toISOString(),
    symbol: null,
    title,
    items: list.listed.map(({ item, heading, sample }) => ({
      label: item.label,
      heading,
      kind: sample.kind ?? 'recommendation',
      blocks: { [sample.language ?? 'en']: freezeBlocks(paragraphsOf(sample.text), () => '') },
      text: { [sample.language ?? 'en']: plainText(paragraphsOf(sample.text)) },
      proposers: sample.proposers,
      tags: sample.tags.map((key) => sampleTags.find((sampleTag) => sampleTag.key === key)?.name.en ?? key),
      mandates: [],
      lineage: [],
    })),
  })
  await insertList(
    tx,
    {
      id: list.id,
      meeting: list.meeting,
      kind: 'preliminary',
      title,
      issuedAt: list.at,
      hash,
      canonical,
      issuedBy: undefined,
    },
    list.listed.map(({ item }) => item),
  )
  await recordEvents(
    tx,
    list.listed.map(({ item, sample }) => ({
      type: 'recommendation.listed',
      subject: item.recommendation,
      meeting: list.meeting,
      actor: visitor,
      detail: {
        list: list.id,
        label: item.label,
        version: 1,
        hash: versionHash(sample.language ?? 'en', paragraphsOf(sample.text)),
      },
      at: list.at,
    })),
  )
  await recordEvent(tx, {
    type: 'list.issued',
    subject: list.id,
    meeting: list.meeting,
    actor: visitor,
    detail: { kind: 'preliminary', title, hash, items: list.listed.length },
    at: list.at,
  })
}
