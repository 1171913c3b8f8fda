import { demoSensors } from '../../../src/demo/honeynet.ts'
import type { Actor, Answer, Scene, Step } from '../../../src/demo/traffic/actor.ts'
import { createRandom } from '../../../src/demo/traffic/random.ts'

export const scene = (seed: string): Scene => ({ targets: demoSensors, random: createRandom(seed) })

/** The first so many steps of an actor. */
export function play(actor: Actor, count: number, seed = 'test'): Step[] {
  const steps = actor(scene(seed))
  return Array.from({ length: count }, () => steps.next().value)
}

export const challenged: Answer = {
  status: 401,
  to: '<sip:100@203.0.113.241>;tag=65f0c0ffee',
  challenge: { realm: 'asterisk', nonce: '65f0c0de0123456789abcdef', algorithm: 'MD5' },
}
