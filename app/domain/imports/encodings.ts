/** Encodings that old files come in, and that are tried where a file is not UTF-8. */
export const encodings = [
  'utf-8',
  'windows-1252',
  'windows-1256',
  'windows-1251',
  'macintosh',
  'iso-8859-6',
  'koi8-r',
  'gb18030',
  'utf-16le',
  'utf-16be',
] as const
export type Encoding = (typeof encodings)[number]
