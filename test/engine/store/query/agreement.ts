import { expect } from 'vitest'
import type { FacetList } from '../../../../src/contract/console/explore.ts'
import type { Range } from '../../../../src/contract/console/vocabulary.ts'
import type { Reader } from '../../../../src/engine/store/connection.ts'
import { dialogsPage } from '../../../../src/engine/store/query/dialogs.ts'
import { facetsOf } from '../../../../src/engine/store/query/facets.ts'
import { fingerprintsPage } from '../../../../src/engine/store/query/fingerprints.ts'
import { histogramOf } from '../../../../src/engine/store/query/histogram.ts'
import { hitsOf } from '../../../../src/engine/store/query/hits.ts'
import { messagesPage } from '../../../../src/engine/store/query/messages.ts'
import { numbersPage } from '../../../../src/engine/store/query/numbers.ts'
import { planOf, type Plan, type Question } from '../../../../src/engine/store/query/plan.ts'
import type { PageRequest } from '../../../../src/engine/store/query/rows.ts'
import { startRun, type Run } from '../../../../src/engine/store/query/run.ts'
import { sourcesPage } from '../../../../src/engine/store/query/sources.ts'
import type { Filter } from '../../../../src/filter/filter.ts'
import { holdsPlainly } from '../../../support/filter-oracle.ts'
import { readPlainly, type PlainMessage } from '../../../support/plain-messages.ts'
import { openMadeUpSystems } from '../../../support/systems.ts'
import { randomFilter } from './random-filter.ts'
import { begin, hours, picker, randomStore, type Random } from './random-store.ts'

const now = Date.UTC(2026, 2, 30)
const asksForBoth = (filter: Filter): boolean => {
  if (filter.kind === 'term') return filter.field === 'code' || filter.field === 'dir'
  if (filter.kind === 'not') return asksForBoth(filter.part)
  return (filter.kind === 'and' || filter.kind === 'or') && filter.parts.some(asksForBoth)
}

interface Asked {
  readonly run: Run
  readonly plan: Plan
  readonly random: Random
  readonly expected: readonly PlainMessage[]
}

const counted = <Key>(
  messages: readonly PlainMessage[],
  keyOf: (message: PlainMessage) => Key | undefined,
): Map<Key, number> => {
  const counts = new Map<Key, number>()
  for (const message of messages) {
    const key = keyOf(message)
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

const plainOrder = (a: PlainMessage, b: PlainMessage): number => a.time - b.time || a.id - b.id

/** Every row of a list, read page by page. */
function allRows<Row>(
  limit: number,
  page: (request: PageRequest) => { rows: readonly Row[]; next?: string },
  sort?: PageRequest['sort'],
): Row[] {
  const rows: Row[] = []
  let cursor: string | undefined
  for (let pages = 0; pages < 1_000; pages += 1) {
    const found = page({ limit, cursor, sort })
    rows.push(...found.rows)
    cursor = found.next
    if (cursor === undefined) return rows
    expect(found.rows.length).toBe(limit)
  }
  throw new Error('pages without end')
}

export function hits({ run, plan, expected }: Asked): void {
  const sources = new Set(expected.map(({ source }) => source.id)).size
  const { dialogs, ...rest } = hitsOf(run, plan)
  expect(rest).toEqual({ messages: expected.length, sources, complete: true })
  if (dialogs !== undefined) expect(dialogs).toBe(new Set(expected.map(({ dialog }) => dialog)).size)
}

const messageRows = ({ run, plan, expected, random }: Asked): void => {
  const descending = random.chance(0.5)
  const ids = [...expected].sort(plainOrder).map(({ id }) => id)
  const rows = allRows(7 + random.below(90), (request) => messagesPage(run, plan, request), {
    by: 'time',
    descending,
  })
  expect(rows.map(({ id }) => id)).toEqual(descending ? ids.reverse() : ids)
}

const dialogRows = ({ run, plan, expected, random }: Asked): void => {
  const descending = random.chance(0.5)
  const ordered = [...expected].sort(plainOrder)
  if (descending) ordered.reverse()
  const dialogs = [...counted(ordered, ({ dialog }) => dialog)].map(([id, matching]) => ({ id, matching }))
  const rows = allRows(5 + random.below(40), (request) => dialogsPage(run, plan, request), { by: 'time', descending })
  expect(rows.map(({ id, matching }) => ({ id, matching }))).toEqual(dialogs)
}

export const sourceRows = ({ run, plan, expected, random }: Asked): void => {
  const by = random.pick(['matching', 'messages', 'lastSeen', 'verdict'] as const)
  const descending = random.chance(0.5)
  const matching = counted(expected, ({ source }) => source)
  const graveness = ['critical', 'high', 'medium', 'low', 'unknown', 'benign']
  const keys = [...matching].map(([source, count]) => ({
    id: source.id,
    matching: count,
    key: {
      matching: count,
      messages: source.messages,
      lastSeen: source.lastSeen,
      verdict: -graveness.indexOf(source.verdict),
    }[by],
  }))
  keys.sort((a, b) => (descending ? -1 : 1) * (a.key - b.key || a.id - b.id))
  const rows = allRows(1 + random.below(8 + (expected.length >> 2)), (request) => sourcesPage(run, plan, request), {
    by,
    descending,
  })
  expect(rows).toEqual(keys.map(({ id, matching: count }) => ({ id, matching: count })))
}

const numberRows = ({ run, plan, expected, random }: Asked): void => {
  const dialling = expected.filter(({ dialled }) => dialled)
  const rows = allRows(1 + random.below(3), (request) => numbersPage(run, plan, request), {
    by: random.pick(['matching', 'sources', 'lastSeen']),
    descending: random.chance(0.5),
  })
  const plain = [...counted(dialling, ({ dialled }) => dialled?.core)].map(([core, matching]) => {
    const those = dialling.filter(({ dialled }) => dialled?.core === core)
    return {
      ...{ core, matching, sources: new Set(those.map(({ source }) => source.id)).size },
      prefixes: new Set(those.map(({ dialled }) => dialled?.prefix)).size,
      firstSeen: Math.min(...those.map(({ time }) => time)) / 1000,
      lastSeen: Math.max(...those.map(({ time }) => time)) / 1000,
    }
  })
  const bare = rows.map(({ core, matching, sources, prefixes, firstSeen, lastSeen }) => ({
    ...{ core, matching, sources, prefixes, firstSeen, lastSeen },
  }))
  expect(bare.sort((a, b) => (a.core < b.core ? -1 : 1))).toEqual(plain.sort((a, b) => (a.core < b.core ? -1 : 1)))
}

export const fingerprintRows = ({ run, plan, expected }: Asked): void => {
  const rows = allRows(2, (request) => fingerprintsPage(run, plan, request))
  const plain = [...counted(expected, ({ fingerprint }) => fingerprint)].map(([text, matching]) => ({
    ...{ text, matching },
    sources: new Set(expected.filter(({ fingerprint }) => fingerprint === text).map(({ source }) => source.id)).size,
    tools: new Set(expected.filter(({ fingerprint }) => fingerprint === text).map(({ tool }) => tool)),
  }))
  const byText = (a: { text: string }, b: { text: string }): number => (a.text < b.text ? -1 : 1)
  const found = rows.map((row) => ({ ...row, tools: new Set(row.tools) }))
  expect(found.sort(byText)).toEqual(plain.sort(byText))
}

export const points = ({ run, plan, expected, random }: Asked): void => {
  const zone = random.pick(['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns'])
  const { starts, counts, complete } = histogramOf(run, plan, 2 + random.below(200), zone)
  const plain = starts.map((start, at) => {
    const end = starts[at + 1] ?? Infinity
    return expected.filter(({ time }) => time / 1000 >= start && time / 1000 < end).length
  })
  expect(complete).toBe(true)
  expect(counts).toEqual(plain)
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(expected.length)
}

export const facets = ({ run, plan, expected }: Asked): void => {
  const found = facetsOf(run, plan)
  expect(found).toMatchObject({ complete: true, counted: expected.length })
  const lists = new Map<string, FacetList>(found.lists.map((list) => [list.field, list]))
  for (const field of ['method', 'class', 'tool', 'risk', 'rr', 'sensor', 'transport', 'ua'] as const) {
    expectList(
      lists.get(field),
      counted(expected, ({ texts }) => texts[field]?.[0] || undefined),
    )
  }
  expectList(
    lists.get('code'),
    counted(expected, ({ status }) => status?.toString()),
  )
  expectList(
    lists.get('country'),
    counted(expected, ({ source }) => source.country),
  )
  expectList(
    lists.get('asn'),
    counted(expected, ({ source }) => (source.system === undefined ? undefined : `AS${source.system}`)),
  )
  expectList(
    lists.get('verdict'),
    counted(expected, ({ source }) => source.verdict),
  )
  expectList(
    lists.get('ban'),
    counted(expected, ({ source }) => source.ban?.state ?? 'no'),
  )
  expectList(
    lists.get('num'),
    counted(expected, ({ dialled }) => dialled?.core),
  )
  const labels = ['research', 'pbx'].map((label): [string, number] => [
    label,
    expected.filter(({ source }) => source.labels.includes(label)).length,
  ])
  expectList(lists.get('label'), new Map(labels.filter(([, count]) => count > 0)))
}

const checks = [messageRows, dialogRows, sourceRows, numberRows, fingerprintRows, points, facets]

function expectList(list: FacetList | undefined, counts: ReadonlyMap<string, number>): void {
  const most = [...counts.values()].sort((a, b) => b - a).slice(0, 12)
  expect(list?.values.map(({ messages }) => messages)).toEqual(most)
  for (const { value, messages } of list?.values ?? []) expect(counts.get(value)).toBe(messages)
  expect(list?.more).toBe(counts.size - most.length)
}

const rangeNear = ({ below, chance }: Random): Range | undefined => {
  if (chance(0.7)) return undefined
  const from = begin / 1000 + below(hours * 3600 * 1000)
  return { from, to: from + 1 + below(30 * 3_600_000) }
}

const systems = openMadeUpSystems()

interface Held extends Asked {
  readonly question: Question
}

export function ask(reader: Reader, all: readonly PlainMessage[], random: Random, question: Question): Held {
  const { filter, range, answers } = question
  const expected = all.filter(
    (message) =>
      (answers || asksForBoth(filter) || message.direction === 'in') &&
      (!range || (message.time >= Math.round(range.from * 1000) && message.time < Math.round(range.to * 1000))) &&
      holdsPlainly(filter, message, all),
  )
  const run = startRun({ reader, now, systems })
  return { run, plan: planOf(run, question), random, expected, question }
}

const anyQuestion = (random: Random): Question => ({
  filter: randomFilter(random),
  range: rangeNear(random),
  answers: random.chance(0.3),
})

const filters = 1_250

/** Asks a store of its own for the answers to many filters, and looks at each message to see whether they are right. */
export function holdStore(seed: number): void {
  const open = randomStore(seed, 150, now)
  try {
    holdFilters(seed, open.store.reader)
  } finally {
    open.stop()
  }
}

/** Says what was asked when an answer is wrong. */
export function hold(asked: Held, which: string, ...those: readonly ((typeof checks)[number] | undefined)[]): void {
  try {
    for (const check of those) check?.(asked)
  } catch (error) {
    const message = `${which}: ${JSON.stringify(asked.question)}\n`
    throw new Error(message + (error instanceof Error ? error.message : String(error)), { cause: error })
  }
}

function holdFilters(seed: number, reader: Reader): void {
  const all = readPlainly(reader, now)
  expect(all.length).toBeGreaterThanOrEqual(150)
  let hitSomething = 0
  for (let at = 0; at < filters; at += 1) {
    const random = picker(seed * 100_000 + at)
    const asked = ask(reader, all, random, anyQuestion(random))
    if (asked.expected.length > 0 && asked.expected.length < all.length / 2) hitSomething += 1
    hold(asked, `filter ${at} of store ${seed}`, hits, checks[at % checks.length])
  }
  // A test of filters that all match nothing, or everything, would say little.
  expect(hitSomething).toBeGreaterThan(filters / 10)
}
