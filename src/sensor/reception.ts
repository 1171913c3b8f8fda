import { directions, proofs, transports, type WireEvent } from '../contract/wire/frames.ts'
import type { SipMessage } from '../sip/message/message.ts'
import { parseMessage } from '../sip/message/parse.ts'
import { formsOf } from './answer/form.ts'
import type { Policy } from './answer/policy.ts'
import { isSound } from './answer/soundness.ts'
import type { Clock } from './clock.ts'
import type { Counters } from './counters.ts'
import type { ReflectionGuard } from './guard/reflection-guard.ts'
import type { Peer } from './proof/mark.ts'
import type { Routability, RoutabilityProof } from './proof/routability.ts'

/** One message as a listener hands it in. */
export interface Inbound {
  readonly bytes: Uint8Array
  readonly transport: 'udp' | 'tcp'
  readonly remote: Peer
  readonly local: Peer
  /** µs UTC that a demo origin claims. */
  readonly timeUs?: number
  /** Sends to whom it came from; calls back once the system has taken it. */
  readonly reply: (bytes: Uint8Array, onSent: () => void) => void
}

export interface ReceptionParts {
  readonly clock: Clock
  readonly counters: Counters
  readonly guard: ReflectionGuard
  readonly policy: Policy
  readonly proof: RoutabilityProof
  readonly record: (event: WireEvent) => void
  /** Runs `then` when all that was recorded so far has been written. */
  readonly whenRecorded: (then: () => void) => void
}

/** Takes every message in, writes it down as it was, and answers as the policy and the reflection guard allow. */
export class Reception {
  readonly #parts: ReceptionParts

  constructor(parts: ReceptionParts) {
    this.#parts = parts
  }

  receive(inbound: Inbound): void {
    const { clock, counters, guard, proof } = this.#parts
    const arrived = clock()
    const message = parseMessage(inbound.bytes)
    const routability = proof.check(inbound.remote, message)
    const proven = proofCode(inbound, routability)
    counters.received += 1
    if (!isSound(message)) counters.malformed += 1
    this.#record(inbound, 'in', proven, inbound.timeUs ?? arrived, inbound.bytes)
    guard.onReceived(inbound.remote.address, inbound.bytes.length, proven !== proofs.indexOf('unproven'))
    this.#answer(inbound, message, routability, proven, (inbound.timeUs ?? arrived) - arrived)
  }

  #answer(inbound: Inbound, message: SipMessage, routability: Routability, proven: number, shift: number): void {
    const { counters, guard, policy } = this.#parts
    const { remote: peer, local, transport } = inbound
    const { start } = message
    if (start?.kind !== 'request') {
      counters.ignored += 1
      return
    }
    const draft = policy.answer({ message, start, peer, local, transport, routability })
    if (draft === undefined) return
    const bytes = guard.choose(peer.address, formsOf(message, draft))
    if (bytes === undefined) counters.throttled += 1
    else this.#send(inbound, bytes, proven, shift)
  }

  /** Once the message is written: whoever was answered can rely on it that a sensor killed right then still holds it. */
  #send(inbound: Inbound, bytes: Uint8Array, proven: number, shift: number): void {
    const { clock, counters, whenRecorded } = this.#parts
    whenRecorded(() => {
      const time = clock() + shift
      inbound.reply(bytes, () => {
        counters.answered += 1
        this.#record(inbound, 'out', proven, time, bytes)
      })
    })
  }

  #record(inbound: Inbound, direction: 'in' | 'out', proven: number, time: number, bytes: Uint8Array): void {
    const { remote, local, transport } = inbound
    const event: WireEvent = [
      time,
      transports.indexOf(transport),
      remote.address,
      remote.port,
      local.address,
      local.port,
      directions.indexOf(direction),
      proven,
      bytes,
    ]
    this.#parts.record(event)
  }
}

/** What shows that the sender of this message receives our answers. */
function proofCode(inbound: Inbound, routability: Routability): number {
  if (inbound.transport === 'tcp') return proofs.indexOf('tcp')
  if (routability.nonce === 'fresh') return proofs.indexOf('nonce')
  return proofs.indexOf(routability.tag === 'fresh' ? 'to-tag' : 'unproven')
}
