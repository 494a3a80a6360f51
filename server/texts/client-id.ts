import { randomInt } from 'node:crypto'

/** A Yjs client id of the server's own; Yjs' are random unsigned 32-bit numbers. */
export const newClientId = (): number => randomInt(1, 2 ** 32)
