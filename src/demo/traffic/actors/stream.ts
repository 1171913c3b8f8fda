import { hostOf, type Scene, type Step } from '../actor.ts'
import { origins } from '../origins.ts'
import { sipptsOverTcp } from '../tools/sippts.ts'

/** sippts over TCP: the finished handshake proves its address. Tries methods as well as extensions. */
const methods = ['OPTIONS', 'REGISTER', 'REGISTER', 'INVITE', 'SUBSCRIBE', 'NOTIFY', 'PUBLISH', 'MESSAGE'] as const

export function* stream({ targets, random }: Scene): Generator<Step, never> {
  for (;;) {
    const target = random.pick(targets)
    const origin = { address: random.pick(origins.stream), port: random.between(32_768, 61_000) }
    const request = { method: random.pick(methods), user: String(random.between(100, 320)), callId: random.hex(32) }
    const bytes = sipptsOverTcp(random, { ...request, host: hostOf(target, origin), origin })
    yield { wait: random.between(1200, 3000), attempt: { target, origin, transport: 'tcp', bytes } }
  }
}
