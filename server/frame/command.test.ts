import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = 'server/commands'
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
const sourceOf = (file: string) => readFileSync(join(root, file), 'utf8')

test('commands open no transaction of their own: the frame does, and asks for an event', () => {
  const own = files.filter((file) => /inTransaction|\.transaction\(\)/u.test(sourceOf(file)))
  // A failed attempt is counted whatever becomes of the sign-in: two transactions around a slow comparison.
  expect(own).toEqual(['people/sign-in.ts'])
})

test('what changes something without an event is named here, with its reason', () => {
  const found = files.flatMap((file) =>
    [...sourceOf(file).matchAll(/unrecordedCommand(?:<[^(]*>)?\(\s*'([a-z-]+)'/gu)].map(
      ([, why]) => `${file}: ${why}`,
    ),
  )
  expect(found.toSorted()).toEqual([
    'imports/on-import.ts: preparation',
    'imports/upload.ts: preparation',
    'notices/choose.ts: own-affair',
    'notices/mark-notices-read.ts: own-affair',
    'notices/retry-mail.ts: housekeeping',
    'people/choose-language.ts: own-affair',
    'people/send-recovery.ts: housekeeping',
    'recommendations/look-at-text.ts: own-affair',
  ])
})
