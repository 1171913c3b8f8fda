import { hostOf, type Scene, type Step } from '../actor.ts'
import { origins } from '../origins.ts'
import { mrSipInvite } from '../tools/mr-sip.ts'

/** A number from the block kept free for fiction in North America (555-0100 to 555-0199). */
export const spoofedNumber = '12025550143'
const prefixes = ['', '+', '00', '011', '0011'] as const

/** One INVITE from an address, never a second leg: nothing shows that anybody is really there. */
export function* spoofing({ targets, random }: Scene): Generator<Step, never> {
  for (;;) {
    const target = random.pick(targets)
    const origin = { address: random.pick(origins.spoofed), port: random.between(1024, 65_535) }
    const number = `${random.pick(prefixes)}${spoofedNumber}`
    const bytes = mrSipInvite(random, origin, hostOf(target, origin), number)
    yield { wait: random.between(400, 1000), attempt: { target, origin, transport: 'udp', bytes } }
  }
}
