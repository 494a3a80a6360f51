import { expect, test } from 'vitest'
import { canonicalJson } from '#domain/hash'
import type { DelegationId } from '#domain/ids'
import { countBrackets, plainText, type DocumentContent } from './content'
import { contentSchema } from './content-schema'
import { contentOf, diffContent, tokensOf } from './word-diff'

const since = '2026-04-07T16:00:00.000Z'

/** A text with a bracket inside another, and two wordings to choose from. */
const bracketed: DocumentContent = {
  blocks: [
    {
      type: 'paragraph',
      children: [
        { type: 'text', text: 'States ' },
        {
          type: 'bracket',
          requestedBy: 'ch' as DelegationId,
          reason: 'Domestic law.',
          since,
          children: [
            { type: 'text', text: 'shall ' },
            {
              type: 'bracket',
              requestedBy: '',
              reason: '',
              children: [{ type: 'text', text: 'promptly ' }],
            },
            { type: 'text', text: 'answer' },
          ],
        },
        { type: 'text', text: ' ' },
        {
          type: 'bracket',
          requestedBy: '',
          reason: '',
          alternative: 1,
          children: [{ type: 'text', text: 'within a day' }],
        },
        {
          type: 'bracket',
          requestedBy: '',
          reason: '',
          alternative: 2,
          children: [{ type: 'text', text: 'without delay' }],
        },
      ],
    },
  ],
}

test('brackets read as signs, and alternatives with their number', () => {
  expect(plainText(bracketed)).toBe(
    'States [shall [promptly ]answer] [Alt. 1 within a day][Alt. 2 without delay]',
  )
})

test('brackets are counted, and signs that somebody typed are not', () => {
  expect(countBrackets(bracketed)).toBe(4)
  expect(
    countBrackets({
      blocks: [{ type: 'paragraph', children: [{ type: 'text', text: 'See annex [A] and [B].' }] }],
    }),
  ).toBe(0)
})

test('what is known of a bracket survives tokens and JSON', () => {
  expect(contentOf(tokensOf(bracketed, 'en'))).toEqual(bracketed)
  expect(contentSchema.parse(JSON.parse(JSON.stringify(bracketed)))).toEqual(bracketed)
})

test('what is not known of a bracket stays absent: the hashes of older texts hold', () => {
  const older: DocumentContent = {
    blocks: [
      {
        type: 'paragraph',
        children: [
          { type: 'bracket', requestedBy: '', reason: 'x', children: [{ type: 'text', text: 'soon' }] },
        ],
      },
    ],
  }
  const form =
    '{"blocks":[{"children":[{"children":[{"text":"soon","type":"text"}],"reason":"x","requestedBy":"","type":"bracket"}],"type":"paragraph"}]}'
  expect(canonicalJson(contentOf(tokensOf(older, 'en')))).toBe(form)
  expect(canonicalJson(contentSchema.parse(older))).toBe(form)
})

test('a number that is none and an instant that is none are no text of ours', () => {
  const withFacts = (facts: object) => ({
    blocks: [
      {
        type: 'paragraph',
        children: [{ type: 'bracket', requestedBy: '', reason: '', children: [], ...facts }],
      },
    ],
  })
  expect(contentSchema.safeParse(withFacts({ alternative: 2, since })).success).toBe(true)
  expect(contentSchema.safeParse(withFacts({ alternative: 0 })).success).toBe(false)
  expect(contentSchema.safeParse(withFacts({ since: 'yesterday' })).success).toBe(false)
})

test('a bracket that is an alternative now is a change', () => {
  const one = (alternative?: number): DocumentContent => ({
    blocks: [
      {
        type: 'paragraph',
        children: [
          {
            type: 'bracket',
            requestedBy: '',
            reason: '',
            ...(alternative !== undefined && { alternative }),
            children: [{ type: 'text', text: 'soon' }],
          },
        ],
      },
    ],
  })
  expect(diffContent(one(), one(1), 'en').changes).toMatchObject([{ removed: '[', added: '[Alt. 1 ' }])
})
