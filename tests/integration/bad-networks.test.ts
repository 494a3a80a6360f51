import { expect, test } from 'vitest'
import { aSampleServer, aSharedDraft, cleanUps, open, storedText, until } from '../live-server'
import { aLine, aTab, portOf } from '../network'
import { signInAs, startServer } from '../sample-server'

test('lines that are cut and a server that restarts cost no word, and double none', async () => {
  const { server, db, environment } = await aSampleServer()
  const { document, brazil, kenya } = await aSharedDraft(db)
  const line = await aLine(portOf(server.url))
  const [hers, his] = [await signInAs(server, brazil.participant), await signInAs(server, kenya.participant)]
  // Two tabs of one person, and another person.
  const tabs = [
    aTab(line.port, document, hers),
    aTab(line.port, document, hers),
    aTab(line.port, document, his),
  ]
  await until(() => tabs.every(({ provider }) => provider.synced))
  let typed = 0
  const typing = setInterval(() => {
    typed += 1
    tabs.forEach((tab, index) => tab.type(`${'abc'.charAt(index)}${String(typed)} `))
  }, 10)
  cleanUps.push(() => clearInterval(typing))
  for (let cuts = 1; cuts <= 12; cuts++) {
    await until(() => typed >= cuts * 12)
    line.cut()
  }
  await server.kill()
  await until(() => typed >= 200)
  const again = await startServer(environment)
  cleanUps.push(() => again.stop())
  line.leadTo(portOf(again.url))
  await until(() => typed >= 260)
  clearInterval(typing)
  await until(() => tabs.every(({ provider }) => provider.synced))
  const everything = Array.from({ length: typed }, (_, word) =>
    ['a', 'b', 'c'].map((name) => `${name}${String(word + 1)}`),
  ).flat()
  const wordsIn = (text: string) => text.replace('Begin.', '').split(' ').filter(Boolean)
  await until(() => tabs.every((tab) => wordsIn(tab.text()).length === everything.length))
  expect(wordsIn(await storedText(db, document)).sort()).toEqual(everything.sort())
  expect(new Set(tabs.map((tab) => tab.text())).size).toBe(1)
})

test('somebody who reads slower than the others write gets everything, and costs the server little', async () => {
  const { server, db } = await aSampleServer()
  const { document, brazil, kenya } = await aSharedDraft(db)
  const writer = await open(server, brazil, document)
  const slow = await open(server, kenya, document)
  slow.socket.pause()
  const page = 'A page of text that somebody pastes. '.repeat(1500)
  // Far more than what the server holds for one reader, written and deleted again.
  for (let round = 1; round <= 45; round++) {
    writer.type(`${page}${String(round)} `)
    writer.edit((edit) => {
      let kept = 0
      for (const run of edit.reading.blocks[0]?.runs ?? []) {
        const from = Math.min(run.text.length, Math.max(0, 6 - kept))
        edit.delete({ ...run, clock: run.clock + from, length: run.text.length - from })
        kept += run.text.length
      }
    })
    await until(() => writer.said.acknowledged > round * 2)
  }
  writer.type('The end.')
  await until(() => writer.said.acknowledged > 91)
  let received = 0
  slow.socket.on('message', (data: Buffer) => {
    received += data.byteLength
  })
  slow.socket.resume()
  await until(() => slow.text() === 'Begin.The end.')
  expect(slow.said.refused ?? slow.said.closed).toBeUndefined()
  expect(slow.text()).toBe(writer.text())
  expect(received).toBeGreaterThan(0)
})
