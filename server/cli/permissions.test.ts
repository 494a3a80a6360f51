import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { permissionsPage } from './permissions'

test('docs/PERMISSIONS.md is what the rules say', () => {
  expect(
    readFileSync('docs/PERMISSIONS.md', 'utf8'),
    'It is stale. Print it again: npm run -s rapporteur -- permissions > docs/PERMISSIONS.md',
  ).toBe(`${permissionsPage()}\n`)
})
