import { parseNetwork } from '../../../contract/ledger/address.ts'
import { isHostileTool } from '../../../sip/tool/tool.ts'
import { toolOfUserAgent } from '../../../sip/tool/claimed.ts'
import { fieldNames } from '../../../sip/fingerprint/write.ts'
import { mostFacts, type Account, type SourceFacts } from './facts.ts'
import { kinds, type FeatureKind } from './kinds.ts'
import { hashOf, sketchOf } from './sketch.ts'

/** Place in `kinds` as one character, and what is shared: the attacker's text, cut. */
export type FeatureKey = string

const longestValue = 200
const longestName = 100
/** So many of each kind for one source: an attacker makes up any number. */
const most = { sketch: 8, numbers: 24, accounts: 12, programs: 6, visits: 60 }
/** What everybody tries first: on its own it says nothing, however few have tried it so far. */
const commonUsers: ReadonlySet<string> = new Set(
  '100 101 102 103 104 105 200 201 300 400 500 1000 1001 1002 1234 2000 admin test sip user root guest nm'.split(' '),
)

const codes = new Map(kinds.map(({ name }, at) => [name, String.fromCharCode(97 + at)]))
const key = (kind: FeatureKind, value: string): FeatureKey => `${codes.get(kind) ?? ''}${value.slice(0, longestValue)}`

export const kindOfKey = (feature: FeatureKey): number => feature.charCodeAt(0) - 97
export const valueOfKey = (feature: FeatureKey): string => feature.slice(1)

/** What a source may share with others, each once; never throws. */
export function featuresOf(facts: SourceFacts): readonly FeatureKey[] {
  return [
    ...new Set([
      ...numbers(facts),
      ...sketchOf(facts.passwords, most.sketch, mostFacts).map((text) => key('password', text)),
      ...sketchOf(facts.users, most.sketch, mostFacts)
        .filter((text) => !commonUsers.has(text))
        .map((text) => key('user', text)),
      ...ranges(facts),
      ...accounts(facts).map(accountKey),
      ...programs(facts),
      ...place(facts.address),
      ...times(facts),
    ]),
  ]
}

/** A range of fewer says no more than its extensions do. */
const shortestRange = 15

/**
 * The longest run of extensions that it went through: where somebody begins and ends is a choice of theirs. Whole
 * hundreds and halves of them are everybody's choice, and no range of anybody.
 */
function ranges({ users }: SourceFacts): readonly FeatureKey[] {
  const run = longestRun(users.slice(0, mostFacts))
  if (run === undefined || run.last - run.first + 1 < shortestRange) return []
  return isRound(run.first) && isRound(run.last + 1) ? [] : [key('range', `${run.first}-${run.last}`)]
}

const isRound = (bound: number): boolean => bound % 50 <= 1

interface Run {
  readonly first: number
  readonly last: number
}

function longestRun(users: readonly string[]): Run | undefined {
  const all = users.filter((user) => /^[1-9]\d{1,5}$/.test(user)).map(Number)
  let best: Run | undefined
  let first = NaN
  let last = NaN
  for (const each of all.sort((a, b) => a - b)) {
    if (each === last) continue
    if (each !== last + 1) first = each
    last = each
    if (best === undefined || last - first > best.last - best.first) best = { first, last }
  }
  return best
}

const accounts = ({ accounts: known }: SourceFacts): readonly Account[] => known.slice(0, most.accounts)
const accountKey = ({ sensor, user }: Account): FeatureKey => key('account', `${sensor}/${user}`)

/** Those of its accounts that it was let into: who guessed at an account that nobody came to use, only guessed. */
export const openedBy = (facts: SourceFacts): readonly FeatureKey[] =>
  accounts(facts)
    .filter(({ as }) => as === 'used')
    .map(accountKey)

/** Digits at the end of a number that differ within a rented block. */
const blockDigits = 2
const shortestUnsure = 9

function* numbers({ numbers: dialled }: SourceFacts): Generator<FeatureKey> {
  for (const { core, confidence } of dialled.slice(0, most.numbers)) {
    if (confidence === 'low' && core.length < shortestUnsure) continue
    yield key('number', core)
    if (core.length >= shortestUnsure) yield key('block', core.slice(0, -blockDigits))
  }
}

/** Branch, Call-ID and tag: a program makes them alike whatever it is at, unlike the rest of its messages. */
const shapeFields = [fieldNames.indexOf('branch'), fieldNames.indexOf('tag') + 1] as const

/**
 * Public scanners are everybody's, and so is what they are called; but hardly anybody has one that calls itself
 * something else, and which of them somebody has tells strangers apart.
 */
function* programs({ programs: used }: SourceFacts): Generator<FeatureKey> {
  for (const { tool, fingerprint, userAgent } of used.slice(0, most.programs)) {
    if (fingerprint !== '' && !isHostileTool(tool)) yield key('fingerprint', fingerprint)
    if (userAgent !== undefined && !isHostileTool(toolOfUserAgent(userAgent))) yield key('userAgent', userAgent)
    if (fingerprint !== '') yield key('program', `${(userAgent ?? '').slice(0, longestName)}\n${hashOf(fingerprint)}`)
    const shapes = fingerprint
      .split('|')
      .slice(...shapeFields)
      .join('|')
    if (shapes !== '' && !isHostileTool(tool)) yield key('shape', shapes)
  }
}

function place(address: string): readonly FeatureKey[] {
  const network = parseNetwork(address)
  return network ? [key('network', network.bytes.slice(0, network.family === 4 ? 3 : 6).join('.'))] : []
}

const wave = 600_000
const quarter = 900_000
const day = 86_400_000
const fewestDays = 3

/** When it first came, in two rows of ten minutes that overlap, so that neighbours in time always share one. */
function* times({ firstSeen, visits }: SourceFacts): Generator<FeatureKey> {
  yield key('start', `${Math.floor(firstSeen / wave) * 2}`)
  yield key('start', `${Math.floor((firstSeen + wave / 2) / wave) * 2 - 1}`)
  const daily = Map.groupBy(visits.slice(0, most.visits), (time) => Math.floor((time % day) / quarter))
  for (const [at, times] of daily) if (times.length >= fewestDays) yield key('daily', `${at}`)
}
