/** How many seconds' worth may arrive at once: a connection that stalled delivers everything it held back. */
const burstSeconds = 10

/** A token bucket: it refills with time, and every message takes one token. */
export class Allowance {
  #left: number
  #refilledAtMs: number

  constructor(
    readonly perSecond: number,
    nowMs: number,
  ) {
    this.#left = perSecond * burstSeconds
    this.#refilledAtMs = nowMs
  }

  /** @returns false when there is nothing left to take. */
  take(nowMs: number): boolean {
    const most = this.perSecond * burstSeconds
    const elapsedMs = Math.max(0, nowMs - this.#refilledAtMs)
    this.#left = Math.min(most, this.#left + (elapsedMs / 1000) * this.perSecond)
    this.#refilledAtMs = nowMs
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
}
