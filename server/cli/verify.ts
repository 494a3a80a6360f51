import { parseArgs } from 'node:util'
import type { Db } from '#db/client'
import { replayDocument } from '#db/queries/documents'
import { findBrokenEvent, lastEventSequence } from '#db/queries/events'
import { listAllLists, listListedTexts } from '#db/queries/lists'
import { findRecommendation } from '#db/queries/recommendations'
import { listAllVersions, versionHash, type Version } from '#db/queries/versions'
import { sha256 } from '#domain/hash'
import { readContent } from '#editor/authored'
import { print, printJson, type Command } from './program'

/** Whether the log, replayed up to where the version was frozen, yields it to the letter. */
async function isInLog(db: Db, version: Version): Promise<boolean> {
  const item = await findRecommendation(db, version.recommendation)
  if (!item) return false
  const doc = await replayDocument(db, item.document, version.updateId)
  const content = readContent(doc)
  doc.destroy()
  return versionHash(version.language, content) === version.hash
}

export const verifyCommand: Command = {
  summary:
    'recomputes the hashes of the audit log, of every list and of every version, from the logs of the texts',
  help: `rapporteur verify [--json]

Exit code 0 when everything is as it was issued; 1 and what differs otherwise.`,
  run: async (words, db) => {
    const { values } = parseArgs({ args: words, options: { json: { type: 'boolean', default: false } } })
    const problems: string[] = []
    const broken = await findBrokenEvent(db)
    if (broken) problems.push(`The audit log is broken at event ${String(broken.sequence)} (${broken.type}).`)
    const lists = await listAllLists(db)
    for (const list of lists) {
      if (sha256(list.canonical) !== list.hash) problems.push(`List ${list.id} does not match its hash.`)
      const said = JSON.parse(list.canonical) as { items?: { label: string; text: Record<string, string> }[] }
      const items = await listListedTexts(db, list.id)
      const differs = items.some((item, index) => {
        const one = said.items?.[index]
        return one?.label !== item.label || one.text[item.language] !== item.text
      })
      if (differs || items.length !== said.items?.length) {
        problems.push(`The items of list ${list.id} are not what it was issued with.`)
      }
    }
    let versions = 0
    for await (const version of listAllVersions(db)) {
      versions += 1
      if (versionHash(version.language, version.content) !== version.hash) {
        problems.push(`Version ${version.id} does not match its hash.`)
      } else if (!(await isInLog(db, version))) {
        problems.push(`Version ${version.id} is not what the log of its text yields.`)
      }
    }
    const events = await lastEventSequence(db)
    if (values.json) printJson({ ok: problems.length === 0, events, lists: lists.length, versions, problems })
    else {
      for (const problem of problems) print(problem)
      print(
        `${String(events)} events, ${String(lists.length)} lists, ${String(versions)} versions: ${problems.length === 0 ? 'intact' : 'NOT intact'}.`,
      )
    }
    return problems.length === 0 ? 0 : 1
  },
}
