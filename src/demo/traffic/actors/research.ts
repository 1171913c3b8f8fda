import { hostOf, type Scene, type Step } from '../actor.ts'
import { origins } from '../origins.ts'
import { zmapOptions } from '../tools/zmap.ts'

const userAgent = 'SIP-Research-Scan/1.0 (zmap; internet measurement study; opt out: https://research.example.org)'

/** Asks each sensor once, then leaves it alone for a good while, and says who it is. */
export function* research({ targets, random }: Scene): Generator<Step, never> {
  for (;;) {
    const origin = { address: random.pick(origins.research), port: random.between(32_768, 61_000) }
    for (const target of random.shuffle(targets)) {
      const bytes = zmapOptions(random, origin, hostOf(target, origin), userAgent)
      yield { wait: random.between(2500, 6000), attempt: { target, origin, transport: 'udp', bytes } }
    }
  }
}
