import { expect, test } from 'vitest'
import { joinTerms, splitTerms } from './terms'

test.each([
  ['Police; prisons', ['Police', 'prisons']],
  ['Police, prisons', ['Police', 'prisons']],
  ['Police, courts; prisons', ['Police, courts', 'prisons']],
  ['- Police\n- prisons; custody', ['Police', 'prisons; custody']],
  ['Themes:\nPolice', ['Police']],
  ['"Police; prisons"; courts', ['Police; prisons', 'courts']],
  ['"Police, prisons", courts', ['Police, prisons', 'courts']],
  ['5" pipes; 6" pipes', ['5" pipes', '6" pipes']],
  ['the "custody"; courts', ['the "custody"', 'courts']],
  ['"; courts', ['"', 'courts']],
  ['""; courts', ['courts']],
])('the terms of %j', (cell, terms) => {
  expect(splitTerms(cell)).toEqual(terms)
})

test.each([[['Police; prisons']], [['a, b', 'c']], [['the "custody"', 'x:', '"']], [['one', 'two']]])(
  'the terms %j in one cell come back as they are',
  (terms) => {
    expect(splitTerms(joinTerms(terms))).toEqual(terms)
  },
)
