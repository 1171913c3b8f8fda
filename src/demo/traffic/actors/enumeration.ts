import { hostOf, type Attempt, type Origin, type Scene, type Step, type Target } from '../actor.ts'
import { origins } from '../origins.ts'
import type { Random } from '../random.ts'
import { decimal, sipviciousRequest, stateTag } from '../tools/sipvicious.ts'

/** svwar asks for a random extension first, to learn how a missing one looks, and then for 100 and upwards. */
export function* enumeration({ targets, random }: Scene): Generator<Step, never> {
  for (;;) {
    const target = random.pick(targets)
    const origin = { address: random.pick(origins.enumeration), port: random.between(5060, 5090) }
    const last = random.between(150, 299)
    yield { wait: random.between(4000, 9000), attempt: askFor(random, target, origin, decimal(random, 32)) }
    for (let extension = 100; extension <= last; extension++) {
      yield { wait: random.between(60, 110), attempt: askFor(random, target, origin, String(extension)) }
    }
  }
}

export function askFor(random: Random, target: Target, origin: Origin, extension: string): Attempt {
  const host = hostOf(target, origin)
  const bytes = sipviciousRequest(random, {
    method: 'REGISTER',
    uri: `sip:${host}`,
    identity: `"${extension}"<sip:${extension}@${host}>`,
    tag: stateTag(random, extension),
    callId: decimal(random, 32),
    contact: `sip:${extension}@${host}`,
    port: origin.port,
  })
  return { target, origin, transport: 'udp', bytes }
}
