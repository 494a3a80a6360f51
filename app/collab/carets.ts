import { z } from 'zod'

/** A place in a text: behind the item of this id, whatever is inserted before it. */
const place = z.tuple([z.int().min(0), z.int().min(0)])

/**
 * What a client says of itself: where its caret is. Names and colours are the server's word. A client that shows no
 * caret may leave everything out.
 */
export const caretSchema = z
  .strictObject({
    anchor: place.nullish(),
    focus: place.nullish(),
    focused: z.boolean().optional(),
  })
  .nullable()

export type Caret = z.infer<typeof caretSchema>
