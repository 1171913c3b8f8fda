import type { AddressGlance } from '../glance/address-glance.ts'
import { glanceAt, type Glance } from '../glance/glance.ts'
import { numberIn } from '../glance/letters.ts'
import type { Header, SipMessage } from '../message/message.ts'
import { AddressHabits } from './address-habits.ts'
import { BodyHabits, valueHash } from './body-habits.ts'
import { readDigest } from './digest-habits.ts'
import { cseq as sequence } from './header-names.ts'
import { headerOf, headerToken } from './header-token.ts'
import { branchShape, restOfBranch, stateIsUser, tagShape } from './identifiers.ts'
import { lineEnd, methodCode, uriHabits } from './line-habits.ts'
import { hostOf, isSame, isSameNumber } from './relation.ts'
import { isDigits, isHex, shapeOf, special, specials, type Shape } from './shape.ts'
import { endOfValue, startOfValue } from './value-range.ts'
import { ViaHabits } from './via-habits.ts'

/** Where each number stands. From `tokens` on stand `count` header tokens, then the fields of a digest. */
export const slot = {
  method: 0,
  uri: 1,
  via: 2,
  from: 3,
  to: 4,
  contact: 5,
  branch: 6,
  callId: 7,
  tag: 8,
  relation: 9,
  maxForwards: 10,
  allow: 11,
  accept: 12,
  supported: 13,
  body: 14,
  origin: 15,
  session: 16,
  early: 17,
  late: 18,
  lineEnds: 19,
  sequence: 20,
  count: 21,
  more: 22,
  tokens: 23,
} as const

/** Headers in a fingerprint; real messages have fewer, and more would let an attacker choose its length. */
const mostHeaders = 32
/** Only this many bytes of a value are looked into: real ones are far shorter. */
const longestValue = 512
const mostNumbers = 80

export const absent = -1
/** Max-Forwards that are no number below 256. */
export const otherNumber = 256
/** What a branch or tag has to do with the Call-ID. */
export const relations = { none: 0, branchIsCallId: 1, tagIsCallId: 2 } as const
/** In a Call-ID's number: an `@` follows. */
export const hasHost = 1 << 24

/** What stands in the fixed places before anything is read. */
const initial = new Int32Array(slot.tokens)
for (const which of ['via', 'from', 'to', 'contact', 'maxForwards', 'allow', 'accept', 'supported'] as const) {
  initial[slot[which]] = absent
}

const SPACE = 32

/**
 * Numbers that say how a message is written, whatever it says. One instance serves all messages: it is read on every
 * one that comes in, and building texts or objects for each would cost more than parsing it.
 */
export class Features {
  readonly values = new Int32Array(mostNumbers)
  length = 0
  readonly #via = new ViaHabits()
  readonly #habits = new AddressHabits()
  readonly #body = new BodyHabits()
  #tagFrom = 0
  #tagTo = 0
  #fromAt = 0
  #callFrom = 0
  #callHost = 0
  #callTo = 0
  /** Offset behind the last header that is read. */
  #end = 0

  read(message: SipMessage): void {
    this.values.set(initial)
    const { bytes, start } = message
    const glance = glanceAt(message)
    if (start) {
      this.values[slot.method] = methodCode(start)
      this.values[slot.uri] = uriHabits(start)
    }
    const behind = this.#headers(message)
    this.#topVia(bytes, glance)
    this.#addresses(bytes, glance)
    this.#callId(bytes, glance)
    this.#lists(bytes, glance)
    this.#identifiers(bytes)
    this.#bodyOf(message)
    this.length = this.#digest(bytes, glance.credentials, behind)
  }

  /** Answers where the tokens end. */
  #headers({ bytes, headers }: SipMessage): number {
    const { values } = this
    const count = Math.min(headers.length, mostHeaders)
    let ends = 0
    for (let each = 0; each < count; each++) {
      const header = headers[each]
      if (header === undefined) break
      const token = headerToken(bytes, header)
      values[slot.tokens + each] = token
      if (headerOf(token) === sequence && hasTwoBlanks(bytes, header)) values[slot.sequence] = 1
      ends |= lineEnd(bytes, header.end)
    }
    values[slot.count] = count
    values[slot.more] = headers.length > mostHeaders ? 1 : 0
    values[slot.lineEnds] = ends
    this.#end = headers[count - 1]?.end ?? 0
    return slot.tokens + count
  }

  /** Only the first header of a name counts, as for a server. */
  #isRead(header: Header | undefined): header is Header {
    return header !== undefined && header.start < this.#end
  }

  #topVia(bytes: Uint8Array, { via, topVia }: Readonly<Glance>): void {
    const habits = this.#via
    habits.params = habits.branchFrom = habits.branchTo = 0
    if (!this.#isRead(via)) return
    if (topVia.usual) habits.glance(topVia)
    else habits.read(bytes, startOf(bytes, via), endOf(bytes, via))
    this.values[slot.via] = habits.params
  }

  #addresses(bytes: Uint8Array, glance: Readonly<Glance>): void {
    const { from, to, contact, fromAddress, toAddress, contactAddress } = glance
    this.#address(slot.to, bytes, to, toAddress)
    this.#address(slot.contact, bytes, contact, contactAddress)
    this.#habits.clear()
    this.#fromAt = this.#address(slot.from, bytes, from, fromAddress)
    this.#tagFrom = this.#habits.tagFrom
    this.#tagTo = this.#habits.tagTo
  }

  /** Answers where the value begins. */
  #address(which: number, bytes: Uint8Array, header: Header | undefined, glance: Readonly<AddressGlance>): number {
    if (!this.#isRead(header)) return 0
    const start = startOf(bytes, header)
    if (glance.usual) this.#habits.glance(glance)
    else this.#habits.read(bytes, start, endOf(bytes, header))
    this.values[which] = this.#habits.style
    return start
  }

  #callId(bytes: Uint8Array, { callId, callIdParts }: Readonly<Glance>): void {
    this.#callFrom = this.#callHost = this.#callTo = 0
    if (!this.#isRead(callId)) return
    const { usual, from, host, to } = callIdParts
    this.#callFrom = usual ? from : startOf(bytes, callId)
    this.#callTo = usual ? to : endOf(bytes, callId)
    this.#callHost = usual ? host : hostOf(bytes, this.#callFrom, this.#callTo)
  }

  #lists(bytes: Uint8Array, { allow, accept, supported, maxForwards }: Readonly<Glance>): void {
    this.#hash(slot.allow, bytes, allow)
    this.#hash(slot.accept, bytes, accept)
    this.#hash(slot.supported, bytes, supported)
    if (this.#isRead(maxForwards)) this.values[slot.maxForwards] = hopsIn(bytes, maxForwards)
  }

  #hash(which: number, bytes: Uint8Array, header: Header | undefined): void {
    if (this.#isRead(header)) this.values[which] = valueHash(bytes, startOf(bytes, header), endOf(bytes, header))
  }

  #digest(bytes: Uint8Array, credentials: Header | undefined, behind: number): number {
    if (!this.#isRead(credentials)) return behind
    return readDigest(bytes, startOf(bytes, credentials), endOf(bytes, credentials), this.values, behind)
  }

  #identifiers(bytes: Uint8Array): void {
    const { values } = this
    const { branchFrom, branchTo } = this.#via
    const host = this.#callHost
    const branch = branchShape(bytes, branchFrom, branchTo)
    const callId = shapeOf(bytes, this.#callFrom, host)
    const tag = this.#tag(bytes)
    values[slot.branch] = branch
    values[slot.callId] = callId | (host < this.#callTo ? hasHost : 0)
    values[slot.tag] = tag
    if (isSame(bytes, restOfBranch(branch, branchFrom), branchTo, this.#callFrom, host)) {
      values[slot.relation] = relations.branchIsCallId
    } else if (
      isDigits(callId) &&
      isHex(tag) &&
      isSameNumber(bytes, this.#tagFrom, this.#tagTo, this.#callFrom, host)
    ) {
      values[slot.relation] = relations.tagIsCallId
    }
  }

  #tag(bytes: Uint8Array): Shape {
    const tag = tagShape(bytes, this.#tagFrom, this.#tagTo)
    if (tag !== special(specials.target) && tag !== special(specials.guess)) return tag
    const named = stateIsUser(bytes, this.#tagFrom, this.#tagTo, this.#fromAt, this.#tagFrom)
    return named ? special(specials.extension) : tag
  }

  #bodyOf(message: SipMessage): void {
    const { bytes, bodyAt } = message
    const { values } = this
    const body = this.#body
    // Where a body ends stands in Content-Length, which need not be read when there is nothing.
    body.read(bytes, bodyAt, bodyAt < bytes.length ? message.bodyEnd : bodyAt)
    values[slot.body] = body.kind
    values[slot.origin] = body.origin
    values[slot.session] = body.session
    values[slot.early] = body.early
    values[slot.late] = body.late
  }
}

const startOf = (bytes: Uint8Array, { colon, end }: Header): number => startOfValue(bytes, colon + 1, end)

function endOf(bytes: Uint8Array, { colon, end }: Header): number {
  const from = startOfValue(bytes, colon + 1, end)
  return Math.min(endOfValue(bytes, from, end), from + longestValue)
}

function hopsIn(bytes: Uint8Array, header: Header): number {
  const hops = numberIn(bytes, startOf(bytes, header), endOf(bytes, header), 3)
  return hops === -1 ? otherNumber : Math.min(hops, otherNumber)
}

/** Between number and method, as svwar's ACK has them. */
function hasTwoBlanks(bytes: Uint8Array, header: Header): boolean {
  const to = endOf(bytes, header)
  let space = startOf(bytes, header)
  while (space < to && bytes[space] !== SPACE) space++
  return bytes[space + 1] === SPACE
}
