import { BoundedMap } from './bounded-map.ts'
import { originOf } from './origin.ts'
import { TokenBucket } from './token-bucket.ts'

export interface GuardLimits {
  /** Answers a second to one origin: an IPv4 address, or an IPv6 /64. */
  readonly perSourcePerSecond: number
  /** Answers a second to all. */
  readonly totalPerSecond: number
}

interface Source {
  /** Bytes received and not yet answered. */
  allowance: number
  /** ms of the monotonic clock until which the address counts as proven. */
  provenUntil: number
}

/** A forgotten source starts with no allowance, which errs on the safe side. */
const mostSources = 50_000
const provenForMs = 10 * 60_000
/** Nobody saves up for one large volley. */
const mostAllowance = 64 * 1024
/** Part of the total kept for proven addresses: a flood from forged ones must not silence us to those who listen. */
const keptForProven = 1 / 4

/**
 * Keeps the sensor from being a weapon: whoever forges a victim's address must not make it hear more than was sent
 * here in its name. To an address that has not proved itself, never more bytes go out than came in.
 */
export class ReflectionGuard {
  readonly #limits: GuardLimits
  readonly #sources = new BoundedMap<string, Source>(mostSources)
  readonly #buckets = new BoundedMap<string, TokenBucket>(mostSources)
  readonly #total: TokenBucket
  readonly #now: () => number

  constructor(limits: GuardLimits, now: () => number = () => performance.now()) {
    this.#limits = limits
    this.#now = now
    this.#total = new TokenBucket(limits.totalPerSecond, now())
  }

  /** Must be told of every datagram before it is answered. */
  onReceived(address: string, bytes: number, proven: boolean): void {
    const source = this.#source(address)
    source.allowance = Math.min(mostAllowance, source.allowance + bytes)
    if (proven) source.provenUntil = this.#now() + provenForMs
  }

  /** The first of `forms` (largest first) that may be sent now, already counted; undefined when none may. */
  choose(address: string, forms: Iterable<Uint8Array>): Uint8Array | undefined {
    const source = this.#source(address)
    const now = this.#now()
    const isProven = source.provenUntil > now
    const bucket = this.#bucket(address)
    const reserve = isProven ? 0 : Math.floor(this.#limits.totalPerSecond * keptForProven)
    if (!bucket.has(now) || !this.#total.has(now, reserve)) return undefined
    for (const form of forms) {
      if (!isProven && form.length > source.allowance) continue
      source.allowance = Math.max(0, source.allowance - form.length)
      bucket.take()
      this.#total.take()
      return form
    }
    return undefined
  }

  #source(address: string): Source {
    return this.#sources.use(address, () => ({ allowance: 0, provenUntil: 0 }))
  }

  #bucket(address: string): TokenBucket {
    return this.#buckets.use(originOf(address), () => new TokenBucket(this.#limits.perSourcePerSecond, this.#now()))
  }
}
