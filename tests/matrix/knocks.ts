import type { Db } from '#db/client'
import { findAmendment } from '#db/queries/amendments'
import { findCall } from '#db/queries/calls'
import { findInformal } from '#db/queries/informals'
import { findMeeting } from '#db/queries/meetings'
import { findRecommendation } from '#db/queries/recommendations'
import { limitNames } from '#domain/meetings/speakers'
import { delegationIn, isSignedIn, type Actor, type Place } from '#domain/people/participants'
import { permissionFor, type Action } from '#domain/permissions/can'
import { routeDoors, type Need } from '#domain/permissions/doors'
import {
  canInstallation,
  installationActions,
  type InstallationAction,
} from '#domain/permissions/installation'
import type { Permission } from '#domain/permissions/rule'
import type { World } from './world'

export type Fields = Readonly<Record<string, string | readonly string[]>>

/** One form sent to one subject. */
export type Knock = {
  route: string
  intent: string
  /** What it is sent to, for people. */
  subject: string
  path: string
  fields: Fields
  /** Whether the subject exists for this actor. */
  sees: (actor: Actor) => boolean
  /** What the rules say. */
  rule: (actor: Actor) => Permission
}

const yes: Permission = { ok: true }

const isInstallationNeed = (need: Need): need is Extract<Need, InstallationAction> =>
  installationActions.some((action) => action === need)

/** Of which stage a recommendation has to be for an action. */
const stageOf = (need: Need) =>
  /^paragraph\./u.test(need)
    ? 'consolidated'
    : /^recommendation\.(table|discuss|withdraw)$/u.test(need)
      ? 'preliminary'
      : undefined

/** The rules know each action's facts; here they come from a list that is checked as it runs. */
function ask(actor: Actor, need: Need, facts: Place & object, intent: string, world: World): Permission {
  if (need === 'anyone') return yes
  if (need === 'signed-in') return isSignedIn(actor) ? yes : { ok: false, refusal: 'not-permitted' }
  if (isInstallationNeed(need)) {
    return canInstallation(actor, need) ? yes : { ok: false, refusal: 'not-permitted' }
  }
  const stage = stageOf(need)
  if (stage && 'stage' in facts && facts.stage !== stage) return { ok: false, refusal: 'wrong-status' }
  if (need === 'bracket.lift') {
    return permissionFor(actor, need, { ...facts, requestedBy: world.delegations.own, inOwnDraft: false })
  }
  // Those who wait may take themselves off the list.
  if (need === 'floor.give' && intent === 'leave' && delegationIn(actor, facts) === world.delegations.own)
    return yes
  return permissionFor(actor, need as 'room.lead', facts)
}

const sees = (actor: Actor, action: Action, facts: Place & object) =>
  permissionFor(actor, action as 'room.lead', facts).ok

type Target = {
  subject: string
  path: string
  facts: Place & object
  sees: Action | 'anyone'
  fields: (intent: string) => Fields
  /** Intents that cannot be meant for it. */
  not?: (intent: string) => boolean
}

/** Everything in the world to which the form of a route can be sent. */
async function targetsOf(db: Db, world: World, route: string): Promise<Target[]> {
  const { delegations } = world
  const found = <Item>(item: Item | undefined): Item => {
    if (item === undefined) throw new Error('It was made.')
    return item
  }
  const recommendations = await Promise.all(
    world.recommendations.map(async (recommendation) => ({
      ...recommendation,
      subject: [recommendation.status, recommendation.note].filter(Boolean).join(' '),
      facts: found(await findRecommendation(db, recommendation.id)),
      base: `/meetings/${recommendation.meeting}/recommendations/${recommendation.id}`,
    })),
  )
  const ofRecommendations = (
    path: string,
    fields: (intent: string) => Fields,
    not: (item: { id: string }, intent: string) => boolean = () => false,
  ): Target[] =>
    recommendations.map(({ id, subject, facts, base }) => ({
      not: (intent) => not({ id }, intent),
      subject,
      facts,
      path: base + path,
      sees: 'recommendation.see',
      fields,
    }))
  const ofMeetings = async (path: string, fields: (intent: string, kind: string) => Fields) =>
    Promise.all(
      world.meetings.map(async ({ id, status, kind }): Promise<Target> => ({
        subject: `${kind} meeting, ${status}`,
        facts: found(await findMeeting(db, id)),
        path: `/meetings/${id}${path}`,
        sees: 'meeting.see',
        fields: (intent) => fields(intent, kind),
      })),
    )
  const ofGroups = (path: string, toSee: Target['sees'], fields: (intent: string) => Fields): Target[] => [
    {
      subject: 'group',
      facts: { group: world.group },
      path: `/groups/${world.group}${path}`,
      sees: toSee,
      fields,
    },
  ]
  const title: Fields = { 'title.en': 'Title', 'title.ar': 'عنوان' }
  const [paragraph = ''] = world.recommendations.flatMap(({ id, status }) =>
    status === 'proposed' ? [id] : [],
  )
  switch (route) {
    case 'meetings.$m.recommendations.$r':
      return ofRecommendations(
        '',
        (intent) => ({
          ...(intent === 'invite' && { delegation: delegations.other }),
          ...(intent === 'uninvite' && { delegation: delegations.invited }),
          ...((intent === 'give-pen' || intent === 'take-pen') && {
            delegation: delegations.other,
            minutes: '',
          }),
          ...(intent === 'position' && { stance: 'need-changes', audience: 'all' }),
          ...(intent === 'statement' && { kind: 'reservation', language: 'en', body: 'Words.' }),
          ...(intent === 'lift-bracket' && { bracket: world.bracketed.bracket }),
          ...(intent === 'take-alternative' && {
            bracket: world.bracketed.alternative,
            seen: world.bracketed.seen,
          }),
          ...(intent === 'put-under-silence' && { deadline: '2099-01-01T12:00' }),
          ...(intent === 'tag' && { term: world.tagName }),
          ...(intent === 'untag' && { tag: world.tag }),
          reason: 'A reason.',
        }),
        // Brackets and alternatives stand in one text.
        ({ id }, intent) => /bracket|alternative/u.test(intent) && id !== world.bracketed.id,
      )
    case 'meetings.$m.recommendations.$r_.history':
      return ofRecommendations('/history', () => ({ at: '1', seen: '1' }))
    case 'meetings.$m.recommendations.$r_.merge':
      return ofRecommendations('/merge', () => ({
        amendment: world.amendments[1]?.id ?? '',
        index: '0',
        choice: '',
        seen: '',
        reason: '',
      }))
    case 'meetings.$m.recommendations.$r_.informals.new':
      return ofRecommendations('/informals/new', () => ({
        delegation: [delegations.own, delegations.invited],
        task: '',
      }))
    case 'recommendations.$r.seen':
      return recommendations.map(({ id, subject, facts }) => ({
        subject,
        facts,
        path: `/recommendations/${id}/seen`,
        sees: 'recommendation.see',
        fields: () => ({ position: '1' }),
      }))
    case 'meetings.$m.recommendations.$r_.amendments.$a':
      return Promise.all(
        world.amendments.map(async ({ id, status, note, meeting, recommendation }) => ({
          subject: ['amendment,', status, note].filter(Boolean).join(' '),
          facts: found(await findAmendment(db, id)),
          path: `/meetings/${meeting}/recommendations/${recommendation}/amendments/${id}`,
          sees: 'amendment.see' as const,
          fields: (intent: string): Fields => ({
            rationale: 'Because.',
            reason: 'Because.',
            ...(intent === 'invite' && { delegation: delegations.other }),
            ...(intent === 'accept-in-part' && { change: '0', changes: '0', seen: '' }),
          }),
        })),
      )
    case 'meetings.$m.recommendations.$r_.informals.$i':
      return Promise.all(
        world.informals.map(async ({ id, status, meeting, recommendation }) => ({
          subject: `informals, ${status}`,
          facts: found(await findInformal(db, id)),
          path: `/meetings/${meeting}/recommendations/${recommendation}/informals/${id}`,
          sees: 'informal.see' as const,
          fields: (): Fields => ({ rationale: 'Because.', reason: 'Because.' }),
        })),
      )
    case 'meetings.$m._index':
      return ofMeetings('?index', (intent) => ({
        topic: world.topic,
        kind: 'recommendation',
        language: 'en',
        place: world.evaluationTopic,
        recommendation: world.recommendations[intent === 'up' ? 2 : 1]?.id ?? '',
        ...(intent === 'postpone' && { startsOn: '2099-01-01', endsOn: '2099-01-02', reason: 'Because.' }),
      }))
    case 'meetings.$m.floor':
      return (
        await ofMeetings('/floor', (intent) => ({
          kind: 'statement',
          speaker: (intent === 'move-up' ? world.speakers.at(-1) : world.speakers[0]) ?? '',
          delegation: delegations.invited,
          recommendation: world.recommendations[1]?.id ?? '',
          view: 'none',
          item: 'other-matters',
          ...(intent === 'limits' && Object.fromEntries(limitNames.map((name) => [name, '4']))),
        }))
      ).map((target, index) => ({
        ...target,
        // Those who wait do so in one meeting.
        not: (intent) => index > 0 && /^(give|leave|move)/u.test(intent),
      }))
    case 'meetings.$m.adoption':
      return ofMeetings('/adoption', () => title)
    case 'meetings.$m.list':
      return ofMeetings('/list', () => title)
    case 'meetings.$m.status':
      return ofMeetings('/status', () => ({}))
    case 'meetings.$m.rights':
      return ofMeetings('/rights', () => ({ 'stakeholder speak': 'on' }))
    case 'meetings.$m.silence':
      return ofMeetings('/silence', () => ({ paragraph, deadline: '2099-01-01T12:00' }))
    case 'meetings.$m.import':
      return ofMeetings('/import', () => ({
        topic: world.topic,
        language: '',
        encoding: '',
        pasted: '1. States should.',
      }))
    case 'meetings.$m.import_.$i':
      return (await ofMeetings(`/import/${world.import}`, () => ({}))).slice(0, 1).map((target) => ({
        ...target,
        fields: (intent) => ({
          row: world.importRows[0] ?? '',
          ...(intent === 'edit' && {
            text: 'x',
            label: '',
            kind: 'recommendation',
            language: 'en',
            topic: '',
            proposers: '',
            tags: '',
          }),
          ...(intent === 'change' && { change: '0', decision: 'accept' }),
          ...(intent === 'read' && { topic: world.topic, language: '', encoding: '' }),
        }),
      }))
    case 'meetings.$m.consolidation':
      return ofMeetings('/consolidation', (intent) => ({
        paragraph: intent === 'keep' ? paragraph : world.paragraph,
        topic: world.evaluationTopic,
        kind: 'recommendation',
        source: intent === 'reopen' ? world.sources.left : world.sources.merged,
        sources: world.sources.free,
        reason: 'Because.',
        outcome: 'refused',
        items: [world.sources.free, world.sources.similar],
        suggestion: world.suggestion,
      }))
    case 'calls.$c._index':
    case 'calls.$c.answer':
      return Promise.all(
        world.calls.map(async ({ id, status }) => ({
          subject: `call, ${status}`,
          facts: found(await findCall(db, id)),
          path: route === 'calls.$c.answer' ? `/calls/${id}/answer` : `/calls/${id}?index`,
          sees: 'call.see' as const,
          fields: (): Fields => ({ language: 'en', seen: '{"general":"","items":{}}', remarks: 'Words.' }),
        })),
      )
    case 'calls.new':
      return world.lists.map(({ id, meeting }) => ({
        subject: 'list',
        facts: { group: world.group, meeting },
        path: '/calls/new',
        sees: 'anyone',
        fields: () => ({ ...title, list: id, instructions: '', deadline: '2099-01-01T12:00' }),
      }))
    case 'lists.$l':
      return world.lists.map(({ id, meeting }) => ({
        subject: 'list',
        facts: { group: world.group, meeting },
        path: `/lists/${id}`,
        sees: 'anyone',
        fields: () => ({
          label: '',
          language: 'en',
          body: 'A correction.',
          kind: 'submitted',
          takenOn: '2021-05-21',
          symbol: '',
          session: '',
          agendaItem: '',
          remarks: '',
        }),
      }))
    case 'groups.$g.outbox':
      return [
        {
          subject: 'mail',
          facts: { group: world.group },
          path: `/groups/${world.group}/outbox`,
          sees: 'anyone',
          fields: () => ({ mail: world.mail }),
        },
      ]
    case 'groups.$g.vocabulary':
      return [
        {
          subject: 'vocabulary',
          facts: { group: world.group },
          path: `/groups/${world.group}/vocabulary`,
          sees: 'anyone',
          fields: (intent) => ({
            'name.en': 'Title',
            'name.ar': 'عنوان',
            kind: 'theme',
            tag: intent === 'restore' ? world.retiredTag : world.tag,
            symbol: 'A/RES/1/2',
          }),
        },
      ]
    case 'notices':
      return [
        {
          subject: 'notices',
          facts: { group: world.group },
          path: '/notices',
          sees: 'anyone',
          fields: () => ({ notice: 'none', upTo: '0' }),
        },
      ]
    case 'groups._index':
      return [
        {
          subject: 'installation',
          facts: { group: world.group },
          path: '/groups?index',
          sees: 'anyone',
          fields: (intent) =>
            intent === 'create'
              ? groupFields
              : {
                  ...newcomer,
                  participant: world.people.administrator.participant,
                },
        },
      ]
    case 'groups.$g._index':
      return ofGroups('?index', 'anyone', () => ({ ...title, fromYear: '2022', toYear: '2025' }))
    case 'groups.$g.settings':
      return ofGroups('/settings', 'group.change', () => groupFields)
    case 'groups.$g.delegations':
      return ofGroups('/delegations', 'anyone', (intent) => ({
        ...name,
        state: 'FRA',
        as: 'members',
        kind: 'non-governmental-organization',
        code: 'NEW',
        delegation: intent === 'remove' ? world.empty : delegations.own,
      }))
    case 'groups.$g.people':
      return ofGroups('/people', 'people.manage', (intent) => ({
        ...newcomer,
        standing: delegations.other,
        membership: intent === 'send-again' ? world.invitedMembership : world.membership,
      }))
    case 'groups.$g.people_.table':
      return ofGroups('/people/table', 'people.manage', () => ({
        table: 'Name\tE-mail\tRole\nNew Secretary\tnew@test.example\tSecretariat',
        intent: 'invite',
      }))
    case 'meetings.$m.plan':
      return ofMeetings('/plan', (_, kind) => ({ ...title, ...plan, kind, intent: 'change' }))
    case 'workplans.$w_.plan':
      return [
        {
          subject: 'workplan',
          facts: { group: world.group },
          path: `/workplans/${world.workplan}/plan`,
          sees: 'workplan.manage',
          fields: () => ({
            ...title,
            ...plan,
            intent: 'plan',
            kind: 'thematic',
            startsOn: '2099-01-01',
            endsOn: '2099-01-03',
            'topic-0-id': '',
            'topic-0.en': 'Topic',
          }),
        },
      ]
    default:
      throw new Error(`The forms of ${route} are sent to nothing.`)
  }
}

const name: Fields = { 'name.en': 'Name', 'name.ar': 'اسم' }
const newcomer: Fields = { name: 'New person', email: 'new@test.example', language: 'en' }
const groupFields: Fields = {
  ...name,
  'parentBody.en': 'Commission',
  'parentBody.ar': 'اللجنة',
  abbreviation: 'NEW',
  establishedBy: 'A/RES/1/1',
  language: 'en',
  showsProposers: 'hidden',
}
const plan: Fields = {
  timeZone: 'Europe/Vienna',
  symbol: '',
  firstParagraph: '1',
  'place.en': 'Vienna',
  'place.ar': 'فيينا',
}

/**
 * Routes whose forms concern nobody but their sender, or nobody who is signed in: tests/integration/sign-in.test.ts and
 * tests/integration/attacks.test.ts send those.
 */
export const ownForms = [
  'account',
  'password.$token',
  'sign-in._index',
  'sign-in.forgotten',
  'sign-in.sample',
  'sign-out',
]

/** Pages whose acts have addresses of their own: `<page>.<verb>`. */
const pagesOfActs = ['meetings.$m.recommendations.$r', 'meetings.$m.consolidation', 'lists.$l']

function actOf(route: string): { page: string; verb: string } | undefined {
  const page = pagesOfActs.find((pagesOfAct) => route.startsWith(`${pagesOfAct}.`))
  return page === undefined ? undefined : { page, verb: route.slice(page.length + 1) }
}

/** Every intent of every form, sent to everything that it can be sent to. */
export async function listKnocks(db: Db, world: World): Promise<Knock[]> {
  const knocks: Knock[] = []
  for (const [route, { forms = {} }] of Object.entries(routeDoors)) {
    if (Object.keys(forms).length === 0 || ownForms.includes(route)) continue
    const act = actOf(route)
    const targets = await targetsOf(db, world, act?.page ?? route)
    for (const [intent, need] of Object.entries(forms)) {
      const verb = act?.verb ?? intent
      for (const { subject, path, facts, sees: toSee, fields, not } of targets) {
        if (not?.(verb)) continue
        knocks.push({
          route,
          intent,
          subject,
          path: act ? `${path}/${act.verb}` : path,
          fields: { ...fields(verb), ...(intent !== '' && { intent }) },
          sees: (actor) => toSee === 'anyone' || sees(actor, toSee, facts),
          rule: (actor) => ask(actor, need, facts, verb, world),
        })
      }
    }
  }
  return knocks
}
