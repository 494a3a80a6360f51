import { randomInt } from 'node:crypto'
import { newBase } from '#editor/shape'

/** A base id under which the server writes; those of editors are drawn in the same way. */
export const newBaseId = (): number => newBase(randomInt(2 ** 47) / 2 ** 47)
