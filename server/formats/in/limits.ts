/** What one file may cost; each has its name in the environment table. */
export type ImportLimits = {
  /** The file as it was sent. */
  bytes: number
  /** All parts of a zipped file (Word, spreadsheets) together. */
  unzippedBytes: number
  /** Elements of a Word file's text; a spreadsheet may have as many cells times four. */
  elements: number
  rows: number
  /** The memory of the process that reads it. */
  memoryMegabytes: number
  seconds: number
  /** Files that are read at the same time; others wait. */
  processes: number
}

export const defaultImportLimits: ImportLimits = {
  bytes: 20_000_000,
  unzippedBytes: 100_000_000,
  elements: 500_000,
  rows: 50_000,
  memoryMegabytes: 512,
  seconds: 60,
  processes: 1,
}
