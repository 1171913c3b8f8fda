import { createHmac, timingSafeEqual } from 'node:crypto'

/** Who a mark was given to: it is worth nothing from any other address or port. */
export interface Peer {
  readonly address: string
  readonly port: number
}

export type Mark = 'fresh' | 'stale' | 'foreign'

/** 64 bits: nobody guesses one within its life. */
const macBytes = 8
const timeBytes = 4
/** Base64url, because an answer must not be longer than the request. All of its letters may stand in a SIP token. */
const pattern = /^[\w-]{16}$/

/**
 * Nonces and To-tags that need no memory: the second they were made in, and an HMAC over purpose, peer and time. Who
 * sends one back has received our answer, so the source address is not forged.
 */
export class Marks {
  readonly #secret: Buffer

  constructor(secret: Buffer) {
    this.#secret = secret
  }

  /** @param context what else the mark is bound to, e.g. the Call-ID. */
  make(purpose: 'nonce' | 'tag', peer: Peer, context: string, seconds: number): string {
    const time = Buffer.alloc(timeBytes)
    time.writeUInt32BE(Math.floor(seconds))
    return Buffer.concat([time, this.#mac(purpose, peer, context, time)]).toString('base64url')
  }

  check(purpose: 'nonce' | 'tag', peer: Peer, context: string, mark: string, now: number, lifeSeconds: number): Mark {
    if (!pattern.test(mark)) return 'foreign'
    const bytes = Buffer.from(mark, 'base64url')
    const time = bytes.subarray(0, timeBytes)
    if (!timingSafeEqual(this.#mac(purpose, peer, context, time), bytes.subarray(timeBytes))) return 'foreign'
    return now - time.readUInt32BE() <= lifeSeconds ? 'fresh' : 'stale'
  }

  #mac(purpose: string, peer: Peer, context: string, time: Buffer): Buffer {
    const text = JSON.stringify([purpose, peer.address, peer.port, context, time.readUInt32BE()])
    return createHmac('sha256', this.#secret).update(text).digest().subarray(0, macBytes)
  }
}
