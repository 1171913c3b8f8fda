/**
 * What it costs to take the beginning of a dialled string for junk before a number: low for what dial plans and toll
 * fraud tools really put there (`+ 0 00 000 9 90 900 9011 011 810 8 1 * #` and their combinations), high for any other
 * digits. Costs are whole numbers of roughly one bit, so that sums can be compared exactly.
 */
export interface PrefixCosts {
  /** By length of the prefix. */
  readonly costs: readonly number[]
  /** By length: whether such a prefix ends in one behind which a country code must follow. */
  readonly marked: readonly boolean[]
}

interface Token {
  readonly text: string
  readonly cost: number
}

/** What reaches an outside line or a carrier; a country code may follow, but need not. */
const outsideDigits = '90*#81'
const outsideCost = 3
/** International access codes by their first character (810 is Russia's 8~10 without the pause). */
const access: Readonly<Record<string, readonly Token[]>> = {
  '+': [{ text: '+', cost: 1 }],
  '0': [
    { text: '00', cost: 2 },
    { text: '011', cost: 2 },
    { text: '0011', cost: 3 },
    { text: '010', cost: 5 },
    { text: '001', cost: 5 },
  ],
  '8': [{ text: '810', cost: 3 }],
}
/** Zeros may be doubled behind an access code (`000`, `+00`); other digits there begin the number. */
const zeroBehindMark = 2
const othersBehindMark = 10
/** A prefix that ends without an access code says less. */
const unmarkedEnd = 2
/** Digits no dial plan puts in front, such as account codes: once, and for each digit. */
const unknownRun = 4
const unknownDigit = 2
/** `1010` and three digits choose a carrier in North America. */
const carrier = { begin: '1010', length: 7, cost: 7 }
/** `*` or `#` and two digits switch a feature. */
const feature = { length: 3, cost: 5 }

const never = 1_000_000
/** Cheapest way to each place, by how it ends; kept between calls because every message needs them. */
const longest = 48
const plain = new Int32Array(longest)
const behindMark = new Int32Array(longest)
const inUnknown = new Int32Array(longest)

/**
 * @param dialled digits, `+`, `*` and `#`, at most 40 of them.
 * @param most longest prefix of interest.
 */
export function prefixCosts(dialled: string, most: number): PrefixCosts {
  for (const ways of [plain, behindMark, inUnknown]) ways.fill(never, 0, most + 1)
  plain[0] = 0
  const costs = [0]
  const marked = [false]
  for (let at = 0; at < most; at++) {
    walk(dialled, at, most)
    const marking = cheapest(behindMark, at + 1)
    const other = Math.min(cheapest(plain, at + 1), cheapest(inUnknown, at + 1)) + unmarkedEnd
    costs.push(Math.min(marking, other))
    marked.push(marking <= other)
  }
  return { costs, marked }
}

const cheapest = (ways: Int32Array, at: number): number => ways[at] ?? never

function reach(ways: Int32Array, to: number, most: number, cost: number): void {
  if (to <= most && cost < cheapest(ways, to)) ways[to] = cost
}

/** All that may stand at one place of a prefix. */
function walk(dialled: string, at: number, most: number): void {
  const first = dialled.charAt(at)
  const marking = cheapest(behindMark, at)
  const before = Math.min(cheapest(plain, at), cheapest(inUnknown, at))
  const from = Math.min(before, marking + othersBehindMark)
  const unknown = Math.min(from + unknownRun, cheapest(inUnknown, at))
  reach(inUnknown, at + 1, most, unknown + unknownDigit)
  for (const { text, cost } of access[first] ?? []) {
    if (dialled.startsWith(text, at)) reach(behindMark, at + text.length, most, Math.min(before, marking) + cost)
  }
  if (first === '0') reach(behindMark, at + 1, most, marking + zeroBehindMark)
  if (!outsideDigits.includes(first)) return
  reach(plain, at + 1, most, from + outsideCost)
  if (first === '1' && dialled.startsWith(carrier.begin, at)) {
    reach(plain, at + carrier.length, most, from + carrier.cost)
  }
  if (first === '*' || first === '#') reach(plain, at + feature.length, most, from + feature.cost)
}

/** Ends of prefixes after which a country code follows. */
const marks = /(?:\+|00|011|810)$/

/** Whether a prefix ends in one behind which a country code must follow. */
export const isMarkedInternational = (prefix: string): boolean => marks.test(prefix)
