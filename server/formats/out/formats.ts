/** Every format in which a list leaves the product; the endings of `/lists/:l.<format>`. */
export const exportFormats = ['docx', 'pdf', 'json', 'csv', 'txt'] as const
export type ExportFormat = (typeof exportFormats)[number]

export const isExportFormat = (word: unknown): word is ExportFormat =>
  exportFormats.some((format) => format === word)
