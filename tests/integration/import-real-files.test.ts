import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { languages } from '#domain/languages'
import { detectRowLanguage } from '#server/formats/in/detect-language'
import { openWord } from '#server/formats/in/word/open-word'
import { defaultImportLimits as limits } from '#server/formats/in/limits'
import { linesThere } from '#server/formats/in/word/resolve'
import { openPackage } from '#server/formats/in/zip'
import { lettered, read, taken, texts } from '#tests/import-files'

const cases = '../shared/cases'
const data = '../shared/data'
const readCase = (name: string) => read(readFileSync(`${cases}/${name}`), name)
const readReal = (path: string, name = basename(path)) => read(readFileSync(`${data}/${path}`), name)

describe.skipIf(!existsSync(cases))(
  'known faults (skipped where the cases are not beside the project)',
  () => {
    test.each([
      ['one-column.csv', 2],
      ['apostrophes.csv', 3],
      ['semicolon-multiline.csv', 2],
      ['title-rows.csv', 1],
      ['bold-number.docx', 1],
      ['nested-list.docx', 2],
      ['footnote.docx', 2],
      ['macro-renamed.docx', 3],
      ['mandates.docx', 3],
      ['tracked.docx', 4],
      ['word-manual-line-break.txt', 1],
    ])('%s gives %i items, and nothing doubtful', async (name, count) => {
      const { rows } = await readCase(name)
      expect(taken(rows)).toHaveLength(count)
      expect(rows.filter(({ state }) => state === 'doubtful')).toEqual([])
    })

    test('texts are kept to the letter', async () => {
      expect(texts((await readCase('bold-number.docx')).rows)).toEqual([
        'The budget should rise by 1.50 million and the phone +0044 be published by 007 offices.',
      ])
      expect(texts((await readCase('mandates.docx')).rows)[2]).toContain('٧٤/١٧٣')
      const [nested] = (await readCase('nested-list.docx')).rows
      expect(
        nested &&
          lettered(nested)
            .slice(1)
            .map((line) => line.slice(0, 3)),
      ).toEqual(['(a)', '(b)'])
      expect(texts((await readCase('word-manual-line-break.txt')).rows)[0]).toContain('adopt national')
      const [twins] = (await readCase('same-name-columns.csv')).rows
      expect(twins).toMatchObject({ state: 'doubtful', row: { doubts: ['same-name-columns'] } })
    })

    test('sixty thousand spaces take no time', async () => {
      const started = performance.now()
      await readCase('redos-60KB.txt')
      expect(performance.now() - started).toBeLessThan(3_000)
    })
  },
)

describe.skipIf(!existsSync(data))('real files (skipped where they are not beside the project)', () => {
  const twins = existsSync(`${data}/word`)
    ? readdirSync(`${data}/word`).filter(
        (name) => /^RP\d+/u.test(name) && !/-(Accepted|Rejected)\./u.test(name),
      )
    : []
  const lines = (name: string, changes: 'accept' | 'reject') => {
    const word = openWord(openPackage(readFileSync(`${data}/word/${name}`), limits), { changes }, { limits })
    return linesThere(word.blocks, changes)
      .map((line) => line.replace(/\s+/gu, ' ').trim())
      .filter((line) => line !== '')
  }

  test.each(twins)('%s reads like its twins when its changes are accepted or rejected', (name) => {
    expect(lines(name, 'accept')).toEqual(lines(name.replace('.docx', '-Accepted.docx'), 'accept'))
    expect(lines(name, 'reject')).toEqual(lines(name.replace('.docx', '-Rejected.docx'), 'accept'))
  })

  test('the lists of a State come in with their numbers, States and themes', async () => {
    const { rows } = await readReal('word/upr48-slovenia-thematic-list-of-recommendatio.docx')
    expect(taken(rows)).toHaveLength(254)
    expect(taken(rows).every(({ row }) => row.label && row.proposers.length > 0 && row.tags.length > 0)).toBe(
      true,
    )
  })

  test('thousands of rows in Mac Roman, each of them taken or repeated', async () => {
    const { rows, encoding, notes } = await readReal('recommendations/upr-raw-mac-roman.csv')
    expect(encoding).toBe('macintosh')
    expect(notes.map(({ code }) => code)).toEqual(['encoding-guessed', 'unread-columns'])
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['taken', 'duplicate']))
    expect(texts(rows).some((text) => text.includes('Hissène Habré'))).toBe(true)
  })

  test('no State that repeats a recommendation is lost', async () => {
    const { rows } = await readReal('recommendations/slovenia-cycles-2-4.json')
    const repeated = rows.filter(({ state }) => state === 'duplicate')
    expect(repeated.length).toBeGreaterThan(0)
    for (const { of, row } of repeated) {
      const first = rows.find((judgedRow) => judgedRow.row.line === of)
      expect(first?.row.proposers).toEqual(expect.arrayContaining(row.proposers))
    }
  })

  test('scraps of tables and headings are refused, sentences are not', async () => {
    const { rows } = await readReal('recommendations/dirty-sample.json')
    expect(rows.filter(({ state }) => state === 'refused').length).toBeGreaterThan(50)
    expect(taken(rows).length).toBeGreaterThan(200)
  })

  test('the Arabic report gives its fifty numbered paragraphs', async () => {
    const { rows } = await readReal('arabic-report/000_5f8932bce568a098.txt')
    expect(taken(rows).map(({ row }) => row.label)).toEqual(
      Array.from({ length: 50 }, (_, at) => String(at + 1)),
    )
    // What is before the first number, and the headings, are shown and not taken.
    expect(rows.filter(({ state }) => state === 'refused').map(({ row }) => row.outside)).toContain('heading')
    expect(new Set(rows.map(({ row }) => row.language))).toEqual(new Set(['ar']))
  })

  test.each(languages)('a text in %s comes in to the code point, and in its language', async (language) => {
    const file = readFileSync(`${data}/languages/udhr.${language}.txt`, 'utf8')
    const lines = file
      .normalize('NFC')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
    const { rows } = await read(file, 'udhr.txt')
    expect(rows.map((row) => texts([row])[0])).toEqual(lines)
    expect(rows.map(({ row }) => row.language)).toEqual(lines.map(() => language))
  })

  test('the first words of a line mostly tell its language', () => {
    const wrong: string[] = []
    let count = 0
    for (const language of ['en', 'es', 'fr'] as const) {
      for (const line of readFileSync(`${data}/languages/udhr.${language}.txt`, 'utf8').split('\n')) {
        const words = line.split(/\s+/u)
        if (words.length < 8) continue
        count += 1
        // The other language is what the rest of the file is in.
        const start = words.slice(0, 6).join(' ')
        if (detectRowLanguage(start, language === 'en' ? 'fr' : 'en') !== language) wrong.push(start)
      }
    }
    expect(wrong.length / count).toBeLessThan(0.06)
  })
})
