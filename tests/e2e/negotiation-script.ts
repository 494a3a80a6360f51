import type { Db } from '#db/client'
import type { AmendmentId, MeetingId, RecommendationId } from '#domain/ids'
import type { AmendmentStatus, ConsolidatedStatus } from '#domain/status'
import { amendRecommendation } from '#server/commands/amendments/draft'
import { inviteToAmendment } from '#server/commands/amendments/invite'
import { sponsorAmendment } from '#server/commands/amendments/sponsor'
import { tableAmendment } from '#server/commands/amendments/table'
import { consolidate } from '#server/commands/consolidation/consolidate'
import { issueList } from '#server/commands/lists/issue'
import { getAmendment, made } from '../amendment-factories'
import { aMeeting, anEvaluationMeeting, aTabledRecommendation, getRecommendation, write } from '../factories'
import { person } from '../live-server'

/** Words of a text and whose they are: codes of delegations. */
type Stretch = readonly [delegations: string, words: string]

type Paragraph = {
  /** Who proposed it, and how it read when the negotiation began. */
  by: string
  begins: string
  /** How it reads in the end, each stretch with those who wrote it. */
  ends: readonly Stretch[]
  status: ConsolidatedStatus
}

/** The ten paragraphs. What is in brackets in the end stands between their signs, which are nobody's words. */
export const script: readonly Paragraph[] = [
  {
    by: 'BRA',
    begins: 'States should share electronic evidence promptly.',
    ends: [
      ['EGY', 'All'],
      ['BRA', 'States should share electronic evidence'],
      ['JPN', 'without delay'],
      ['BRA', '.'],
    ],
    status: 'agreed-ad-referendum',
  },
  {
    by: 'JPN',
    begins: 'Each State should designate a point of contact that is available at all times.',
    ends: [
      ['JPN', 'Each State should designate a'],
      ['CAN', 'single'],
      ['JPN', 'point of contact that is available'],
      ['BRA', 'around the clock'],
      ['JPN', '.'],
    ],
    status: 'agreed-ad-referendum',
  },
  {
    by: 'NOR',
    begins: 'Training should be offered to judges and prosecutors.',
    ends: [
      ['CHE', 'Regular training'],
      ['NOR', 'should be offered'],
      ['CHE', 'free of charge'],
      ['NOR', 'to judges and prosecutors'],
      ['KEN', ', including on encrypted data'],
      ['NOR', '.'],
    ],
    status: 'agreed-ad-referendum',
  },
  {
    by: 'DZA',
    begins: 'Requests should be short, precise and made in writing.',
    ends: [
      ['DZA', 'Requests'],
      ['IND', 'for assistance'],
      ['DZA', 'should be'],
      ['GEO', 'concise'],
      ['DZA', ', precise and made'],
      ['JOR', 'through secure channels'],
      ['DZA', '.'],
    ],
    status: 'agreed-ad-referendum',
  },
  {
    by: 'COL',
    begins: 'Service providers should keep traffic data for at least six months.',
    ends: [
      ['COL', 'Service providers'],
      ['EGY', 'in all jurisdictions'],
      ['COL', 'should keep traffic data for at least'],
      ['EST', 'twelve'],
      ['COL', 'months.'],
    ],
    status: 'agreed-ad-referendum',
  },
  {
    by: 'CHE',
    begins: 'Confidentiality of requests should be protected.',
    ends: [
      ['CHE', 'Confidentiality of requests'],
      ['NGA', 'must'],
      ['CHE', 'be protected'],
      ['BRA+COL', 'at all stages'],
      ['CHE', '.'],
    ],
    status: 'agreed-ad-referendum',
  },
  {
    by: 'IND',
    begins: 'States should review their laws every five years.',
    ends: [
      ['IND', 'States should review their laws'],
      ['EGY', 'and procedures'],
      ['NOR', 'at regular intervals'],
      ['IND', '.'],
    ],
    status: 'agreed-ad-referendum',
  },
  {
    by: 'GEO',
    begins: 'The private sector should be consulted early.',
    ends: [
      ['GEO', 'The private sector'],
      ['DZA', 'and civil society'],
      ['GEO', 'should be consulted early'],
      ['COL', 'and often'],
      ['GEO', '.'],
    ],
    status: 'agreed-ad-referendum',
  },
  {
    by: 'EST',
    begins: 'Statistics should be collected on all requests.',
    ends: [
      ['IND', 'Comparable statistics'],
      ['EST', 'should be collected on all requests.'],
    ],
    status: 'agreed-ad-referendum',
  },
  {
    by: 'CAN',
    begins: 'Capacity-building should respect human rights.',
    ends: [
      ['CAN', 'Capacity-building should'],
      ['', '['],
      ['JOR', 'fully'],
      ['', ']'],
      ['CAN', 'respect human rights.'],
    ],
    status: 'under-discussion',
  },
]

/** How paragraph `number`, from 1, reads in the end: no space before a mark, none inside brackets. */
export const textOf = (number: number): string =>
  (script[number - 1]?.ends ?? [])
    .map(([, words]) => words)
    .join(' ')
    .replace(/ (?=[,.\]])/gu, '')
    .replace(/\[ /gu, '[')

type Amendment = {
  /** The paragraph, from 1. */
  to: number
  by: string
  with?: string
  changes: readonly (readonly [from: string, to: string])[]
  /** Where it is not tabled with the others before the desk opens. */
  later?: 'in the browser' | 'taken over' | 'after the silence'
  ends: AmendmentStatus
}

/** The twenty-five amendments; those to “promptly”, “at all times” and “in writing” compete. */
export const amendments = {
  delay: { to: 1, by: 'JPN', changes: [['promptly', 'without delay']], ends: 'accepted' },
  hours: { to: 1, by: 'NGA', changes: [['promptly', 'within 72 hours']], ends: 'rejected' },
  all: { to: 1, by: 'EGY', changes: [['States', 'All States']], ends: 'accepted' },
  clock: { to: 2, by: 'BRA', changes: [['at all times', 'around the clock']], ends: 'accepted-in-part' },
  office: { to: 2, by: 'NGA', changes: [['at all times', 'during working hours']], ends: 'accepted-in-part' },
  single: { to: 2, by: 'CAN', changes: [['a point', 'a single point']], ends: 'accepted' },
  encrypted: {
    to: 3,
    by: 'KEN',
    changes: [['prosecutors', 'prosecutors, including on encrypted data']],
    later: 'in the browser',
    ends: 'accepted-in-part',
  },
  regular: {
    to: 3,
    by: 'CHE',
    changes: [
      ['Training', 'Regular training'],
      ['offered', 'offered free of charge'],
    ],
    ends: 'accepted',
  },
  concise: {
    to: 4,
    by: 'GEO',
    changes: [
      ['short', 'concise'],
      ['in writing', 'in electronic form'],
    ],
    ends: 'accepted-in-part',
  },
  assistance: { to: 4, by: 'IND', changes: [['Requests', 'Requests for assistance']], ends: 'accepted' },
  secure: { to: 4, by: 'JOR', changes: [['in writing', 'through secure channels']], ends: 'accepted' },
  twelve: { to: 5, by: 'EST', changes: [['six', 'twelve']], ends: 'accepted' },
  alsoTwelve: { to: 5, by: 'CAN', changes: [['six', 'twelve']], ends: 'superseded' },
  everywhere: {
    to: 5,
    by: 'EGY',
    changes: [['providers', 'providers in all jurisdictions']],
    ends: 'accepted',
  },
  must: { to: 6, by: 'NGA', changes: [['should', 'must']], ends: 'withdrawn' },
  mustAgain: { to: 6, by: 'JPN', changes: [['should', 'must']], later: 'taken over', ends: 'accepted' },
  stages: {
    to: 6,
    by: 'BRA',
    with: 'COL',
    changes: [['protected', 'protected at all stages']],
    ends: 'accepted',
  },
  regularly: {
    to: 7,
    by: 'NOR',
    changes: [['every five years', 'at regular intervals']],
    later: 'after the silence',
    ends: 'accepted',
  },
  procedures: { to: 7, by: 'EGY', changes: [['laws', 'laws and procedures']], ends: 'accepted' },
  often: { to: 8, by: 'COL', changes: [['early', 'early and often']], ends: 'accepted' },
  society: { to: 8, by: 'DZA', changes: [['sector', 'sector and civil society']], ends: 'accepted' },
  refused: { to: 9, by: 'CHE', changes: [['all requests', 'refused ones']], ends: 'rejected' },
  comparable: { to: 9, by: 'IND', changes: [['Statistics', 'Comparable statistics']], ends: 'accepted' },
  fully: { to: 10, by: 'JOR', changes: [['should', 'should fully']], ends: 'accepted-in-part' },
  dignity: { to: 10, by: 'BRA', changes: [['rights', 'rights and dignity']], ends: 'tabled' },
} as const satisfies Record<string, Amendment>

export type AmendmentName = keyof typeof amendments
export const amendmentNames = Object.keys(amendments) as AmendmentName[]

/** The meeting with its ten paragraphs, each consolidated from an item that a delegation tabled. */
export async function openNegotiation(db: Db): Promise<{ meeting: MeetingId; ids: RecommendationId[] }> {
  const rapporteur = await person(db, 'rapporteur')
  const place = await aMeeting(db)
  const sources: RecommendationId[] = []
  for (const { by, begins } of script)
    sources.push((await aTabledRecommendation(db, { place, by: await person(db, by), text: begins })).id)
  await made(issueList(db, rapporteur, { meeting: place.meeting, title: { en: 'Preliminary list' } }))
  const { meeting, topic } = await anEvaluationMeeting(db, place.meeting)
  const ids: RecommendationId[] = []
  for (const source of sources) {
    const input = { meeting, topic, kind: 'recommendation', sources: [source] } as const
    ids.push((await made(consolidate(db, rapporteur, input))).paragraph)
  }
  return { meeting, ids }
}

/** A delegation that is not at a browser tables one of the amendments to the text as it stands. */
export async function tableScripted(
  db: Db,
  ids: readonly RecommendationId[],
  name: AmendmentName,
): Promise<AmendmentId> {
  const { to, by, changes, ...rest }: Amendment = amendments[name]
  const recommendation = ids[to - 1]
  if (!recommendation) throw new Error('The script has ten paragraphs.')
  const proposer = await person(db, by)
  const { amendment } = await made(amendRecommendation(db, proposer, { recommendation }))
  const { text } = await getRecommendation(db, recommendation)
  const changed = changes.reduce((words, [from, into]) => words.replace(from, into), text)
  await write(db, (await getAmendment(db, amendment)).document, proposer, changed)
  if (rest.with) {
    const sponsor = await person(db, rest.with)
    if (!sponsor.delegation) throw new Error('An officer sponsors nothing.')
    await made(inviteToAmendment(db, proposer, { amendment, delegation: sponsor.delegation }))
    await made(sponsorAmendment(db, sponsor, { amendment }))
  }
  await made(tableAmendment(db, proposer, { amendment, rationale: '' }))
  return amendment
}
