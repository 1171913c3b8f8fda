import { parseAddress } from '../../sip/header/address.ts'
import { headerValue, type RequestLine, type SipMessage } from '../../sip/message/message.ts'
import { parseUri } from '../../sip/uri/uri.ts'
import { hostPort } from '../listening.ts'
import type { Peer } from '../proof/mark.ts'
import type { Routability, RoutabilityProof } from '../proof/routability.ts'
import type { Extensions } from './extensions.ts'
import type { Draft, Personality } from './form.ts'
import { reachedAt } from './reached-at.ts'
import { silentSdp } from './silent-sdp.ts'
import { canBeAnswered, isSound } from './soundness.ts'

export interface PolicyOptions extends Personality {
  readonly extensions: Extensions
  /** Users that answer a call without a password, as an open voice menu does. */
  readonly publicUsers: ReadonlySet<string>
  readonly proof: RoutabilityProof
}

/** A request that can be answered, and where it came in. */
export interface Question {
  readonly message: SipMessage
  readonly start: RequestLine
  readonly peer: Peer
  readonly local: Peer
  readonly transport: 'udp' | 'tcp'
  readonly routability: Routability
}

const allowed = 'OPTIONS, REGISTER, INVITE, ACK, BYE, CANCEL'
/** Methods that a PBX knows but that this one does not offer; all others are 501 (RFC 3261 §8.2.1, §21.5.2). */
const knownMethods = new Set(['SUBSCRIBE', 'NOTIFY', 'MESSAGE', 'INFO', 'REFER', 'UPDATE', 'PRACK', 'PUBLISH'])

/** Decides what a PBX would say. It never places a call, never sends media, and no password is ever right. */
export class Policy {
  readonly #options: PolicyOptions

  constructor(options: PolicyOptions) {
    this.#options = options
  }

  /** @returns undefined where silence is the answer. */
  answer(question: Question): Draft | undefined {
    const { message, start } = question
    if (start.method === 'ACK' || !canBeAnswered(message)) return undefined
    if (!isSound(message)) return this.#draft(question, 400, 'Bad Request')
    switch (start.method) {
      case 'OPTIONS':
        return this.#draft(question, 200, 'OK', {
          rich: [
            ['Allow', allowed],
            ['Accept', 'application/sdp'],
          ],
        })
      case 'REGISTER':
        return this.#register(question)
      case 'INVITE':
        return this.#invite(question)
      case 'BYE':
        return question.routability.tag === 'fresh'
          ? this.#draft(question, 200, 'OK')
          : this.#draft(question, 481, 'Call/Transaction Does Not Exist')
      case 'CANCEL':
        // Every INVITE has its final answer at once, so there is never one left to end with 487 (RFC 3261 §9.2).
        return this.#draft(question, 200, 'OK')
      default:
        return knownMethods.has(start.method)
          ? this.#draft(question, 405, 'Method Not Allowed', { headers: [['Allow', allowed]] })
          : this.#draft(question, 501, 'Not Implemented')
    }
  }

  #register(question: Question): Draft {
    const user = userOf(question.message, 'to')
    return this.#options.extensions.has(user) ? this.#challenge(question) : this.#draft(question, 404, 'Not Found')
  }

  #invite(question: Question): Draft {
    const called = parseUri(question.start.uri)?.user ?? ''
    if (this.#options.publicUsers.has(called)) return this.#pickUp(question, called)
    // Enumeration calls a number as that very number; all other callers are asked for a password first.
    const enumerates = called === userOf(question.message, 'from') && !this.#options.extensions.has(called)
    return enumerates ? this.#draft(question, 404, 'Not Found') : this.#challenge(question)
  }

  #challenge(question: Question): Draft {
    const { nonce } = question.routability
    if (nonce === 'fresh') return this.#draft(question, 403, 'Forbidden')
    const { proof, realm } = this.#options
    const bare = `Digest realm="${realm}",nonce="${proof.nonceFor(question.peer)}"`
    const full = `${bare},algorithm=MD5${nonce === 'none' ? '' : ',stale=true'}`
    return this.#draft(question, 401, 'Unauthorized', {
      headers: [['WWW-Authenticate', full]],
      bare: [['WWW-Authenticate', bare]],
    })
  }

  /** The dialog lives in its To-tag alone and ends with the caller's BYE; nothing is ever sent into it by ourselves. */
  #pickUp(question: Question, called: string): Draft {
    const { local, start, transport } = question
    const address = reachedAt(local.address, start.uri)
    const parameter = transport === 'tcp' ? ';transport=tcp' : ''
    const contact = `<sip:${called}@${hostPort(address, local.port)}${parameter}>`
    const headers: Draft['headers'] = [
      ['Contact', contact],
      ['Content-Type', 'application/sdp'],
    ]
    return { ...this.#draft(question, 200, 'OK', { headers }), body: silentSdp(address) }
  }

  #draft(
    question: Question,
    status: number,
    reason: string,
    own: { rich?: Draft['rich']; headers?: Draft['headers']; bare?: Draft['bare'] } = {},
  ): Draft {
    const { headers = [], rich = [], bare = headers } = own
    return {
      status,
      reason,
      toTag: this.#options.proof.tagFor(question.peer, question.message),
      received: question.peer,
      rich: [['Server', this.#options.server], ...rich],
      headers,
      bare,
    }
  }
}

const userOf = (message: SipMessage, key: 'from' | 'to'): string =>
  parseAddress(headerValue(message, key) ?? '').uri?.user ?? ''
