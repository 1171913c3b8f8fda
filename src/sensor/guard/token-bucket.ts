/** At most `perSecond` on average and as many at once. */
export class TokenBucket {
  readonly #perSecond: number
  #tokens: number
  #updated: number

  constructor(perSecond: number, nowMs: number) {
    this.#perSecond = perSecond
    this.#tokens = perSecond
    this.#updated = nowMs
  }

  /** @param reserve what must stay for others. */
  has(nowMs: number, reserve = 0): boolean {
    const passed = Math.max(0, nowMs - this.#updated)
    this.#tokens = Math.min(this.#perSecond, this.#tokens + (passed * this.#perSecond) / 1000)
    this.#updated = nowMs
    return this.#tokens >= 1 + reserve
  }

  take(): void {
    this.#tokens -= 1
  }
}
