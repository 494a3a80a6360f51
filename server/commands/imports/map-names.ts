import type { Db } from '#db/client'
import { setImportMapping } from '#db/queries/import-files'
import { findDelegationIn } from '#db/queries/delegations'
import { listTopics } from '#db/queries/meetings'
import { listMandates, listTags } from '#db/queries/tags'
import type { ImportId } from '#domain/ids'
import type { Mapping, ProposerChoice, TermChoice, TopicChoice } from '#domain/imports/mapping'
import { findMemberState } from '#domain/people/member-states'
import type { Actor } from '#domain/people/participants'
import { fold, nameKey } from '#domain/text/folding'
import { importIs } from '#domain/status'
import { refuse, type Result } from '#server/frame/refusal'
import { onImport } from './on-import'

export type NameChoice =
  | { of: 'proposers'; name: string; choice: ProposerChoice }
  | { of: 'tags'; name: string; choice: TermChoice }
  | { of: 'topics'; name: string; choice: TopicChoice }

/** Says who or what names of a file are, once for all of its rows. */
export const mapImportNames = (
  db: Db,
  actor: Actor,
  input: { import: ImportId; choices: readonly NameChoice[] },
): Promise<Result> =>
  onImport<object>(db, actor, { import: input.import, in: importIs.ready }, async (tx, file, meeting) => {
    const [tags, mandates, topics] = [
      await listTags(tx, meeting.group),
      await listMandates(tx, meeting.group),
      await listTopics(tx, meeting.id),
    ]
    const mapping: Mapping = {
      proposers: { ...file.mapping.proposers },
      tags: { ...file.mapping.tags },
      topics: { ...file.mapping.topics },
    }
    for (const one of input.choices) {
      if (!(await isKnown(one))) return refuse('not-found')
      switch (one.of) {
        case 'proposers':
          mapping.proposers[nameKey(one.name)] = one.choice
          break
        case 'tags':
          mapping.tags[fold(one.name)] = one.choice
          break
        case 'topics':
          mapping.topics[fold(one.name)] = one.choice
          break
        default:
          one satisfies never
      }
    }
    await setImportMapping(tx, file.id, mapping, new Date())
    return { ok: true }

    async function isKnown({ choice }: NameChoice): Promise<boolean> {
      switch (choice.kind) {
        case 'delegation':
          return (await findDelegationIn(tx, meeting.group, choice.id)) !== undefined
        case 'state':
          return findMemberState(choice.code) !== undefined
        case 'tag':
          return tags.some(({ id }) => id === choice.id)
        case 'mandate':
          return mandates.some(({ id }) => id === choice.id)
        case 'topic':
          return topics.some(({ id }) => id === choice.id)
        case 'new-tag':
        case 'none':
          return true
        default:
          return choice satisfies never
      }
    }
  })
