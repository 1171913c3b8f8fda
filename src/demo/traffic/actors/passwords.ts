import { hostOf, type Attempt, type Origin, type Scene, type Step, type Target } from '../actor.ts'
import { origins } from '../origins.ts'
import type { Random } from '../random.ts'
import { decimal, sipviciousAuthorization, sipviciousRequest, stateTag } from '../tools/sipvicious.ts'

const extensions = ['100', '101', '102', '103', '104', '105'] as const
const words = ['1234', '0000', 'password', 'admin', 'asterisk', '12345678', 'qwerty', 'changeme', 'secret', 'voip']

/** svcrack: for each guess a REGISTER to get a nonce, then the same Call-ID again with a real digest answer. */
export function* passwords({ targets, random }: Scene): Generator<Step, never> {
  for (;;) {
    const target = random.pick(targets)
    const origin = { address: random.pick(origins.passwords), port: random.between(5060, 5090) }
    const extension = random.pick(extensions)
    let wait = random.between(1500, 4000)
    for (const password of guesses(random, extension)) {
      yield { wait, attempt: guess(random, target, origin, extension, password) }
      wait = random.between(160, 260)
    }
  }
}

const guesses = (random: Random, extension: string): string[] => [
  extension,
  ...random.shuffle([...words, `${extension}${extension}`, ...Array.from({ length: 20 }, () => random.digits(4))]),
]

const firstTag = '3206210844'

export function guess(random: Random, target: Target, origin: Origin, extension: string, password: string): Attempt {
  const host = hostOf(target, origin)
  const callId = decimal(random, 32)
  const uri = `sip:${host}`
  const address = { target, origin, transport: 'udp' } as const
  // Chance of its own: when our answer comes, and whether it does, must not change the rest of the story.
  const later = random.fork(callId)
  const common = {
    method: 'REGISTER',
    uri,
    identity: `"${extension}" <sip:${extension}@${host}>`,
    callId,
    contact: 'sip:123@1.1.1.1',
    port: origin.port,
  }
  return {
    ...address,
    bytes: sipviciousRequest(random, { ...common, tag: firstTag }),
    reply: {
      callId,
      next: ({ challenge }) => {
        if (!challenge) return undefined
        const authorization = sipviciousAuthorization(later, challenge, extension, password, uri)
        const tag = stateTag(later, `${extension}:${password}`)
        return { ...address, bytes: sipviciousRequest(later, { ...common, tag, sequence: 2, authorization }) }
      },
    },
  }
}
