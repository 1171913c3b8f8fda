import { visible } from '../../../sip/text/visible.ts'
import { valueOfKey, type FeatureKey } from './features.ts'
import { information, kinds, type FeatureKind } from './kinds.ts'
import { isRareFeature, type Postings } from './postings.ts'

/** Something that members of a suggestion share, and hardly anybody else. */
export interface Evidence {
  readonly kind: FeatureKind
  /** What is shared, as the attacker wrote it; of a list, one entry of it. */
  readonly value: string
  /** Members that have it. */
  readonly members: number
  /** Sources that have it, and sources there are. */
  readonly holders: number
  readonly among: number
  /** e.g. `Same number 46850780296, dialled by 9 of 30,000 sources`; what attackers wrote is made visible in it. */
  readonly words: string
}

export interface Explanation {
  /** Most telling first, one or two of each kind. */
  readonly evidence: readonly Evidence[]
  /** Members that have any of it, of all: from 0 to 1. */
  readonly strength: number
  /** What rejections are remembered by. */
  readonly signature: readonly FeatureKey[]
}

const mostEvidence = 6
const mostOfKind = 2
const signatureLength = 12

export function explain(postings: Postings, members: readonly number[], among: number): Explanation {
  const telling = tellingFeatures(postings, members, among)
  const shown = telling.filter(fewOfEachKind(postings)).slice(0, mostEvidence)
  const having = new Set(shown.flatMap(({ of }) => of))
  return {
    evidence: shown.map(({ feature, of }) => evidenceOf(postings, feature, of.length)),
    strength: having.size / Math.max(1, members.length),
    signature: signatureOf(postings, telling),
  }
}

/** Where, when and by which program they come may be shared by two that are not one: what else there is counts. */
const circumstances: ReadonlySet<FeatureKind> = new Set([
  ...(['fingerprint', 'userAgent', 'program', 'shape', 'network', 'start', 'daily'] as const),
])

function signatureOf({ keys, kindOf }: Postings, telling: readonly Telling[]): readonly FeatureKey[] {
  const own = telling.filter(({ feature }) => !circumstances.has(kinds[kindOf[feature] ?? 0]?.name ?? 'number'))
  return (own.length > 0 ? own : telling).slice(0, signatureLength).map(({ feature }) => keys[feature] ?? '')
}

interface Telling {
  readonly feature: number
  readonly of: readonly number[]
  readonly weight: number
}

function tellingFeatures(postings: Postings, members: readonly number[], among: number): readonly Telling[] {
  const having = new Map<number, number[]>()
  for (const member of members)
    for (const feature of postings.featuresOf[member] ?? []) {
      const list = having.get(feature)
      if (list) list.push(member)
      else having.set(feature, [member])
    }
  return [...having]
    .filter(([feature, of]) => of.length > 1 && isRareFeature(postings, feature, among))
    .map(([feature, of]) => ({ feature, of, weight: weightOf(postings, feature, of.length, among) }))
    .sort((a, b) => b.weight - a.weight || (keyOf(postings, a) < keyOf(postings, b) ? -1 : 1))
}

const keyOf = ({ keys }: Postings, { feature }: Telling): FeatureKey => keys[feature] ?? ''

/** Bits for each member that has it, less where most who have it are none. */
function weightOf({ holders }: Postings, feature: number, members: number, among: number): number {
  const all = holders[feature]?.length ?? members
  return (information(all, among) * members * members) / all
}

function fewOfEachKind({ kindOf }: Postings): (telling: Telling) => boolean {
  const taken = new Map<number, number>()
  return ({ feature }) => {
    const kind = kindOf[feature] ?? 0
    const before = taken.get(kind) ?? 0
    taken.set(kind, before + 1)
    return before < mostOfKind
  }
}

function evidenceOf(postings: Postings, feature: number, members: number): Evidence {
  const kind = kinds[postings.kindOf[feature] ?? 0]?.name ?? 'number'
  const value = nameIn(kind, valueOfKey(postings.keys[feature] ?? ''))
  const holders = postings.holders[feature]?.length ?? 0
  const among = postings.size
  const words = `${phrases[kind](visible(value))} ${count(holders)} of ${count(among)} sources`
  return { kind, value, members, holders, among, words }
}

/** Of a program, what it calls itself: how its messages are built is a hash. */
const nameIn = (kind: FeatureKind, value: string): string =>
  kind === 'program' ? value.slice(0, value.lastIndexOf('\n')) : value

const count = (value: number): string => value.toLocaleString('en')
const twoDigits = (value: number): string => `${value}`.padStart(2, '0')
/** Quarters of an hour. */
const ofDay = (at: number): string => `${twoDigits(Math.floor(at / 4))}:${twoDigits((at % 4) * 15)} UTC`
/** Half rows of ten minutes (`times` in features.ts). */
const ofStart = (at: number): string => new Date(at * 300_000).toISOString().slice(0, 16).replace('T', ' ')

const phrases: Readonly<Record<FeatureKind, (value: string) => string>> = {
  number: (value) => `Same number ${value}, dialled by`,
  block: (value) => `Numbers that begin with ${value} and differ in two digits, dialled by`,
  password: (value) => `Same password list, to which ${value} belongs, tried by`,
  user: (value) => `Same list of users, to which ${value} belongs, tried by`,
  account: (value) => `Same account ${value}, guessed at and then used, by`,
  fingerprint: () => 'Messages built in the same unusual way by',
  userAgent: (value) => `Same unusual User-Agent ${value}, sent by`,
  program: (value) => `Messages built alike under the name ${value === '' ? '(none)' : value}, sent by`,
  shape: () => 'Branches, Call-IDs and tags made in the same unusual way by',
  network: (value) => `Same network ${value}, home of`,
  start: (value) => `First seen within ten minutes from ${ofStart(Number(value))} UTC, like`,
  daily: (value) => `Comes daily at ${ofDay(Number(value))}, like`,
  range: (value) => `Same extensions ${value}, tried in a row by`,
}
