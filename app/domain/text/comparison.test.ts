import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { languages, type Language } from '#domain/languages'
import { compare } from './comparison'
import { paragraphsOf } from './content'
import type { DiffLine, DiffPart } from './diff-lines'

const compared = (base: string, changed: string, language: Language = 'en') => {
  const [a, b] = [paragraphsOf(base), paragraphsOf(changed)]
  const inline = compare(a, b, language, 'inline')
  const beside = compare(a, b, language, 'side-by-side')
  const clean = compare(a, b, language, 'clean')
  if (inline.view === 'side-by-side' || beside.view !== 'side-by-side' || clean.view === 'side-by-side') {
    throw new Error('Each view has its own shape.')
  }
  return { inline: inline.lines, rows: beside.rows, clean: clean.lines }
}
const read = (lines: readonly DiffLine[], leave?: DiffPart['kind']) =>
  lines
    .map((line) =>
      line.parts
        .filter((part) => part.kind !== leave)
        .map((part) => part.text)
        .join(''),
    )
    .join('\n')
const movesIn = (lines: readonly DiffLine[]) =>
  lines.flatMap((line) =>
    line.parts.flatMap((part) => (part.move === undefined ? [] : [[part.kind, part.text.trim(), part.move]])),
  )

/** In each language a sentence, the same with other words, and the same with a passage moved. */
const samples: Record<Language, { base: string; changed: string; moved: string; passage: string }> = {
  en: {
    base: 'In accordance with national law, States should share electronic evidence promptly.',
    changed: 'In accordance with national law, States may share electronic evidence without delay.',
    moved: 'States should share electronic evidence promptly, In accordance with national law.',
    passage: 'In accordance with national law',
  },
  fr: {
    base: 'Conformément à leur droit interne, les États devraient partager rapidement les preuves électroniques.',
    changed:
      'Conformément à leur droit interne, les États peuvent partager sans délai les preuves électroniques.',
    moved:
      'les États devraient partager rapidement les preuves électroniques, Conformément à leur droit interne.',
    passage: 'Conformément à leur droit interne',
  },
  es: {
    base: 'De conformidad con su derecho interno, los Estados deberían compartir con prontitud las pruebas electrónicas.',
    changed:
      'De conformidad con su derecho interno, los Estados podrán compartir sin demora las pruebas electrónicas.',
    moved:
      'los Estados deberían compartir con prontitud las pruebas electrónicas, De conformidad con su derecho interno.',
    passage: 'De conformidad con su derecho interno',
  },
  ru: {
    base: 'В соответствии со своим законодательством, государствам следует незамедлительно обмениваться электронными доказательствами.',
    changed:
      'В соответствии со своим законодательством, государства могут без промедления обмениваться электронными доказательствами.',
    moved:
      'государствам следует незамедлительно обмениваться электронными доказательствами, В соответствии со своим законодательством.',
    passage: 'В соответствии со своим законодательством',
  },
  zh: {
    base: '根据本国法律的有关规定，各国应当迅速交换电子证据。',
    changed: '根据本国法律的有关规定，各国可以毫不拖延地交换电子证据。',
    moved: '各国应当迅速交换电子证据，根据本国法律的有关规定。',
    passage: '根据本国法律的有关规定',
  },
  ar: {
    base: 'وفقا لأحكام قوانينها الوطنية، ينبغي للدول أن تتبادل الأدلة الإلكترونية على وجه السرعة.',
    changed: 'وفقا لأحكام قوانينها الوطنية، يجوز للدول أن تتبادل الأدلة الإلكترونية دون إبطاء.',
    moved: 'ينبغي للدول أن تتبادل الأدلة الإلكترونية على وجه السرعة، وفقا لأحكام قوانينها الوطنية.',
    passage: 'وفقا لأحكام قوانينها الوطنية',
  },
}

test.each(languages)('every view gives both texts back to the letter (%s)', (language) => {
  const { base, changed } = samples[language]
  const { inline, rows, clean } = compared(`${base}\n${changed}`, `${changed}\n${base}`, language)
  expect(read(inline, 'added')).toBe(`${base}\n${changed}`)
  expect(read(rows.flatMap((row) => row.before))).toBe(`${base}\n${changed}`)
  expect(read(rows.flatMap((row) => row.after))).toBe(`${changed}\n${base}`)
  expect(read(clean)).toBe(`${changed}\n${base}`)
  expect(clean.flatMap((line) => line.parts).every((part) => part.kind === 'kept')).toBe(true)
})

test.each(languages)('what was moved is shown as moved, at both ends (%s)', (language) => {
  const { base, moved, passage } = samples[language]
  const { inline, rows } = compared(base, moved, language)
  const ends = movesIn(inline)
  expect(ends.map(([kind]) => kind).sort()).toEqual(['added', 'removed'])
  for (const [, text, move] of ends) {
    expect(String(text)).toContain(passage)
    expect(move).toBe(0)
  }
  expect(movesIn(rows.flatMap((row) => row.before))).toHaveLength(1)
  expect(movesIn(rows.flatMap((row) => row.after))).toHaveLength(1)
})

test('three words that come twice were not moved', () => {
  const { inline } = compared(
    'On their request, States share evidence.',
    'States share evidence. On their request,',
  )
  expect(movesIn(inline)).toEqual([])
})

test('side by side, paragraphs that stayed stand level', () => {
  const { rows } = compared('One.\nTwo.\nFour.', 'One.\nTwo and a half.\nThree.\nFour.')
  expect(rows.map((row) => [row.before.length, row.after.length])).toEqual([
    [1, 1],
    [1, 2],
    [1, 1],
  ])
})

const shared = '../shared/data/languages'
test.skipIf(!existsSync(shared)).each(languages)(
  'a long real text, with a paragraph moved (%s)',
  (language) => {
    const lines = readFileSync(`${shared}/udhr.${language}.txt`, 'utf8')
      .normalize('NFC')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .slice(0, 30)
    const moved = lines.findIndex((line, at) => at > 3 && line.length > 80)
    const others = lines.toSpliced(moved, 1)
    const changed = [...others.slice(0, 1), lines[moved], ...others.slice(1)].join('\n')
    const { inline, rows } = compared(lines.join('\n'), changed, language)
    expect(read(rows.flatMap((row) => row.before))).toBe(lines.join('\n'))
    expect(read(rows.flatMap((row) => row.after))).toBe(changed)
    expect(movesIn(inline).some(([kind]) => kind === 'added')).toBe(true)
  },
)
