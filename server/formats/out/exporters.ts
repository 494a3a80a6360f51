import type { ExportedList } from '#server/publications/exported-list'
import { writeCsv } from './csv'
import { writeDocx } from './docx'
import type { ExportFormat } from './formats'
import { writeJson } from './json'
import { writePdf } from './pdf'
import { writeText } from './txt'

type Exporter = { contentType: string; write: (list: ExportedList) => Promise<Uint8Array> | string }

/** How a list is written in each format. */
export const exporters: Record<ExportFormat, Exporter> = {
  docx: {
    contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    write: writeDocx,
  },
  pdf: { contentType: 'application/pdf', write: writePdf },
  json: { contentType: 'application/json; charset=utf-8', write: writeJson },
  csv: { contentType: 'text/csv; charset=utf-8', write: writeCsv },
  txt: { contentType: 'text/plain; charset=utf-8', write: writeText },
}
