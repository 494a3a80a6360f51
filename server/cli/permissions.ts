import { eventTypes, mayLearnOf, type EventDetail, type EventType } from '#domain/events/events'
import { isSignedIn } from '#domain/people/participants'
import { addressDoors, messageDoors, resourceDoors, routeDoors } from '#domain/permissions/doors'
import { kindRights, rightsKinds, usualRights } from '#domain/permissions/kinds'
import {
  actions,
  columns,
  installationMatrix,
  matrixActors,
  matrixPlace,
  permissionMatrix,
  type Cell,
  type Column,
} from '#domain/permissions/matrix'
import { print, type Command } from './program'

const headings: Record<Column, string> = {
  visitor: 'visitor',
  administrator: 'administrator',
  'other-group': 'secretariat of another group',
  stakeholder: 'stakeholder',
  organization: 'organization',
  'observer-state': 'observer State',
  'other-state': 'other State',
  'own-state': 'own State',
  rapporteur: 'Rapporteur',
  chair: 'Chair',
  secretariat: 'secretariat',
}

const signs: Record<Cell, string> = { yes: '●', 'not-now': '○', no: '' }

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(3, ...all.map((row) => (row[column] ?? '').length)))
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)]
}

const roles = columns.map((column) => headings[column])

function actionTables(): string[] {
  const rows = permissionMatrix()
  const subjects = [...new Set(actions.map((action) => action.split('.')[0] ?? ''))]
  return subjects.flatMap((subject) => [
    `### ${subject}`,
    '',
    ...table(
      ['action', 'status', ...roles],
      rows
        .filter(({ action }) => action.startsWith(`${subject}.`))
        .map(({ action, statuses, cells }) => [
          `\`${action}\``,
          statuses.join(', '),
          ...cells.map((cell) => signs[cell]),
        ]),
    ),
    '',
  ])
}

/** Whether the reader of a column learns of an event by the own State, or about what it drafts. */
function learns(column: Column, type: EventType): boolean {
  const { group, meeting, own } = matrixPlace
  const by = matrixActors['own-state']
  return mayLearnOf(matrixActors[column], {
    type,
    group,
    meeting,
    actor: isSignedIn(by) ? by.participant : undefined,
    delegation: own,
    detail: { parties: [own] } as EventDetail<EventType>,
  })
}

const eventTable = () =>
  table(
    ['event', ...roles],
    eventTypes.map((type) => [
      `\`${type}\``,
      ...columns.map((column) => signs[learns(column, type) ? 'yes' : 'no']),
    ]),
  )

const doorTable = () =>
  table(
    ['route', 'page', 'form', 'needs'],
    Object.entries(routeDoors).flatMap(([route, { page, forms }]) => [
      [`\`${route}\``, page ?? '–', '', ''],
      ...Object.entries(forms ?? {}).map(([intent, need]) => ['', '', intent || '(its form)', need]),
    ]),
  )

const kindTable = () =>
  table(
    ['kind', ...kindRights],
    rightsKinds.map((kind) => [
      kind,
      ...kindRights.map((right) => (usualRights[kind].includes(right) ? '●' : '')),
    ]),
  )

/** docs/PERMISSIONS.md, from the rules that decide. */
export function permissionsPage(): string {
  return [
    '# Who may do what',
    '',
    'Printed by `npm run -s rapporteur -- permissions > docs/PERMISSIONS.md` from `app/domain/permissions`; do not edit',
    'it. A test fails when it is stale, and another one knocks at each of these doors in every role',
    '(`tests/integration/permission-matrix.test.ts`).',
    '',
    '● may · ○ may, but not at this status · empty: may not, and is answered as if it did not exist where it may not be',
    'seen. _Own State_ speaks for the delegation whose recommendation, amendment or submission it is, and that is a',
    'member of the informals. An administrator of the installation without a role in the group is a visitor in it. Rights',
    'by kind of delegation are those of a meeting that has not set its own.',
    '',
    '## Actions',
    '',
    ...actionTables(),
    '### The installation',
    '',
    ...table(
      ['action', ...roles],
      installationMatrix().map(({ action, cells }) => [`\`${action}\``, ...cells.map((cell) => signs[cell])]),
    ),
    '',
    '## Rights by kind of delegation',
    '',
    'The usual table; the secretariat sets another one for a meeting at `/meetings/:m/rights`.',
    '',
    ...kindTable(),
    '',
    '## Routes',
    '',
    'What each page and each form needs. `anyone` is also somebody who is not signed in.',
    '',
    ...doorTable(),
    '',
    '## Other addresses',
    '',
    ...table(
      ['address', 'needs'],
      Object.entries(addressDoors).map(([address, need]) => [`\`${address}\``, need]),
    ),
    '',
    'What `/api/v1/:resource` answers with, one by one:',
    '',
    ...table(
      ['resource', 'needs'],
      Object.entries(resourceDoors).map(([resource, need]) => [`\`${resource}\``, need]),
    ),
    '',
    '## The live text',
    '',
    'No one who is not signed in connects. A draft is open to those who see its drafting, a working text and a tabled',
    'amendment to the members who see it; those who may edit it write (`recommendation.edit`, `amendment.edit`).',
    '',
    ...table(
      ['message', 'from a browser'],
      Object.entries(messageDoors).map(([message, answer]) => [`\`${message}\``, answer]),
    ),
    '',
    '## Events',
    '',
    'Who learns of what the own State did: on open pages, in histories, in notices.',
    '',
    ...eventTable(),
  ].join('\n')
}

export const permissionsCommand: Command = {
  database: 'none',
  summary: 'print who may do what, as docs/PERMISSIONS.md has it',
  help: [
    'rapporteur permissions',
    '',
    'Prints the table of permissions, routes, messages and events, from the rules that decide. No database is needed:',
    '',
    '  npm run -s rapporteur -- permissions > docs/PERMISSIONS.md',
  ].join('\n'),
  run: async () => {
    print(permissionsPage())
    return 0
  },
}
