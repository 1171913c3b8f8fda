import { hostOf, type Attempt, type Origin, type Scene, type Step, type Target } from '../actor.ts'
import { origins } from '../origins.ts'
import type { Random } from '../random.ts'
import {
  pjsipAck,
  pjsipAuthorization,
  pjsipBranch,
  pjsipInvite,
  pjsipRegister,
  type PjsipSession,
} from '../tools/pjsip.ts'

/**
 * Claims to be a Cisco gateway and is PJSIP: registers as 101, 202, 303 … and calls one number behind 011 and 9011.
 * The number is from the block that Ofcom keeps free for drama (020 7946 0000 to 0999).
 */
export const disguisedNumber = '442079460123'
const userAgent = 'Cisco-SIPGateway/IOS-12.x'
const prefixes = ['011', '9011'] as const

export function* disguise({ targets, random }: Scene): Generator<Step, never> {
  for (let round = 0; ; round++) {
    const target = random.pick(targets)
    const origin = { address: random.pick(origins.disguise), port: random.between(40_000, 42_000) }
    const user = String(((round % 30) + 1) * 101)
    yield { wait: random.between(900, 2400), attempt: register(random, session(random, target, origin, user), target) }
    for (const prefix of prefixes) {
      const call = session(random, target, origin, user)
      yield { wait: random.between(300, 700), attempt: invite(random, call, target, `${prefix}${disguisedNumber}`) }
    }
  }
}

const session = (random: Random, target: Target, origin: Origin, user: string): PjsipSession => ({
  user,
  host: hostOf(target, origin),
  origin,
  userAgent,
  callId: random.uuid(),
  tag: random.uuid(),
  sequence: random.between(1000, 32_000),
})

function register(random: Random, first: PjsipSession, target: Target): Attempt {
  const address = { target, origin: first.origin, transport: 'udp' } as const
  // Chance of its own: when our answer comes, and whether it does, must not change the rest of the story.
  const later = random.fork(first.callId)
  return {
    ...address,
    bytes: pjsipRegister(first, pjsipBranch(random)),
    reply: {
      callId: first.callId,
      next: ({ challenge }) => {
        if (!challenge) return undefined
        const second = { ...first, sequence: first.sequence + 1 }
        const authorization = pjsipAuthorization(later, second, challenge, first.user)
        return { ...address, bytes: pjsipRegister(second, pjsipBranch(later), authorization) }
      },
    },
  }
}

function invite(random: Random, call: PjsipSession, target: Target, number: string): Attempt {
  const address = { target, origin: call.origin, transport: 'udp' } as const
  const branch = pjsipBranch(random)
  return {
    ...address,
    bytes: pjsipInvite(random, call, number, branch),
    reply: { callId: call.callId, next: ({ to }) => ({ ...address, bytes: pjsipAck(call, number, branch, to) }) },
  }
}
