import type { ColumnType } from 'kysely'

/**
 * The tables as they are stored, the same on SQLite and PostgreSQL. Identifiers are ULIDs; instants are
 * ISO 8601 in UTC with milliseconds (`2021-04-07T16:00:00.000Z`, so that they sort as text); days are
 * `YYYY-MM-DD`; JSON is text; truth values are 0 and 1. Rows become domain types in `db/queries` only.
 */
export type Instant = string

export type Day = string

export type Json = string

export type Flag = 0 | 1

export type Bytes = ColumnType<Uint8Array, Uint8Array, Uint8Array>
