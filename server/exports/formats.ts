import type { ExportedList } from './exported-list'
import { writeCsv } from './csv'
import { writeDocx } from './docx'
import { writeJson } from './json'
import { writeText } from './txt'

export const exportFormats = ['docx', 'json', 'csv', 'txt'] as const
export type ExportFormat = (typeof exportFormats)[number]

type Exporter = { contentType: string; write: (list: ExportedList) => Promise<Uint8Array> | string }

/** Every format in which a list leaves the product; the endings of `/lists/:l.<format>`. */
export const exporters: Record<ExportFormat, Exporter> = {
  docx: {
    contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    write: writeDocx,
  },
  json: { contentType: 'application/json; charset=utf-8', write: writeJson },
  csv: { contentType: 'text/csv; charset=utf-8', write: writeCsv },
  txt: { contentType: 'text/plain; charset=utf-8', write: writeText },
}

export const isExportFormat = (word: unknown): word is ExportFormat =>
  exportFormats.some((format) => format === word)
