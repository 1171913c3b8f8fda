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

  has(nowMs: number): boolean {
    const passed = Math.max(0, nowMs - this.#updated)
    this.#tokens = Math.min(this.#perSecond, this.#tokens + (passed * this.#perSecond) / 1000)
    this.#updated = nowMs
    return this.#tokens >= 1
  }

  take(): void {
    this.#tokens -= 1
  }
}
