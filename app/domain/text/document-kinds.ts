/**
 * What a document is the text of. A draft is private to those who write it; what is tabled is a document of its own,
 * which begins with the final words. Where each kind belongs, and who sees and writes it, is in
 * `server/texts/document-kinds`.
 */
export const documentKinds = ['draft', 'working-text', 'amendment-draft', 'amendment'] as const
export type DocumentKind = (typeof documentKinds)[number]
