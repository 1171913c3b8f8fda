import { hostOf, type Attempt, type Origin, type Scene, type Step, type Target } from '../actor.ts'
import { origins } from '../origins.ts'
import { sipcliAck, sipcliInvite, type SipcliCall } from '../tools/sipcli.ts'
import type { Random } from '../random.ts'

/**
 * The heart of the seed study: one number behind every prefix a dial plan might want, a hundred calls a second, from
 * one operator who changes the address inside a /29 with each burst. The number is from the block that PTS keeps
 * free for films and books (08-465 004 00 to 99).
 */
export const sweptNumber = '46846500496'

const international = [
  '',
  '+',
  '0',
  '00',
  '000',
  '0000',
  '011',
  '0011',
  '00011',
  '810',
  '0810',
  '1',
  '10',
  '100',
  '1011',
]
const outsideLines = [
  '9',
  '90',
  '900',
  '9000',
  '99',
  '999',
  '9011',
  '09011',
  '90011',
  '9810',
  '981',
  '90810',
  '7',
  '7011',
]
const guesses = [
  '2',
  '3',
  '60',
  '600',
  '500',
  '77',
  '700',
  '8011',
  '81',
  '81000',
  '9100',
  '0900',
  '091',
  '9+',
  '*',
  '*9',
  '#',
]
export const sweepPrefixes: readonly string[] = [...international, ...outsideLines, ...guesses]

const callsInBurst = { low: 700, high: 1100 }
const pauseBetweenBursts = 1500

export function* prefixSweep(scene: Scene): Generator<Step, never> {
  const { random } = scene
  for (let wait = 0; ; wait = pauseBetweenBursts) {
    const origin = { address: random.pick(origins.prefixSweep), port: random.between(5060, 5099) }
    yield* sweepBurst(scene, origin, random.between(callsInBurst.low, callsInBurst.high), wait)
  }
}

/** So many calls from one address at one sensor. */
export function* sweepBurst(scene: Scene, origin: Origin, calls: number, firstWait: number): Generator<Step, void> {
  const { random } = scene
  const target = random.pick(scene.targets)
  const caller = String(random.between(100, 999))
  let prefixes: string[] = []
  for (let call = 0; call < calls; call++) {
    if (prefixes.length === 0) prefixes = random.shuffle(sweepPrefixes)
    const attempt = invite(random, target, origin, caller, prefixes.pop() ?? '')
    yield { wait: call === 0 ? firstWait : random.between(8, 12), attempt }
  }
}

function invite(random: Random, target: Target, origin: Origin, caller: string, prefix: string): Attempt {
  const user = `${prefix.replace('#', '%23')}${sweptNumber}`
  const call: SipcliCall = {
    user,
    caller,
    host: hostOf(target, origin),
    origin,
    callId: random.hex(32),
    tag: random.hex(8),
  }
  const address = { target, origin, transport: 'udp' } as const
  return {
    ...address,
    bytes: sipcliInvite(random, call),
    reply: { callId: call.callId, next: ({ to }) => ({ ...address, bytes: sipcliAck(call, to) }) },
  }
}
