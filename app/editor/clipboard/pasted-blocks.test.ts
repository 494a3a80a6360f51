import { expect, test } from 'vitest'
import { blocksFromPlainText } from './pasted-blocks'

const shown = (text: string) =>
  blocksFromPlainText(text).map(
    ({ level, runs }) => `${String(level)} ${runs.map((run) => run.text).join('')}`,
  )

test('plain text: paragraphs without empty ones, a manual line break is a space, other controls go', () => {
  expect(shown('One.\r\n\r\nTwo.\u000bThree.\u0007\n\n')).toEqual(['0 One.', '0 Two. Three.'])
})

test('typed lists become sub-items of two levels', () => {
  expect(shown('Intro:\n(a) first;\n(b)\tsecond:\n(i) one;\n(ii) two;\n(c) third.\nEnd.')).toEqual([
    '0 Intro:',
    '1 first;',
    '1 second:',
    '2 one;',
    '2 two;',
    '1 third.',
    '0 End.',
  ])
  expect(shown('مقدمة:\n(أ) أولا؛\n(ب) ثانيا.')).toEqual(['0 مقدمة:', '1 أولا؛', '1 ثانيا.'])
  expect(shown('List:\n• one\n- two')).toEqual(['0 List:', '1 one', '1 two'])
})

test('(i) is a letter where it follows (h), and words in parentheses are no letters', () => {
  expect(shown('(h) eight;\n(i) nine;\n(j) ten.')).toEqual(['1 eight;', '1 nine;', '1 ten.'])
  expect(shown('(EU) members\n(c. 2019) text')).toEqual(['0 (EU) members', '0 (c. 2019) text'])
})

test('words of one line keep their spaces and their signs', () => {
  expect(shown(' (a) and ')).toEqual(['0  (a) and '])
})
