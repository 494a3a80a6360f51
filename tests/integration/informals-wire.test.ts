import { expect, test } from 'vitest'
import { closeEvents } from '#collab/close-events'
import { findAmendment } from '#db/queries/amendments'
import { findInformal } from '#db/queries/informals'
import type { DelegationId } from '#domain/ids'
import { leaveInformals } from '#server/commands/informals/leave'
import { startInformals } from '#server/commands/informals/start'
import { connectClient } from '../collaboration-client'
import { aTabledRecommendation, type Person } from '../factories'
import { aSampleServer, open, person, storedText, until } from '../live-server'
import { headersOf, liveAddress, signInAs } from '../sample-server'

const delegationOf = (actor: Person): DelegationId => {
  if (!actor.delegation) throw new Error('A delegate has a delegation.')
  return actor.delegation
}

test('what a group writes reaches nobody else: not by page, API or WebSocket, and not who has left', async () => {
  const { server, db } = await aSampleServer()
  const [brazil, kenya, japan, chair] = [
    await person(db, 'BRA'),
    await person(db, 'KEN'),
    await person(db, 'JPN'),
    await person(db, 'chair'),
  ]
  const { id, place } = await aTabledRecommendation(db, { by: brazil, text: 'Begin.' })
  const made = await startInformals(db, chair, {
    recommendation: id,
    delegations: [delegationOf(kenya), delegationOf(japan)],
    task: '',
  })
  const informal = made.ok && (await findInformal(db, made.informal))
  const amendment = informal && (await findAmendment(db, informal.amendment))
  if (!amendment) throw new Error('There are informals.')
  const { document } = amendment

  const ofKenya = await open(server, kenya, document)
  const ofJapan = await open(server, japan, document)
  const ofChair = await open(server, chair, document)
  ofKenya.type('Confidential. ')
  await until(() => ofJapan.text().includes('Confidential.') && ofChair.text().includes('Confidential.'))

  const page = `/meetings/${place.meeting}/recommendations/${id}`
  const addresses = [
    page,
    `${page}.data`,
    `${page}/informals/${informal.id}`,
    `${page}/amendments/${amendment.id}`,
    `${page}/amendments/${amendment.id}.data`,
    `/meetings/${place.meeting}/projector`,
    `/meetings/${place.meeting}/floor`,
    `/api/v1/amendments?meeting=${place.meeting}`,
    `/api/v1/amendments/${amendment.id}`,
  ]
  for (const outsider of [brazil, await person(db, 'rapporteur'), await person(db, 'secretariat')]) {
    const cookie = await signInAs(server, outsider.participant)
    for (const address of addresses) {
      const answer = await fetch(server.url + address, { headers: { cookie } })
      const text = await answer.text()
      expect(text, address).not.toContain('Confidential')
      expect(text, address).not.toContain(document)
    }
    const told = connectClient(liveAddress(server, document), headersOf(server, cookie))
    await until(() => told.said.closed !== undefined)
    expect(told.said.closed).toBe(closeEvents.notAvailable.code)
  }

  // Whoever leaves loses the open text too, and writes into it no more.
  await leaveInformals(db, japan, { informal: informal.id })
  ofJapan.type('Too late. ')
  await until(() => ofJapan.said.closed !== undefined)
  expect(await storedText(db, document)).not.toContain('Too late.')
})
