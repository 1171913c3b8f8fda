import type { SipMessage } from '../message/message.ts'
import { Features } from './features.ts'
import { hashSeed, mix } from './header-names.ts'
import { fieldNames, fieldTexts, fingerprintText, type FieldName } from './write.ts'

/** How a message is built. Messages built alike share one object, so that what follows from it is worked out once. */
export interface Structure {
  /** The fingerprint. */
  readonly text: string
  readonly fields: Readonly<Record<FieldName, string>>
}

interface Known {
  readonly numbers: Int32Array
  readonly structure: Structure
}

/**
 * Structures met lately, by a hash of their numbers. The size is fixed: an attacker who builds every message another
 * way takes places in it and nothing more.
 */
const places = 2048
const known = new Array<Known | undefined>(places).fill(undefined)

let last: Known | undefined

const features = new Features()
let lastMessage: SipMessage | undefined
let lastStructure: Structure | undefined

/** `undefined` when the message has no readable first line. Linear in the length of the head, and bounded. */
export function structureOf(message: SipMessage): Structure | undefined {
  if (!message.start) return undefined
  // The analysis asks twice for each message, once for the fingerprint and once for the tool.
  if (message === lastMessage) return lastStructure
  features.read(message)
  lastMessage = message
  lastStructure = intern(features.values, features.length)
  return lastStructure
}

function intern(values: Int32Array, length: number): Structure {
  // Tools send thousands of messages alike, one behind the other.
  if (last !== undefined && isSame(last.numbers, values, length)) return last.structure
  last = find(values, length)
  return last.structure
}

function find(values: Int32Array, length: number): Known {
  const place = hashOf(values, length) & (places - 1)
  const met = known[place]
  if (met !== undefined && isSame(met.numbers, values, length)) return met
  const found = { numbers: values.slice(0, length), structure: build(values, length) }
  known[place] = found
  return found
}

function hashOf(values: Int32Array, length: number): number {
  let hash = hashSeed
  for (let at = 0; at < length; at++) hash = mix(hash, values[at] ?? 0)
  return hash ^ (hash >>> 15)
}

function isSame(numbers: Int32Array, values: Int32Array, length: number): boolean {
  if (numbers.length !== length) return false
  for (let at = 0; at < length; at++) if (numbers[at] !== values[at]) return false
  return true
}

function build(values: Int32Array, length: number): Structure {
  const texts = fieldTexts(values, length)
  return { text: fingerprintText(texts), fields: fieldsOf(texts) }
}

/** Names for the fields of a fingerprint, missing ones as `-`. */
export function fieldsOf(texts: readonly string[]): Readonly<Record<FieldName, string>> {
  const named = fieldNames.map((name, at) => [name, texts[at] ?? '-'] as const)
  return Object.fromEntries(named) as Record<FieldName, string>
}
