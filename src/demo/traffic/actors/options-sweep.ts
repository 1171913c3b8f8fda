import { hostOf, type Attempt, type Origin, type Scene, type Step, type Target } from '../actor.ts'
import { origins } from '../origins.ts'
import type { Random } from '../random.ts'
import { decimal, sipviciousRequest, stateTag } from '../tools/sipvicious.ts'

/** svmap walks through address space: one OPTIONS for each sensor, and nobody waits for the answer. */
export function* optionsSweep({ targets, random }: Scene): Generator<Step, never> {
  for (;;) {
    const origin = { address: random.pick(origins.optionsSweep), port: random.between(5060, 5090) }
    let wait = random.between(3000, 7000)
    for (const target of random.shuffle(targets)) {
      yield { wait, attempt: probe(random, target, origin) }
      wait = random.between(80, 400)
    }
  }
}

/** The default identity of the tool. Its tag tells which of the scanned addresses answers. */
export function probe(random: Random, target: Target, origin: Origin): Attempt {
  const bytes = sipviciousRequest(random, {
    method: 'OPTIONS',
    uri: `sip:100@${hostOf(target, origin)}`,
    identity: '"sipvicious"<sip:100@1.1.1.1>',
    tag: stateTag(random, addressAndPort(target.address)),
    callId: `${decimal(random, 52)}${random.digits(8)}`,
    contact: `sip:100@127.0.0.1:${origin.port}`,
    port: origin.port,
  })
  return { target, origin, transport: 'udp', bytes }
}

/** Eight hexadecimal digits of IPv4 address and four of port. */
const addressAndPort = (address: string): string =>
  address
    .split('.')
    .map((part) => Number(part).toString(16).padStart(2, '0'))
    .join('') + sipPort.toString(16).padStart(4, '0')

const sipPort = 5060
