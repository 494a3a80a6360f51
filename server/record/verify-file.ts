import type { Db } from '#db/client'
import { findIssuedFile, findListOfFile } from '#db/queries/issued-files'
import { findList, listAllLists, type List } from '#db/queries/lists'
import { languages } from '#domain/languages'
import { canonicalJson, sha256 } from '#domain/hash'
import { operator } from '#domain/people/participants'
import { exporters } from '#server/formats/out/exporters'
import { readExport } from '#server/publications/read-export'
import { digestOf } from './checkpoints'
import { jsonDifferences } from './json-differences'
import { visibleWordText } from './word-text'

/** What is known of a file that somebody has. */
export type FileFinding =
  | { is: 'issued'; list: string; format: string }
  | { is: 'same-content'; list: string }
  | { is: 'different'; list: string; differences: string[] }
  | { is: 'not-ours' }

/** Compares a file with the record: by its bytes, else by its content, where the format lets that be read. */
export async function verifyFile(db: Db, file: Uint8Array): Promise<FileFinding> {
  const issued = await findListOfFile(db, digestOf(file))
  if (issued) return { is: 'issued', list: issued.list_id, format: issued.format }
  const beginning = Buffer.from(file.subarray(0, 4)).toString('latin1')
  if (beginning.startsWith('PK')) return verifyWord(db, file)
  if (beginning === '%PDF') return { is: 'not-ours' }
  return verifyJson(db, file)
}

async function verifyJson(db: Db, file: Uint8Array): Promise<FileFinding> {
  let said: unknown
  try {
    said = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file))
  } catch {
    return { is: 'not-ours' }
  }
  if (typeof said !== 'object' || said === null || !('id' in said)) return { is: 'not-ours' }
  const { id, ...content } = said as Record<string, unknown>
  const list = await findList(db, String(id))
  if (!list) return { is: 'not-ours' }
  // What was recorded with the items is no part of the list.
  const { recorded: _recorded, sha256: claimed, ...facts } = content
  const differences = jsonDifferences(facts, JSON.parse(list.canonical))
  if (claimed !== list.hash) differences.push(...jsonDifferences(claimed, list.hash, 'sha256'))
  if (differences.length > 0) return { is: 'different', list: list.id, differences }
  const isSame = sha256(canonicalJson(facts)) === list.hash
  return isSame
    ? { is: 'same-content', list: list.id }
    : { is: 'different', list: list.id, differences: ['the list in the record does not match its own hash'] }
}

/** The words of a Word file, compared with those of the list whose words they are most like. */
async function verifyWord(db: Db, file: Uint8Array): Promise<FileFinding> {
  const lines = visibleWordText(file)
  if (!lines) return { is: 'not-ours' }
  let nearest: { list: List; differences: string[] } | undefined
  for (const list of await listAllLists(db)) {
    for (const expected of await wordTextsOf(db, list)) {
      const differences = lineDifferences(lines, expected)
      if (differences.length === 0) return { is: 'same-content', list: list.id }
      const isLike = differences.length <= expected.length / 2
      if (isLike && (!nearest || differences.length < nearest.differences.length))
        nearest = { list, differences }
    }
  }
  if (!nearest) return { is: 'not-ours' }
  return { is: 'different', list: nearest.list.id, differences: nearest.differences }
}

async function wordTextsOf(db: Db, list: List): Promise<string[][]> {
  const texts: string[][] = []
  for (const language of languages) {
    const kept = await findIssuedFile(db, list.id, { format: 'docx', language })
    const file = kept ?? (await exporters.docx.write(await readExport(db, operator, list, language, [])))
    const lines = visibleWordText(new Uint8Array(Buffer.from(file)))
    if (lines) texts.push(lines)
  }
  return texts
}

/** Lines that one has and the other has not, in the order in which they stand. */
function lineDifferences(found: readonly string[], expected: readonly string[]): string[] {
  const [known, seen] = [new Set(expected), new Set(found)]
  const differences = [
    ...found.filter((line) => !known.has(line)).map((line) => `says: ${line.slice(0, 200)}`),
    ...expected.filter((line) => !seen.has(line)).map((line) => `does not say: ${line.slice(0, 200)}`),
  ]
  const isReordered = differences.length === 0 && found.join('\n') !== expected.join('\n')
  return isReordered ? ['its paragraphs stand in another order, or some of them twice'] : differences
}
