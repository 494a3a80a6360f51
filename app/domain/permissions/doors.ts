import type { Action } from './can'
import type { InstallationAction } from './installation'

/** What an address asks of its reader, or a form of its sender, before it answers. */
export type Need = Action | InstallationAction | 'anyone' | 'signed-in'

/** A route: what its page needs, and what each of its forms does, by the field `intent`; `''` where it has one form. */
export type Door = { page?: Need; forms?: Readonly<Record<string, Need>> }

const same = <Intent extends string>(need: Need, ...intents: Intent[]) =>
  Object.fromEntries(intents.map((intent) => [intent, need]))

/** Acts that have an address of their own, below that of their page: a route each, with one form. */
const acts = (page: string, needs: Readonly<Record<string, Need>>): Record<string, Door> =>
  Object.fromEntries(
    Object.entries(needs).map(([verb, need]) => [`${page}.${verb}`, { forms: { '': need } }]),
  )

/**
 * Every route, by the name of its file in app/routes, with every intent of its form. A test compares this with the
 * files: a route or an intent that is missing here fails it. The matrix of tests knocks at each of these doors in
 * every role, and docs/PERMISSIONS.md prints them.
 */
export const routeDoors: Readonly<Record<string, Door>> = {
  $: { page: 'anyone' },
  _index: { page: 'anyone' },
  account: {
    page: 'signed-in',
    forms: same(
      'signed-in',
      '',
      'choose-notices',
      'choose-language',
      'change-password',
      'end-other-sessions',
    ),
  },
  'calls.$c._index': {
    page: 'call.see',
    forms: { open: 'call.open', close: 'call.close', publish: 'call.publish' },
  },
  'calls.$c.answer': { page: 'call.answer', forms: same('call.answer', 'draft', 'submit') },
  'calls.new': { page: 'call.create', forms: { '': 'call.create' } },
  // For those who may open the document: docs/PERMISSIONS.md, the live text.
  'documents.$d.authors': { page: 'signed-in' },
  'groups._index': {
    page: 'anyone',
    forms: {
      create: 'group.create',
      appoint: 'administrator.appoint',
      dismiss: 'administrator.appoint',
    },
  },
  'groups.$g': { page: 'anyone' },
  'groups.$g._index': { page: 'anyone', forms: { '': 'workplan.manage' } },
  'groups.$g.delegations': {
    page: 'anyone',
    forms: same('delegations.manage', 'add-states', 'add', 'rename', 'remove'),
  },
  // Administrators do the same with the roles of officers: `officers.appoint`, see appointments.ts.
  'groups.$g.people': {
    page: 'people.manage',
    forms: same('people.manage', 'invite', 'change', 'remove', 'send-again'),
  },
  'groups.$g.people_.table': { page: 'people.manage', forms: { '': 'people.manage' } },
  'groups.$g.record': { page: 'audit.see' },
  'groups.$g.settings': { page: 'group.change', forms: { '': 'group.change' } },
  'groups.$g.outbox': { page: 'outbox.see', forms: { '': 'outbox.see' } },
  'groups.$g.vocabulary': {
    page: 'anyone',
    forms: same('vocabulary.manage', 'add', 'rename', 'retire', 'restore', 'mandate'),
  },
  'lists.$l': { page: 'anyone', forms: { '': 'list.correct' } },
  ...acts('lists.$l', same('list.record-commission', 'commission')),
  'meetings.$m._index': {
    page: 'meeting.see',
    forms: {
      draft: 'meeting.draft',
      'propose-paragraph': 'meeting.draft',
      up: 'meeting.order',
      down: 'meeting.order',
      open: 'meeting.open',
      close: 'meeting.close',
      report: 'meeting.report',
      postpone: 'meeting.postpone',
    },
  },
  'meetings.$m.plan': { page: 'workplan.manage', forms: { '': 'workplan.manage' } },
  'meetings.$m.adoption': { page: 'consolidation.see', forms: { '': 'list.adopt' } },
  'meetings.$m.consolidation': { page: 'consolidation.see' },
  ...acts(
    'meetings.$m.consolidation',
    same(
      'consolidation.decide',
      'consolidate',
      'add',
      'remove',
      'not-retained',
      'reopen',
      'confirm-source',
      'keep',
      'suggestion',
      'reopen-suggestion',
    ),
  ),
  'meetings.$m.proposals': { page: 'consolidation.see' },
  'meetings.$m.consolidation.tray': { page: 'consolidation.decide' },
  'meetings.$m.floor': {
    page: 'room.see',
    forms: {
      ask: 'floor.ask',
      give: 'floor.give',
      // Those who wait may also take themselves off the list.
      leave: 'floor.give',
      ...same('floor.keep', 'move-up', 'move-down', 'list', 'close-list', 'reopen-list', 'limits'),
      ...same('room.lead', 'show', 'view', 'agenda'),
    },
  },
  'meetings.$m.import': { page: 'import.run', forms: { '': 'import.run' } },
  'meetings.$m.import_.$i': {
    page: 'import.run',
    forms: same(
      'import.run',
      'write',
      'discard',
      'undo',
      'take-doubtful',
      'leave-doubtful',
      'take',
      'leave',
      'join',
      'split',
      'change',
      'edit',
      'read',
      'map',
    ),
  },
  'meetings.$m.list': { page: 'list.issue', forms: { '': 'list.issue' } },
  'meetings.$m.projector': { page: 'room.see' },
  'meetings.$m.recommendations.$r': { page: 'recommendation.see' },
  ...acts('meetings.$m.recommendations.$r', {
    table: 'recommendation.table',
    discuss: 'recommendation.discuss',
    withdraw: 'recommendation.withdraw',
    'take-up': 'paragraph.discuss',
    agree: 'paragraph.agree',
    reopen: 'paragraph.reopen',
    drop: 'paragraph.drop',
    invite: 'recommendation.invite',
    uninvite: 'recommendation.invite',
    'take-pen': 'recommendation.give-pen',
    'give-pen': 'recommendation.give-pen',
    amend: 'recommendation.amend',
    'propose-deletion': 'recommendation.amend',
    sponsor: 'recommendation.sponsor',
    leave: 'recommendation.leave',
    'give-up-position': 'position.take',
    position: 'position.take',
    show: 'room.lead',
    statement: 'statement.make',
    'lift-bracket': 'bracket.lift',
    'take-alternative': 'alternative.take',
    'put-under-silence': 'paragraph.put-under-silence',
    'break-silence': 'paragraph.break-silence',
    'end-silence': 'paragraph.end-silence',
    tag: 'recommendation.tag',
    untag: 'recommendation.tag',
  }),
  'meetings.$m.recommendations.$r_.amendments.$a': {
    page: 'amendment.see',
    forms: {
      table: 'amendment.table',
      invite: 'amendment.invite',
      join: 'amendment.sponsor',
      leave: 'amendment.leave',
      amend: 'amendment.amend',
      'take-over': 'amendment.take-over',
      withdraw: 'amendment.withdraw',
      reject: 'amendment.reject',
      accept: 'amendment.accept',
      'accept-in-part': 'amendment.accept-in-part',
    },
  },
  'meetings.$m.recommendations.$r_.history': {
    page: 'recommendation.see-history',
    forms: { '': 'recommendation.edit' },
  },
  'meetings.$m.recommendations.$r_.informals.$i': {
    page: 'informal.see',
    forms: { 'bring-back': 'informal.bring-back', leave: 'informal.leave', dissolve: 'informal.dissolve' },
  },
  'meetings.$m.recommendations.$r_.informals.new': {
    page: 'informal.start',
    forms: { '': 'informal.start' },
  },
  'meetings.$m.recommendations.$r_.merge': {
    page: 'recommendation.see-history',
    forms: same('merge.decide', 'choose', 'choose-uncontested', 'merge'),
  },
  'meetings.$m.rights': { page: 'meeting.see', forms: same('rights.set', '', 'set-usual') },
  'meetings.$m.silence': { page: 'consolidation.see', forms: { '': 'paragraph.put-under-silence' } },
  'meetings.$m.status': { page: 'status.see-past', forms: { '': 'list.issue' } },
  notices: { page: 'signed-in', forms: same('signed-in', 'read', 'read-all') },
  'password.$token': { page: 'anyone', forms: { '': 'anyone' } },
  'recommendations.$r.lineage': { page: 'recommendation.see' },
  'recommendations.$r.seen': { forms: { '': 'recommendation.see' } },
  'sign-in._index': { page: 'anyone', forms: { '': 'anyone' } },
  'sign-in.forgotten': { page: 'anyone', forms: { '': 'anyone' } },
  'sign-in.sample': { page: 'anyone', forms: { '': 'anyone' } },
  'sign-out': { page: 'anyone', forms: { '': 'anyone' } },
  today: { page: 'signed-in' },
  vocabulary: { page: 'anyone' },
  'workplans.$w': { page: 'anyone' },
  'workplans.$w_.plan': { page: 'workplan.manage', forms: { '': 'workplan.manage' } },
}

/** What is answered beside the routes: as it is written where it is answered. A test compares this with server/http. */
export const addressDoors: Readonly<Record<string, Need>> = {
  '/healthz': 'anyone',
  '/readyz': 'anyone',
  '/account/active': 'anyone',
  '/events': 'signed-in',
  '/meetings/:meeting/events': 'meeting.see',
  '/lists/:list.:format': 'anyone',
  '/meetings/:meeting/status.:format': 'status.see-past',
  '/api/v1/openapi.json': 'anyone',
  '/api/v1/:resource': 'anyone',
  '/api/v1/:resource/:id': 'anyone',
}

/** What the interface for programs answers with, one by one; a test compares this with it. */
export const resourceDoors: Readonly<Record<string, Need>> = {
  workplans: 'anyone',
  meetings: 'anyone',
  recommendations: 'recommendation.see',
  amendments: 'amendment.see',
  lists: 'anyone',
  calls: 'call.see',
  submissions: 'submission.see',
}

/** What a browser may send to a live text. No one who is not signed in connects to one. */
export const messageDoors: Readonly<Record<string, string>> = {
  messageSync: 'those who see the document read it; those who write it have their updates taken',
  messageAwareness: 'those who see the document show their caret, and no one else’s',
  messageQueryAwareness: 'those who see the document',
  messageAcknowledged: 'only the server sends it',
  messageRefused: 'only the server sends it',
  messagePermission: 'only the server sends it',
}
