import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseFilter } from '../../../../src/filter/parse.ts'
import { readPlainly, type PlainMessage } from '../../../support/plain-messages.ts'
import { ask, facets, fingerprintRows, hits, hold, points, sourceRows } from './agreement.ts'
import { picker, randomStore } from './random-store.ts'

/** Of few sources each is looked up; of many, rows are held against a set, or what lies beside a range is left out. */
const now = Date.UTC(2026, 2, 30)
let open: ReturnType<typeof randomStore>
let all: readonly PlainMessage[]
beforeAll(() => {
  open = randomStore(11, 1_200, now, 700)
  all = readPlainly(open.store.reader, now)
})
afterAll(() => open.stop())

const hour = 3_600_000

/** All, most of it from one side or both, at whole minutes and between them, and a part. */
function ranges() {
  const times = all.map(({ time }) => time / 1000)
  const [first, last] = [Math.min(...times), Math.max(...times)]
  return [
    undefined,
    { from: first + 3 * hour, to: last + 1 },
    { from: first, to: last - 5 * hour + 0.5 },
    { from: first + 61_000.25, to: last - 100_000 },
    { from: first + (last - first) / 3, to: last },
  ]
}

test.each([
  '',
  'src:10.0.0.0/8',
  '-src:198.51.100.0/24 method:INVITE',
  'method:REGISTER',
  'src:10.0.0.0/8 or method:INVITE',
  'seen:>=2026-03-29',
  '-asn:AS64500 risk:>=high',
  'fingerprint:aa -label:research',
  'code:401',
  'ban:no -user:100',
])('what is counted of %s among hundreds of sources is what a look at each message says', (text) => {
  expect(new Set(all.map(({ source }) => source.id)).size).toBeGreaterThan(450)
  const { filter } = parseFilter(text, { now, zone: 'UTC' })
  if (!filter) throw new Error('this filter has no meaning')
  for (const [at, range] of ranges().entries()) {
    const asked = ask(open.store.reader, all, picker(at), { filter, range, answers: at % 2 === 1 && text.length > 12 })
    hold(asked, text, hits, sourceRows, fingerprintRows, points, facets)
  }
})
