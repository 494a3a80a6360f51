/** What a notice is about; each kind can be muted. */
export const noticeKinds = [
  'invitation',
  'amendment',
  'decision',
  'sponsorship',
  'pen',
  'paragraph',
  'silence',
  'comments',
  'list',
  'tabled',
  'meeting',
] as const
export type NoticeKind = (typeof noticeKinds)[number]
