/**
 * Characters that no text may hold. They cannot be seen, or change how what stands around them is seen:
 * controls, bidirectional embeddings, overrides and isolates, zero-width spaces, soft hyphens, line and paragraph
 * separators, interlinear annotations, tags, private use, surrogates without a partner, and noncharacters.
 */
const forbidden =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class -- single code points are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\ue000-\uf8ff\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e00ff}\u{f0000}-\u{10ffff}]/u

/** So many marks may stand on one letter; more than that draws over the lines above and below. */
const stackedMarks = /\p{M}{9}/u

/** Whether a text holds nothing that cannot be seen or that changes how its surroundings are seen. */
export const isCleanText = (text: string): boolean => !forbidden.test(text) && !stackedMarks.test(text)

const lineBreaks = /\r\n?|[\n\v\f\u0085\u2028\u2029]/gu
// eslint-disable-next-line no-misleading-character-class -- single code points are what is looked for
const everyForbidden = new RegExp(forbidden.source, 'gu')
const everyStack = /(\p{M}{8})\p{M}+/gu

/**
 * What a person typed or pasted, or what stood in a file, as one line that a text may hold: NFC, line breaks and tabs as
 * spaces, everything invisible left out.
 */
export const cleanLine = (text: string): string =>
  text
    .normalize('NFC')
    .replace(lineBreaks, ' ')
    .replace(/\t/gu, ' ')
    .replace(everyForbidden, '')
    .replace(everyStack, '$1')

/** The same for several lines: each line break of whatever kind begins a line. */
export const cleanLines = (text: string): string[] => text.split(lineBreaks).map(cleanLine)

/** A line break that is no paragraph's end: as a word processor puts one, and the separators of Unicode. */
const manualBreaks = /[\v\f\u0085\u2028]/gu

/** What a person typed into a form: as `cleanLine`, with its paragraphs kept and manual line breaks as spaces. */
export const cleanText = (text: string): string => cleanLines(text.replace(manualBreaks, ' ')).join('\n')

// eslint-disable-next-line no-control-regex -- these are what is looked for
const unwritable = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff\p{Cs}]/gu

/** What is stored, as a file may hold it: no file is broken by a character that should never have been stored. */
export const writable = (text: string): string => text.replace(/[\v\f]/gu, ' ').replace(unwritable, '')
