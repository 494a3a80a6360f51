import type { Db } from '#db/client'
import { listDelegations } from '#db/queries/delegations'
import type { ExpertGroup } from '#db/queries/groups'
import { listMembershipsIn } from '#db/queries/memberships'
import { listParticipantsById } from '#db/queries/participants'
import {
  peopleColumns,
  readPeopleTable,
  type PeopleColumn,
  type PeopleRow,
} from '#domain/people/people-table'
import { roles, type Role } from '#domain/people/participants'
import { messagesFor } from '#i18n/catalogues'
import { screenLanguages } from '#i18n/screen-languages'

/** The most people that are invited at once. */
export const mostPeople = 500

const inAllLanguages = (key: `people.column.${PeopleColumn}` | `role.${Role}`) =>
  screenLanguages.map((language) => messagesFor(language)[key])

const wordsFor = <Key extends string>(keys: readonly Key[], words: (key: Key) => string[]) =>
  Object.fromEntries(keys.map((key) => [key, words(key)])) as Record<Key, string[]>

/** The people in a table that somebody pasted, each row with what is wrong with it; undefined where there are too many. */
export async function readPeople(
  db: Db,
  group: Pick<ExpertGroup, 'id' | 'language'>,
  cells: readonly (readonly string[])[],
): Promise<PeopleRow[] | undefined> {
  const [delegations, memberships] = await Promise.all([
    listDelegations(db, group.id),
    listMembershipsIn(db, group.id),
  ])
  const people = await listParticipantsById(
    db,
    memberships.map(({ participant }) => participant),
  )
  const read = readPeopleTable(cells, {
    delegations,
    members: new Set([...people.values()].map(({ email }) => email)),
    language: group.language,
    words: {
      columns: wordsFor(peopleColumns, (column) => inAllLanguages(`people.column.${column}`)),
      roles: wordsFor(roles, (role) => inAllLanguages(`role.${role}`)),
    },
  })
  return read.length > mostPeople ? undefined : read
}
