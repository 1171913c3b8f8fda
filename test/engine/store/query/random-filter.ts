import { parseNetwork } from '../../../../src/contract/ledger/address.ts'
import { fieldOf, fieldNames, type FieldName } from '../../../../src/filter/fields.ts'
import type { Filter, Test, Value } from '../../../../src/filter/filter.ts'
import {
  addresses,
  agents,
  begin,
  callIds,
  cores,
  hours,
  passwords,
  prefixes,
  users,
  type Random,
} from './random-store.ts'

const place = { from: 0, to: 0 }
const searched = fieldNames.filter((name) => fieldOf(name).home !== 'bytes')

const texts: Partial<Record<FieldName, readonly string[]>> = {
  sensor: ['fra-1', 'fra-2', 'fra-3', 'nowhere'],
  region: ['eu-0', 'eu-1'],
  method: ['INVITE', 'REGISTER', 'FOO', 'invite', ''],
  ua: agents,
  fingerprint: ['aa', 'bb', 'zz'],
  country: ['SE', 'DE'],
  campaign: ['Night shift', 'night', "o'hare"],
  label: ['research', 'pbx', 'none'],
  prefix: [...prefixes, '7'],
  user: users,
  auth: passwords,
  callid: callIds,
  from: users,
  to: users,
}

const numbers: Partial<Record<FieldName, readonly number[]>> = {
  code: [200, 401, 486],
  asn: [64500, 64501, 64502, 65536, 7],
}

/** A filter of any shape over any field: most say something about what the store holds, some nothing at all. */
export function randomFilter(random: Random, depth = 3): Filter {
  const { chance, below, pick } = random
  if (depth > 0 && chance(0.5)) {
    const part = (): Filter => randomFilter(random, depth - 1)
    if (chance(0.3)) return { kind: 'not', part: part() }
    return { kind: pick(['and', 'or'] as const), parts: Array.from({ length: 1 + below(3) }, part) }
  }
  if (chance(0.03)) return { kind: 'everything' }
  if (chance(0.05)) return { kind: 'word', text: randomWord(random), place }
  const field = pick(searched)
  return { kind: 'term', field, test: randomTest(random, field), place }
}

const randomWord = ({ pick }: Random): string =>
  pick([...addresses, '198.51.100.0/24', '+46850780296', ...cores, 'scanner', ...callIds, ...users, 'nothing'])

function randomTest(random: Random, field: FieldName): Test {
  if (random.chance(0.12)) return { kind: 'any' }
  if (random.chance(0.02)) return { kind: 'oneOf', values: [] }
  return { kind: 'oneOf', values: Array.from({ length: 1 + random.below(3) }, () => randomValue(random, field)) }
}

function randomValue(random: Random, field: FieldName): Value {
  const { pick, below, chance } = random
  const { type } = fieldOf(field)
  switch (type.kind) {
    case 'words':
      return { kind: 'word', word: pick(type.words).word }
    case 'text': {
      const text = pick(texts[field] ?? [''])
      return chance(0.6) ? { kind: 'text', text } : { kind: 'pattern', pieces: pieces(random, text) }
    }
    case 'number': {
      const center = pick(numbers[field] ?? [field === 'dialog' ? 1 + below(200) : below(1500)])
      const [least, most] = chance(0.5) ? [center, center] : [center, center + below(300)]
      if (least === most) return { kind: 'number', least, most }
      return { kind: 'number', ...(chance(0.7) ? { least } : {}), ...(chance(0.7) ? { most } : {}) }
    }
    case 'time': {
      const near = begin / 1000 + below(hours * 3600) * 1000 + pick([0, 0, 0.25, 500])
      const time = field === 'expires' ? Date.UTC(2026, 2, 30) + (below(9) - 4) * 3_600_000 : near
      const span = pick([1_000, 60_000, 3_600_000, 30 * 3_600_000])
      return { kind: 'time', ...(chance(0.8) ? { from: time } : {}), ...(chance(0.6) ? { to: time + span } : {}) }
    }
    case 'network': {
      const text = field === 'dst' ? pick(['192.0.2.1', '192.0.2.0/24', '192.0.2.2']) : randomNetwork(random)
      const network = parseNetwork(text)
      if (!network) throw new Error(`${text} is no network`)
      return { kind: 'network', network }
    }
    case 'phone': {
      const core = pick(cores)
      if (chance(0.3)) return { kind: 'pattern', pieces: ['', core.slice(-5 - below(7))] }
      return { kind: 'text', text: chance(0.5) ? core : pick(prefixes) + core }
    }
  }
}

const randomNetwork = ({ pick, chance }: Random): string =>
  chance(0.5)
    ? pick(addresses)
    : pick(['198.51.100.0/24', '198.51.100.0/25', '0.0.0.0/0', '203.0.112.0/21', '2001:db8::/32', '::/0', '10.0.0.0/8'])

function pieces({ below, chance }: Random, text: string): string[] {
  const first = below(text.length + 1)
  const second = first + below(text.length - first + 1)
  const swapped = chance(0.5) ? text.toUpperCase() : text
  return chance(0.5) ? ['', swapped.slice(first)] : [text.slice(0, first), swapped.slice(second)]
}
