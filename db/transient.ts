import { z } from 'zod'

const coded = z.object({ code: z.string() })

/**
 * PostgreSQL: https://www.postgresql.org/docs/current/errcodes-appendix.html, the classes 08 (connection), 40
 * (deadlock and serialization), 53 (resources) and 57P (shutdown and start). SQLite: busy, full disk, failed I/O.
 * Node: lines that are refused or break.
 */
const passing =
  /^(08...|40001|40P01|53...|57P0[1-3]|SQLITE_(BUSY|FULL|IOERR|LOCKED|CANTOPEN|NOMEM).*|E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|HOSTUNREACH|NOTFOUND|AI_AGAIN))$/

/** What `pg` says of lines that ended under a query, without a code. */
const lostLine =
  /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Client has encountered a connection error)/

/** Whether the same work may well succeed a moment later: the database restarts, the disk is full, two met. */
export function isTransient(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isTransient)
  const { success, data } = coded.safeParse(error)
  if (success) return passing.test(data.code)
  return error instanceof Error && lostLine.test(error.message)
}
