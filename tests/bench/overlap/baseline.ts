/**
 * What anyone would try first, and what the method is compared with: words as they are written, weighed by term
 * frequency and inverse document frequency, compared by cosine.
 */
export function plainTfIdf(texts: readonly string[]): (a: string, b: string) => number {
  const having = new Map<string, number>()
  const counted = new Map<string, Map<string, number>>()
  for (const text of new Set(texts)) {
    const counts = new Map<string, number>()
    for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
      counts.set(word, (counts.get(word) ?? 0) + 1)
    }
    for (const word of counts.keys()) having.set(word, (having.get(word) ?? 0) + 1)
    counted.set(text, counts)
  }
  const vectors = new Map(
    [...counted].map(([text, counts]) => {
      const weights = new Map(
        [...counts].map(([word, times]) => [word, times * Math.log(counted.size / (having.get(word) ?? 1))]),
      )
      return [text, { weights, length: Math.hypot(...weights.values()) }]
    }),
  )
  return (a, b) => {
    const [one, other] = [vectors.get(a), vectors.get(b)]
    if (!one || !other || one.length === 0 || other.length === 0) return 0
    let dot = 0
    for (const [word, weight] of one.weights) dot += weight * (other.weights.get(word) ?? 0)
    return dot / (one.length * other.length)
  }
}
