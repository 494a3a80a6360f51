import { sql, type Kysely } from 'kysely'
import { capabilitiesOf, type Db, type Tx } from './client'

export type Value = string | number | boolean | null | Uint8Array
export type TableRows = { table: string; columns: string[]; rows: Value[][] }

/** Rows that are read, and written, at once. */
const pageSize = 500

/** A table by its name: what a backup holds is not known to the compiler. */
type Untyped = Kysely<Record<string, Record<string, Value>>>
const untyped = (db: Db) => db as unknown as Untyped

/** Every table with its columns, those that others refer to first. Kysely's own tables are not ours. */
export async function listTables(db: Db): Promise<{ table: string; columns: string[] }[]> {
  const tables = (await db.introspection.getTables()).filter(({ name }) => !/^(kysely|sqlite)_/u.test(name))
  // A row that refers to one of its own table refers to an older one, which is written before it.
  const references = (await listReferences(db)).filter(({ child, parent }) => child !== parent)
  const ordered: { table: string; columns: string[] }[] = []
  const waiting = new Map(tables.map((table) => [table.name, table]))
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter(
      ({ name }) => !references.some(({ child, parent }) => child === name && waiting.has(parent)),
    )
    if (ready.length === 0) throw new Error('Tables refer to each other in a circle.')
    for (const { name, columns } of ready) {
      ordered.push({ table: name, columns: columns.map((column) => column.name) })
      waiting.delete(name)
    }
  }
  return ordered
}

async function listReferences(db: Db): Promise<{ child: string; parent: string }[]> {
  const query =
    capabilitiesOf(db).engine === 'postgres'
      ? sql<{ child: string; parent: string }>`
          select c.relname as child, p.relname as parent from pg_constraint k
          join pg_class c on c.oid = k.conrelid join pg_class p on p.oid = k.confrelid
          where k.contype = 'f' and c.relnamespace = current_schema()::regnamespace`
      : sql<{ child: string; parent: string }>`
          select m.name as child, f."table" as parent from sqlite_master m
          join pragma_foreign_key_list(m.name) f where m.type = 'table'`
  return (await query.execute(db)).rows
}

/** All rows of all tables, in the order in which they can be written again. Read inside one snapshot. */
export async function* readAllRows(db: Db): AsyncGenerator<TableRows> {
  for (const { table, columns } of await listTables(db)) {
    for (let offset = 0; ; offset += pageSize) {
      const page = await untyped(db)
        .selectFrom(table)
        .selectAll()
        // Any order will do, as long as it is the same for every page.
        .orderBy(sql.join(columns.map((column) => sql.ref(column))))
        .limit(pageSize)
        .offset(offset)
        .execute()
      yield { table, columns, rows: page.map((row) => columns.map((column) => row[column] ?? null)) }
      if (page.length < pageSize) break
    }
  }
}

/** Whether no one has worked with this database: what migrations put there does not count. */
export async function isUnused(db: Db): Promise<boolean> {
  for (const table of ['participant', 'delegation', 'workplan', 'audit_event'] as const) {
    if (await db.selectFrom(table).selectAll().limit(1).executeTakeFirst()) return false
  }
  return true
}

/** Takes away what migrations put there: a backup has its own. */
export async function clearTables(tx: Tx): Promise<void> {
  for (const { table } of (await listTables(tx)).reverse()) await untyped(tx).deleteFrom(table).execute()
}

/** Writes rows as they were read, their sequence numbers included. */
export async function writeRows(tx: Tx, { table, columns, rows }: TableRows): Promise<void> {
  if (rows.length === 0) return
  const overriding = capabilitiesOf(tx).engine === 'postgres' ? sql` overriding system value` : sql``
  const values = rows.map((row) => sql`(${sql.join(row)})`)
  await sql`insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})${overriding}
    values ${sql.join(values)}`.execute(tx)
}

/** What is written next is numbered after what was written last. */
export async function continueSequences(tx: Tx): Promise<void> {
  if (capabilitiesOf(tx).engine !== 'postgres') return // SQLite continues by itself
  const { rows } = await sql<{ table: string; column: string }>`
    select table_name as "table", column_name as "column" from information_schema.columns
    where table_schema = current_schema() and is_identity = 'YES'`.execute(tx)
  for (const { table, column } of rows) {
    await sql`select setval(pg_get_serial_sequence(${table}, ${column}),
      (select coalesce(max(${sql.ref(column)}), 0) + 1 from ${sql.table(table)}), false)`.execute(tx)
  }
}

/** Copies the database of SQLite as it is at one moment into a new file, while others go on writing. */
export async function copyDatabaseInto(db: Db, file: string): Promise<void> {
  await sql`vacuum into ${file}`.execute(db)
}
