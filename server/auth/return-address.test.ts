import fc from 'fast-check'
import { expect, test } from 'vitest'
import { returnAddress } from './return-address'

test('a page of this site is kept', () => {
  for (const page of ['/', '/today', '/meetings/x?tab=history#now', '/search?q=a%20b'])
    expect(returnAddress(page)).toBe(page)
})

test('no address leads to another site, whatever a browser makes of it', () => {
  const pieces = [
    '/',
    '\\',
    '\t',
    '\n',
    '\r',
    '.',
    '..',
    '%09',
    '%5c',
    '%2f',
    '@',
    ':',
    '?',
    '#',
    'evil.example',
    'https:',
    '\u0000',
    ' ',
    '。',
  ]
  const address = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(
      fc.oneof(
        address,
        address.map((rest) => `/${rest}`),
        fc.string({ unit: 'binary' }),
      ),
      (wanted) => {
        const there = returnAddress(wanted)
        expect(new URL(there, 'https://rapporteur.example').origin).toBe('https://rapporteur.example')
        // A header can carry it.
        expect(() => new Headers({ location: there })).not.toThrow()
      },
    ),
    { numRuns: 5_000 },
  )
})
