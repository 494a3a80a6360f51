import { randomBytes } from 'node:crypto'
import { ulid } from 'ulid'

const pooledBytes = 16_384

/** Makes identifiers for thousands of things at once: by itself `ulid` asks the system anew for each of its characters. */
export function createIds(at?: Date): () => string {
  let pool = Buffer.alloc(0)
  let from = 0
  const random = () => {
    if (from + 4 > pool.length) {
      pool = randomBytes(pooledBytes)
      from = 0
    }
    const value = pool.readUInt32LE(from) / 2 ** 32
    from += 4
    return value
  }
  return () => ulid(at?.getTime(), random)
}
