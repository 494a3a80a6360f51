import * as Y from 'yjs'
import { emptyDocument } from '#editor/shape'
import type { Db } from '#db/client'
import { replayDocument } from '#db/queries/documents'
import { listIssuedFiles } from '#db/queries/issued-files'
import { listAllLists, listListedTexts, type List } from '#db/queries/lists'
import { listFrozenRecommendations, listStoredSnapshots } from '#db/queries/record'
import { findRecommendation } from '#db/queries/recommendations'
import { listAllVersions, versionHash, type Version } from '#db/queries/versions'
import { sha256 } from '#domain/hash'
import type { DocumentId, RecommendationId } from '#domain/ids'
import { countBrackets, plainText } from '#domain/text/content'
import { fold } from '#domain/text/folding'
import { frozenText } from '#domain/text/frozen-text'
import { readContent } from '#editor/authored'
import { readFacts } from '#server/publications/exported-list'
import { authorsHash } from '#server/texts/authors-hash'
import { digestOf } from './checkpoints'
import type { Difference } from './compare-tables'

/** Frozen texts against the logs that yield them, and what is kept beside them for lists and search. */
export async function checkVersions(db: Db): Promise<{ versions: number; differences: Difference[] }> {
  const differences: Difference[] = []
  const newest = new Map<RecommendationId, Version>()
  const numbers = new Map<RecommendationId, number[]>()
  let versions = 0
  for await (const version of listAllVersions(db)) {
    versions += 1
    const before = newest.get(version.recommendation)
    if (!before || before.number < version.number) newest.set(version.recommendation, version)
    numbers.set(version.recommendation, [...(numbers.get(version.recommendation) ?? []), version.number])
    const says = await faultOf(db, version)
    if (says) differences.push({ table: 'version', row: version.id, says })
  }
  for (const [recommendation, found] of numbers) {
    const inOrder = found.toSorted((a, b) => a - b)
    if (inOrder.some((number, index) => number !== index + 1))
      differences.push({
        table: 'version',
        row: recommendation,
        says: `has the numbers ${inOrder.join(', ')}`,
      })
  }
  for (const item of await listFrozenRecommendations(db)) {
    const version = newest.get(item.id as RecommendationId)
    const isSame =
      version !== undefined &&
      item.text === version.text &&
      item.search_text === fold(version.text) &&
      item.brackets === countBrackets(version.content)
    if (!isSame)
      differences.push({
        table: 'recommendation',
        row: item.id,
        says: 'its text, search text or brackets are not those of its newest version',
      })
  }
  return { versions, differences }
}

async function faultOf(db: Db, version: Version): Promise<string | undefined> {
  if (versionHash(version.language, version.content) !== version.hash) return 'does not match its hash'
  if (plainText(version.content) !== version.text) return 'its plain text is not that of its content'
  const item = await findRecommendation(db, version.recommendation)
  if (!item) return 'is of no recommendation'
  const doc = await replayDocument(db, item.document, version.updateId)
  const content = readContent(doc)
  doc.destroy()
  if (versionHash(version.language, content) !== version.hash) return 'is not what the log of its text yields'
  if (
    version.authorsHash !== '' &&
    (await authorsHash(db, item.document, version.updateId)) !== version.authorsHash
  )
    return 'its words are not by those who wrote them when it was frozen'
  return undefined
}

/** Lists against their hashes and the items that they were issued with. */
export async function checkLists(db: Db): Promise<{ lists: number; differences: Difference[] }> {
  const lists = await listAllLists(db)
  const differences: Difference[] = []
  for (const list of lists) {
    const says = await faultInList(db, list)
    if (says) differences.push({ table: 'list', row: list.id, says })
  }
  return { lists: lists.length, differences }
}

async function faultInList(db: Db, list: List): Promise<string | undefined> {
  if (sha256(list.canonical) !== list.hash) return 'does not match its hash'
  const facts = readFacts(list.canonical)
  if (!facts) return 'is in no form of a list'
  const items = await listListedTexts(db, list.id)
  if (facts.kind !== list.kind || facts.issuedAt !== list.issuedAt.toISOString())
    return 'its kind or its time of issue is not the one that it was issued with'
  const differs = items.some((item, index) => {
    const said = facts.items[index]
    const blocks = said?.blocks[item.language]
    return (
      item.position !== index ||
      said?.label !== item.label ||
      said.text[item.language] !== item.text ||
      !blocks ||
      frozenText(blocks) !== item.text
    )
  })
  return differs || items.length !== facts.items.length
    ? 'its items are not what it was issued with'
    : undefined
}

/** Files of issued lists against the hashes that were recorded when they were written. */
export async function checkFiles(db: Db): Promise<Difference[]> {
  return (await listIssuedFiles(db)).flatMap(({ id, content, sha256: recorded }) =>
    digestOf(content) === recorded
      ? []
      : [{ table: 'issued_file', row: id, says: 'does not match its hash' }],
  )
}

/** Snapshots only shorten loading: each is what the log yields. */
export async function checkSnapshots(db: Db): Promise<Difference[]> {
  const differences: Difference[] = []
  for (const row of await listStoredSnapshots(db)) {
    const doc = await replayDocument(db, row.document_id as DocumentId, row.update_id)
    const kept = emptyDocument()
    let isSame = false
    try {
      Y.applyUpdate(kept, row.state)
      isSame = Y.equalSnapshots(Y.snapshot(doc), Y.snapshot(kept))
    } catch {
      isSame = false
    }
    doc.destroy()
    kept.destroy()
    // What it claims to include beyond the log would be left out when the text is loaded.
    if (!row.is_logged) isSame = false
    if (!isSame)
      differences.push({
        table: 'document_snapshot',
        row: row.document_id,
        says: 'is not what the log yields',
      })
  }
  return differences
}
