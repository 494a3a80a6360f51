import { z } from 'zod'
import { commentPositions, longestComment, type Remark } from '#domain/comments/comments'
import type { SeenAnswer } from '#domain/comments/merge-remarks'
import type { ListItemId } from '#domain/ids'
import { languages, type Language } from '#domain/languages'
import { parseJson } from '#domain/text/content-schema'

const words = z
  .string()
  // A browser sends the end of a line as two characters.
  .transform((text) => text.replaceAll('\r\n', '\n'))
  .pipe(z.string().max(longestComment))

const seenSchema = z.object({ general: z.string(), items: z.record(z.string(), z.string()) })

const formSchema = z.object({
  intent: z.enum(['draft', 'submit']),
  language: z.enum(languages),
  seen: z.string().transform(parseJson).pipe(seenSchema),
  remarks: words,
})

export type SentAnswer = {
  as: 'draft' | 'submit'
  language: Language
  generalRemarks: string
  comments: Remark[]
  seen: SeenAnswer
}

/**
 * What the form of an answer has sent: `position-ITEM` and `body-ITEM` for each item.
 * @returns undefined where it is no such form.
 */
export function readAnswer(fields: FormData, items: readonly ListItemId[]): SentAnswer | undefined {
  const form = formSchema.safeParse(Object.fromEntries(fields))
  if (!form.success) return undefined
  const comments: Remark[] = []
  for (const item of items) {
    const body = words.safeParse(fields.get(`body-${item}`) ?? '')
    const position = z.enum(commentPositions).safeParse(fields.get(`position-${item}`))
    if (!body.success) return undefined
    if (position.success || body.data.trim() !== '')
      comments.push({ item, position: position.success ? position.data : undefined, body: body.data })
  }
  const { intent, language, remarks, seen } = form.data
  return {
    as: intent,
    language,
    generalRemarks: remarks,
    comments,
    seen: {
      general: seen.general,
      items: new Map(items.flatMap((item) => (seen.items[item] ? [[item, seen.items[item]]] : []))),
    },
  }
}
