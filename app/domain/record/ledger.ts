/** A value as tables store it. */
export type Cell = string | number | null
export type Row = Readonly<Record<string, Cell>>

/** What identifies a row of each table that events tell of. */
export const keysOf = {
  amendment: ['id'],
  amendment_change: ['amendment_id', 'change_index'],
  amendment_sponsor: ['amendment_id', 'delegation_id'],
  call: ['id'],
  commission_action: ['id'],
  delegation: ['id'],
  disposition: ['recommendation_id'],
  document: ['id'],
  expert_group: ['id'],
  informal: ['id'],
  informal_member: ['informal_id', 'delegation_id'],
  issued_file: ['list_id', 'format', 'language'],
  lineage_confirmation: ['recommendation_id'],
  list: ['id'],
  list_correction: ['id'],
  list_item: ['list_id', 'label'],
  mandate: ['id'],
  meeting: ['id'],
  membership: ['id'],
  pen: ['recommendation_id', 'delegation_id'],
  position: ['recommendation_id', 'delegation_id'],
  postponement: ['meeting_id', 'at'],
  recommendation: ['id'],
  recommendation_mandate: ['recommendation_id', 'mandate_id'],
  recommendation_sponsor: ['recommendation_id', 'delegation_id'],
  recommendation_tag: ['recommendation_id', 'tag_id'],
  silence: ['recommendation_id', 'started_at'],
  statement: ['id'],
  submission: ['id'],
  submission_version: ['submission_id', 'number'],
  tag: ['id'],
  topic: ['id'],
  version: ['recommendation_id', 'number'],
  workplan: ['id'],
} as const satisfies Record<string, readonly string[]>

export type LedgerTable = keyof typeof keysOf
export const ledgerTables = Object.keys(keysOf) as LedgerTable[]

/** Tables in which a row that no event tells of is one too many; in the others rows are also made without an event. */
export const closedTables: ReadonlySet<LedgerTable> = new Set<LedgerTable>([
  'amendment',
  'amendment_change',
  'amendment_sponsor',
  'call',
  'commission_action',
  'disposition',
  'informal',
  'informal_member',
  'issued_file',
  'lineage_confirmation',
  'list',
  'list_correction',
  'pen',
  'position',
  'recommendation',
  'recommendation_mandate',
  'recommendation_sponsor',
  'recommendation_tag',
  'silence',
  'statement',
  'submission',
  'submission_version',
])

export const keyOf = (table: LedgerTable, row: Readonly<Record<string, unknown>>): string =>
  keysOf[table].map((column) => String(row[column])).join(' ')

/** The tables as the events leave them: of each row the columns that events say something of. */
export class Ledger {
  readonly #tables = new Map<LedgerTable, Map<string, Row>>()

  rows(table: LedgerTable): Map<string, Row> {
    const known = this.#tables.get(table)
    if (known) return known
    const made = new Map<string, Row>()
    this.#tables.set(table, made)
    return made
  }

  /** Adds a row, or says more of one. `values` holds its key. */
  put(table: LedgerTable, values: Row): void {
    const rows = this.rows(table)
    const key = keyOf(table, values)
    rows.set(key, { ...rows.get(key), ...values })
  }

  /** Says more of a row that is there. */
  change(table: LedgerTable, key: Row, values: Row): void {
    const rows = this.rows(table)
    const known = rows.get(keyOf(table, key))
    if (known) rows.set(keyOf(table, key), { ...known, ...values })
  }

  remove(table: LedgerTable, matching: Row): void {
    for (const [key, row] of [...this.rows(table)])
      if (Object.entries(matching).every(([column, value]) => row[column] === value))
        this.rows(table).delete(key)
  }

  find(table: LedgerTable, matching: Row): Row | undefined {
    for (const row of this.rows(table).values())
      if (Object.entries(matching).every(([column, value]) => row[column] === value)) return row
    return undefined
  }
}
