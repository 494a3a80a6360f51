import type { Db } from '#db/client'
import { listAllEvents, listStoredComments, listStoredRows, listStoredTargets } from '#db/queries/record'
import { submissionHash } from '#domain/comments/submission-hash'
import { canonicalJson } from '#domain/hash'
import type { DocumentKind } from '#domain/text/document-kinds'
import {
  closedTables,
  keyOf,
  Ledger,
  ledgerTables,
  type Cell,
  type LedgerTable,
  type Row,
} from '#domain/record/ledger'
import { project } from '#domain/record/project'

/** A difference between the tables and the events or logs: which row, and what is wrong with it. */
export type Difference = { table: string; row: string; says: string }

/** Derives the tables from the events and names every row that is otherwise, missing, or told of by none. */
export async function compareTables(db: Db): Promise<Difference[]> {
  const ledger = new Ledger()
  for await (const event of listAllEvents(db)) project(ledger, event)
  const differences: Difference[] = []
  for (const table of ledgerTables) {
    const stored = new Map<string, Row>()
    for (const row of await storedRows(db, table)) {
      const key = keyOf(table, row)
      if (stored.has(key)) differences.push({ table, row: key, says: 'is there twice' })
      stored.set(key, row)
    }
    for (const [row, expected] of ledger.rows(table)) {
      const actual = stored.get(row)
      if (!actual) differences.push({ table, row, says: 'is missing' })
      else differences.push(...differing(table, row, expected, actual))
    }
    if (!closedTables.has(table)) continue
    for (const row of stored.keys())
      if (!ledger.rows(table).has(row)) differences.push({ table, row, says: 'is told of by no event' })
  }
  return [...differences, ...(await compareDocuments(db))]
}

const kindsOf: Record<'recommendation' | 'amendment', readonly string[]> = {
  recommendation: ['draft', 'working-text'],
  amendment: ['amendment-draft', 'amendment'],
} satisfies Record<string, readonly DocumentKind[]>

/** Each document is one text of one thing, in its language, and what a thing has as its text is there. */
async function compareDocuments(db: Db): Promise<Difference[]> {
  const owners = new Map<Cell, { language: Cell; table: keyof typeof kindsOf; row: string }>()
  const differences: Difference[] = []
  for (const table of ['recommendation', 'amendment'] as const)
    for (const row of await listStoredRows(db, table))
      for (const column of ['document_id', 'draft_document_id']) {
        const document = row[column] ?? null
        if (document === null) continue
        const isShared = owners.has(document) && table === 'recommendation'
        if (isShared)
          differences.push({ table, row: String(row['id']), says: `${column} is of another text` })
        owners.set(document, { language: row['language'] ?? null, table, row: String(row['id']) })
      }
  for (const row of await listStoredRows(db, 'document')) {
    const id = String(row['id'])
    const owner = owners.get(id)
    owners.delete(id)
    const kind = row['kind'] ?? null
    if (owner === undefined) {
      differences.push({ table: 'document', row: id, says: 'is the text of nothing' })
      continue
    }
    const { language, table } = owner
    if (!kindsOf[table].some((known) => known === kind))
      differences.push({ table: 'document', row: id, says: `kind is ${shown(kind)}; it is of a ${table}` })
    if (language !== row['language'])
      differences.push({
        table: 'document',
        row: id,
        says: `language is ${shown(row['language'] ?? null)}; its text is in ${shown(language)}`,
      })
  }
  for (const [document, { table, row }] of owners)
    differences.push({ table, row, says: `its text ${shown(document)} is missing` })
  return differences
}

function differing(table: LedgerTable, row: string, expected: Row, actual: Row): Difference[] {
  return Object.entries(expected).flatMap(([column, value]) => {
    const held = actual[column] ?? null
    if (held === value || canonical(held) === value) return []
    return [{ table, row, says: `${column} is ${shown(held)}; the events say ${shown(value)}` }]
  })
}

/** JSON is stored as it was written, and told of in its canonical form. */
function canonical(held: Cell): Cell {
  if (typeof held !== 'string' || !held.startsWith('{')) return held
  try {
    return canonicalJson(JSON.parse(held))
  } catch {
    return held
  }
}

const shown = (value: Cell) => (value === null ? 'nothing' : JSON.stringify(value).slice(0, 80))

/** The rows of a table with what belongs to them in others. */
async function storedRows(db: Db, table: LedgerTable): Promise<Row[]> {
  const rows = await listStoredRows(db, table)
  if (table === 'disposition') {
    const targets = await listStoredTargets(db)
    return rows.map((row) => ({
      ...row,
      targets: (targets.get(String(row['id'])) ?? []).toSorted().join(' '),
    }))
  }
  if (table === 'amendment') {
    const versions = await listStoredRows(db, 'version')
    const numbers = new Map(versions.map((version) => [version['id'], version['number'] ?? null]))
    return rows.map((row) => ({ ...row, base: numbers.get(row['base_version_id'] ?? null) ?? null }))
  }
  if (table === 'list') {
    const items = await listStoredRows(db, 'list_item')
    return rows.map((row) => ({
      ...row,
      items: items.filter((item) => item['list_id'] === row['id']).length,
    }))
  }
  if (table === 'submission_version') {
    const comments = await listStoredRows(db, 'submission_comment')
    return rows.map((row) => {
      const own = comments.filter((comment) => comment['version_id'] === row['id'])
      return {
        ...row,
        words: submissionHash(String(row['general_remarks']), own.map(remarkOf)),
        late_items: own
          .filter((comment) => comment['late'] !== 0)
          .map((comment) => String(comment['list_item_id']))
          .toSorted()
          .join(' '),
      }
    })
  }
  if (table === 'submission') {
    const comments = await listStoredComments(db)
    return rows.map((row) => ({
      ...row,
      words: submissionHash(
        String(row['general_remarks']),
        comments.filter((comment) => comment.submission_id === row['id']).map(remarkOf),
      ),
    }))
  }
  return rows
}

const remarkOf = (row: Row) => ({
  item: String(row['list_item_id']),
  position: String(row['position']),
  body: String(row['body']),
})
