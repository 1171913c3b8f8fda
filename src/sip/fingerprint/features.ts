import type { SipMessage } from '../message/message.ts'
import { AddressHabits } from './address-habits.ts'
import { BodyHabits, valueHash } from './body-habits.ts'
import { readDigest } from './digest-habits.ts'
import { header as known } from './header-names.ts'
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

/** 1 for the headers whose values are looked into. */
const isRead = new Uint8Array(256)
for (const which of Object.values(known)) isRead[which] = which === known.contentLength ? 0 : 1

/**
 * Numbers that say how a message is written, whatever it says. One instance serves all messages: it is read on every
 * one that comes in, and building texts or objects for each would cost more than parsing it.
 */
export class Features {
  readonly values = new Int32Array(mostNumbers)
  length = 0
  readonly #via = new ViaHabits()
  readonly #address = new AddressHabits()
  readonly #body = new BodyHabits()
  #fromAt = 0
  #tagFrom = 0
  #tagTo = 0
  #callFrom = 0
  #callTo = 0
  #digestFrom = 0
  #digestTo = 0

  read(message: SipMessage): void {
    this.#clear()
    const { bytes, start } = message
    if (start) {
      this.values[slot.method] = methodCode(start)
      this.values[slot.uri] = uriHabits(start)
    }
    const behind = this.#headers(message)
    this.#identifiers(bytes)
    this.#bodyOf(message)
    this.length = readDigest(bytes, this.#digestFrom, this.#digestTo, this.values, behind)
  }

  #clear(): void {
    const { values } = this
    for (let at = 0; at < initial.length; at++) values[at] = initial[at] ?? 0
    this.#tagFrom = this.#tagTo = this.#callFrom = this.#callTo = this.#digestFrom = this.#digestTo = 0
    this.#via.branchFrom = this.#via.branchTo = 0
  }

  /** Answers where the tokens end. */
  #headers({ bytes, headers }: SipMessage): number {
    const { values } = this
    const count = Math.min(headers.length, mostHeaders)
    let ends = 0
    for (let each = 0; each < count; each++) {
      const header = headers[each]
      if (header === undefined) break
      const { colon, end } = header
      const from = startOfValue(bytes, colon + 1, end)
      const token = headerToken(bytes, header, from)
      values[slot.tokens + each] = token
      ends |= lineEnd(bytes, end)
      if (isRead[headerOf(token)] === 1) this.#value(bytes, headerOf(token), from, endOfValue(bytes, from, end))
    }
    values[slot.count] = count
    values[slot.more] = headers.length > mostHeaders ? 1 : 0
    values[slot.lineEnds] = ends
    return slot.tokens + count
  }

  /** In the order of how often they occur; only the first header of a name counts, as for a server. */
  #value(bytes: Uint8Array, header: number, from: number, end: number): void {
    const to = Math.min(end, from + longestValue)
    if (header === known.via) this.#topVia(bytes, from, to)
    else if (header === known.from) this.#from(bytes, from, to)
    else if (header === known.to) this.#addressIn(slot.to, bytes, from, to)
    else if (header === known.callId) this.#callId(from, to)
    else if (header === known.cseq) this.#sequence(bytes, from, to)
    else if (header === known.contact) this.#addressIn(slot.contact, bytes, from, to)
    else if (header === known.maxForwards) this.#forwards(bytes, from, to)
    else if (header === known.allow) this.#hash(slot.allow, bytes, from, to)
    else if (header === known.accept) this.#hash(slot.accept, bytes, from, to)
    else if (header === known.supported) this.#hash(slot.supported, bytes, from, to)
    else if (header === known.authorization || header === known.proxyAuthorization) this.#credentials(from, to)
  }

  #isNew(which: number): boolean {
    return this.values[which] === absent
  }

  #topVia(bytes: Uint8Array, from: number, to: number): void {
    if (!this.#isNew(slot.via)) return
    this.#via.read(bytes, from, to)
    this.values[slot.via] = this.#via.params
  }

  #addressIn(which: number, bytes: Uint8Array, from: number, to: number): void {
    if (!this.#isNew(which)) return
    this.#address.read(bytes, from, to)
    this.values[which] = this.#address.style
  }

  #from(bytes: Uint8Array, from: number, to: number): void {
    if (!this.#isNew(slot.from)) return
    this.#addressIn(slot.from, bytes, from, to)
    this.#fromAt = from
    this.#tagFrom = this.#address.tagFrom
    this.#tagTo = this.#address.tagTo
  }

  #callId(from: number, to: number): void {
    if (this.#callTo !== 0) return
    this.#callFrom = from
    this.#callTo = to
  }

  #hash(which: number, bytes: Uint8Array, from: number, to: number): void {
    if (this.#isNew(which)) this.values[which] = valueHash(bytes, from, to)
  }

  /** Two blanks between number and method, as svwar's ACK has them. */
  #sequence(bytes: Uint8Array, from: number, to: number): void {
    let space = from
    while (space < to && bytes[space] !== SPACE) space++
    if (bytes[space + 1] === SPACE) this.values[slot.sequence] = 1
  }

  #forwards(bytes: Uint8Array, from: number, to: number): void {
    if (!this.#isNew(slot.maxForwards)) return
    let value = to > from && to - from <= 3 ? 0 : otherNumber
    for (let at = from; at < to && value < otherNumber; at++) {
      const figure = (bytes[at] ?? 0) - 48
      value = figure >= 0 && figure <= 9 ? value * 10 + figure : otherNumber
    }
    this.values[slot.maxForwards] = Math.min(value, otherNumber)
  }

  #credentials(from: number, to: number): void {
    if (this.#digestTo !== 0) return
    this.#digestFrom = from
    this.#digestTo = to
  }

  #identifiers(bytes: Uint8Array): void {
    const { values } = this
    const { branchFrom, branchTo } = this.#via
    const host = hostOf(bytes, this.#callFrom, this.#callTo)
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
