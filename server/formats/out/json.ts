import type { ExportedList } from '#server/publications/exported-list'

/**
 * The canonical facts with their SHA-256, which `rapporteur verify` and anybody else can recompute. What was
 * recorded with the items stands beside them, under `recorded`, and is no part of what is hashed.
 */
export const writeJson = (list: ExportedList): string =>
  JSON.stringify(
    {
      id: list.id,
      ...list.facts,
      sha256: list.hash,
      ...(list.annexes && { notRetained: list.annexes.notRetained }),
      ...(list.recorded && {
        recorded: [...list.recorded].map(([label, recorded]) => ({ label, ...recorded })),
      }),
    },
    null,
    2,
  )
