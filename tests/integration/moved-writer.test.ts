import { expect, test } from 'vitest'
import { closeEvents } from '#collab/close-events'
import { listDelegations } from '#db/queries/delegations'
import { listMembershipsOf } from '#db/queries/memberships'
import { getRecommendation } from '../factories'
import { changeRole } from '#server/commands/people/change-role'
import { removeParticipant } from '#server/commands/people/remove'
import { readAuthorship } from '#server/views/authorship'
import { onEachEngine } from '../engines'
import { aSampleServer, aSharedDraft, open, patient, person, storedText, until } from '../live-server'

const post = { address: 'http://localhost', canSend: false }

onEachEngine('a writer whose role changes while a text is open', (_newDatabase, _engine, newDatabaseUrl) => {
  test('speaks for the new delegation from then on, and can write nothing more for the one before', async () => {
    const { server, db } = await aSampleServer(await newDatabaseUrl())
    const { id, document, brazil } = await aSharedDraft(db)
    const { group } = await getRecommendation(db, id)
    const secretary = await person(db, 'secretariat')
    const kenya = (await listDelegations(db, group)).find(({ code }) => code === 'KEN')
    const [membership] = await listMembershipsOf(db, [brazil.participant])
    if (!kenya || !membership) throw new Error('The sample has both.')

    const before = await open(server, brazil, document)
    before.type(' For Brazil.')
    await expect.poll(() => storedText(db, document), patient).toContain('For Brazil.')
    const move = { membership: membership.id, role: 'delegate' as const, delegation: kenya.id }
    expect(await changeRole(db, secretary, post, move)).toMatchObject({ ok: true })
    await until(() => before.said.closed !== undefined)
    expect(before.said.closed).toBe(closeEvents.roleChanged.code)

    // A page that goes on under its client id as if nothing had happened.
    const again = await open(server, brazil, document, before.doc)
    before.type(' Still for Brazil?')
    await until(() => again.said.refused !== undefined)
    expect(again.said.refused).toBe('foreign-author')

    const after = await open(server, brazil, document)
    after.type(' For Kenya.')
    await expect.poll(() => storedText(db, document), patient).toContain('For Kenya.')
    const { authors } = await readAuthorship(db, { document, group })
    const characters = new Map(authors.map((author) => [author.codes.join(), author.characters]))
    expect(characters.get('KEN')).toBe(' For Kenya.'.length)
    expect(characters.get('BRA')).toBe('Begin. For Brazil.'.length)

    const [now] = await listMembershipsOf(db, [brazil.participant])
    if (!now) throw new Error('The membership was changed.')
    expect(await removeParticipant(db, secretary, post, { membership: now.id })).toEqual({ ok: true })
    await until(() => after.said.closed !== undefined)
    expect(after.said.closed).toBe(closeEvents.sessionExpired.code)
    const { authors: kept } = await readAuthorship(db, { document, group })
    expect(kept).toEqual(authors)
  })
})
