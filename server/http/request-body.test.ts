import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { isCleanText } from '#domain/text/characters'
import { readForm } from './request-body'

const limits = { limitBytes: 1_000_000, limitFields: 100 }

/** What a page reads of a form that was sent like this. */
async function received(form: FormData | URLSearchParams): Promise<FormData> {
  const sent = new Response(form)
  const type = sent.headers.get('content-type') ?? ''
  const request = new IncomingMessage(new Socket())
  request.headers['content-type'] = type
  request.push(Buffer.from(await sent.arrayBuffer()))
  request.push(null)
  const body = await readForm(request, limits)
  return new Response(body, { headers: { 'content-type': type } }).formData()
}

const asMultipart = (fields: Record<string, string>) => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return form
}
const encodings = {
  'url-encoded': (fields: Record<string, string>) => new URLSearchParams(fields),
  asMultipart,
}

test.each(Object.entries(encodings))(
  'no field of a form brings what no text may hold (%s)',
  async (_, encode) => {
    const form = await received(
      encode({
        title: 'A\u000bmanual\u2028line\u0085break',
        reason: 'First.\r\nSecond\u0007.\n\u202eThird\ud800.',
        anything: 'Zero\u200bwidth and so\u00adft',
      }),
    )
    expect(Object.fromEntries(form)).toEqual({
      title: 'A manual line break',
      reason: expect.stringMatching(/^First\.\nSecond\.\nThird\ufffd?\.$/u) as string,
      anything: 'Zerowidth and soft',
    })
    for (const value of form.values())
      for (const line of String(value).split('\n')) expect(isCleanText(line)).toBe(true)
  },
)

test('letters are composed, so that what looks the same is the same', async () => {
  expect((await received(new URLSearchParams({ name: 'Co\u0302te' }))).get('name')).toBe('C\u00f4te')
})

test.each(Object.entries(encodings))(
  'what is clean arrives as it was typed, in every script (%s)',
  async (_, encode) => {
    const fields = {
      text: 'ينبغي\u200c للدول & = + % «…» \u200eA/RES/74/173\n各国应加强合作。\n\nक्\u200dष 👩🏽‍💻',
      empty: '',
      'name with spaces': 'x',
    }
    expect(Object.fromEntries(await received(encode(fields)))).toEqual(fields)
  },
)

test('passwords, pasted lists and what was seen are taken as they are', async () => {
  const fields = {
    password: 'a\u0007b\u200b',
    current: 'Co\u0302te',
    pasted: 'States\u000bshould',
    seen: 'Co\u0302te',
  }
  expect(Object.fromEntries(await received(new URLSearchParams(fields)))).toEqual(fields)
})

test('files keep every byte', async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
  const form = asMultipart({ before: 'a\u000bb', after: 'c\u000bd' })
  form.set('file', new File([bytes], 'list.bin'))
  const read = await received(form)
  expect([read.get('before'), read.get('after')]).toEqual(['a b', 'c d'])
  const file = read.get('file')
  expect(file instanceof File && new Uint8Array(await file.arrayBuffer())).toEqual(bytes)
})
