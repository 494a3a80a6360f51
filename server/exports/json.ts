import type { ExportedList } from './exported-list'

/** The canonical facts with their SHA-256, which `rapporteur verify` and anybody else can recompute. */
export const writeJson = (list: ExportedList): string =>
  JSON.stringify({ id: list.id, ...list.facts, sha256: list.hash }, null, 2)
