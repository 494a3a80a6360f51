import { z } from 'zod'

const id = z.strictObject({
  client: z.int().min(0),
  clock: z.int().min(0),
})

/** A relative position of Yjs: beside an item of the text, whatever is inserted before it. */
const position = z.strictObject({
  type: id.nullish(),
  tname: z.string().max(20).nullish(),
  item: id.nullish(),
  assoc: z.int().min(-1).max(0).optional(),
})

/**
 * What a client says of itself: where its caret is. Names and colours are the server's word; any that a client
 * sends are dropped.
 */
export const caretSchema = z
  .object({
    // A client that shows no caret sends neither.
    anchorPos: position.nullish(),
    focusPos: position.nullish(),
    focusing: z.boolean().optional(),
  })
  .nullable()

export type Caret = z.infer<typeof caretSchema>
