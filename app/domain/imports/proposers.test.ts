import { describe, expect, test } from 'vitest'
import { knownNames, namesInBrackets, sameText, splitNames } from './proposers'

const isKnown = knownNames(['European Union', 'EU', 'Association of Science and Practice'])
const split = (cell: string) => splitNames(cell, isKnown)

describe('several names in one cell', () => {
  test.each([
    ['Norway', ['Norway']],
    ['Norway, Chile', ['Norway', 'Chile']],
    ['Norway; Chile', ['Norway', 'Chile']],
    ['Norway and Chile', ['Norway', 'Chile']],
    ['Norway\nChile', ['Norway', 'Chile']],
    ['- Norway\n- Chile', ['Norway', 'Chile']],
    ['Proposed by:\nNorway', ['Norway']],
    ['Bosnia and Herzegovina and Norway', ['Bosnia and Herzegovina', 'Norway']],
    ['Iran, Islamic Republic of, Norway', ['Iran, Islamic Republic of', 'Norway']],
    ['Norway, Iran, Islamic Republic of', ['Norway', 'Iran, Islamic Republic of']],
    [
      'Venezuela (Bolivarian Republic of), Iran (Islamic Republic of)',
      ['Venezuela (Bolivarian Republic of)', 'Iran (Islamic Republic of)'],
    ],
    [
      'Antigua and Barbuda, Saint Vincent and the Grenadines and Trinidad and Tobago',
      ['Antigua and Barbuda', 'Saint Vincent and the Grenadines', 'Trinidad and Tobago'],
    ],
    ["Côte d'Ivoire / Chile", ["Côte d'Ivoire", 'Chile']],
    ['Norvège et Chili', ['Norvège', 'Chili']],
    ['Noruega y Chile', ['Noruega', 'Chile']],
    ['Норвегия и Чили', ['Норвегия', 'Чили']],
    ['النرويج وشيلي', ['النرويج', 'شيلي']],
    ['النرويج، شيلي', ['النرويج', 'شيلي']],
    ['挪威、智利', ['挪威', '智利']],
    ['EU, Norway', ['EU', 'Norway']],
    ['Association of Science and Practice, Chile', ['Association of Science and Practice', 'Chile']],
    ['Friends of the Sea and Sky, Chile', ['Friends of the Sea and Sky', 'Chile']],
    ['Norway, NORWAY, Kingdom of Norway', ['Norway', 'Kingdom of Norway']],
    ['', []],
  ])('%j', (cell, names) => {
    expect(split(cell)).toEqual(names)
  })
})

describe('names in brackets at the end of an item', () => {
  const inBrackets = (text: string) => namesInBrackets(text, isKnown)

  test.each([
    ['Ratify it (Norway)', 'Ratify it', ['Norway']],
    ['Ratify it (Norway, Chile).', 'Ratify it.', ['Norway', 'Chile']],
    ['Ratify it. (Norway and Chile)', 'Ratify it.', ['Norway', 'Chile']],
    ['Ratify it (France) (Lithuania);', 'Ratify it;', ['France', 'Lithuania']],
    ['Ratify it (Iran (Islamic Republic of), Chile).', 'Ratify it.', ['Iran (Islamic Republic of)', 'Chile']],
    ['Train the police (No. 29) (Chile)', 'Train the police (No. 29)', ['Chile']],
    ['各国应加强合作（挪威、智利）。', '各国应加强合作。', ['挪威', '智利']],
    ['ينبغي للدول أن تتعاون (النرويج، شيلي).', 'ينبغي للدول أن تتعاون.', ['النرويج', 'شيلي']],
  ])('%s', (text, cut, names) => {
    expect(inBrackets(text)).toEqual({ text: cut, names, wasCut: true })
  })

  test.each([
    'States should train judges (and prosecutors).',
    'Cooperate with neighbours (Norway) on extradition.',
    'Adopt the law (2019)',
    'Adopt it (',
  ])('are no proposers in: %s', (text) => {
    expect(inBrackets(text)).toEqual({ text, names: [], wasCut: false })
  })

  test('stay where somebody is named whom nobody knows', () => {
    expect(inBrackets('Adopt the law (Norway, Atlantis).')).toEqual({
      text: 'Adopt the law (Norway, Atlantis).',
      names: ['Norway', 'Atlantis'],
      wasCut: false,
      unknown: ['Atlantis'],
    })
  })

  test('stay where each clause has its own, and all of them are proposers', () => {
    const text = 'Complete the ratification (Ukraine); increase efforts towards it (Slovakia);'
    expect(inBrackets(text)).toEqual({ text, names: ['Ukraine', 'Slovakia'], wasCut: false })
  })

  test('thousands of brackets take no time', () => {
    const started = performance.now()
    for (const text of [
      '('.repeat(20_000),
      '(a '.repeat(9_000) + ')',
      '(Norway) '.repeat(2_000),
      ' '.repeat(60_000) + ')',
    ])
      inBrackets(text)
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})

test('the same text however it is marked, spaced or ended', () => {
  expect(sameText('The prosecutors’ network shall meet.')).toBe(
    sameText("the prosecutors' network  shall meet;"),
  )
})
