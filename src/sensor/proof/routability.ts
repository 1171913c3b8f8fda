import { parseAddress } from '../../sip/header/address.ts'
import { digestsOf } from '../../sip/header/authorization.ts'
import { headerValue, type SipMessage } from '../../sip/message/message.ts'
import { Marks, type Mark, type Peer } from './mark.ts'

/** Long enough for a tool that tries one password after the other under one nonce. */
const nonceLife = 300
/** A dialog may last this long. */
const tagLife = 2 * 60 * 60
/** A retransmission within this time gets the same tag (RFC 3261 §17.2.1): tags are made per minute. */
const tagStep = 64

/** What a request says about whether its sender receives our answers. */
export interface Routability {
  readonly nonce: Mark | 'none'
  readonly tag: Mark | 'none'
}

export class RoutabilityProof {
  readonly #marks: Marks
  readonly #seconds: () => number

  constructor(secret: Buffer, seconds: () => number = () => Date.now() / 1000) {
    this.#marks = new Marks(secret)
    this.#seconds = seconds
  }

  nonceFor(peer: Peer): string {
    return this.#marks.make('nonce', peer, '', this.#seconds())
  }

  tagFor(peer: Peer, request: SipMessage): string {
    const step = Math.floor(this.#seconds() / tagStep) * tagStep
    return this.#marks.make('tag', peer, callIdOf(request), step)
  }

  check(peer: Peer, message: SipMessage): Routability {
    return { nonce: this.#checkNonces(peer, message), tag: this.#checkTag(peer, message) }
  }

  /** Some brute forcers put two guesses into one message; the best nonce counts. */
  #checkNonces(peer: Peer, message: SipMessage): Mark | 'none' {
    const found = digestsOf(message)
      .flatMap((digest) => digest.nonce ?? [])
      .slice(0, 4)
      .map((nonce) => this.#marks.check('nonce', peer, '', nonce, this.#seconds(), nonceLife))
    if (found.includes('fresh')) return 'fresh'
    return found.includes('stale') ? 'stale' : (found[0] ?? 'none')
  }

  #checkTag(peer: Peer, message: SipMessage): Mark | 'none' {
    const tag = parseAddress(headerValue(message, 'to') ?? '').params.get('tag')
    if (tag === undefined) return 'none'
    return this.#marks.check('tag', peer, callIdOf(message), tag, this.#seconds(), tagLife)
  }
}

const callIdOf = (message: SipMessage): string => headerValue(message, 'call-id') ?? ''
