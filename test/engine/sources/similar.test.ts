import { afterEach, beforeEach, expect, it } from 'vitest'
import { factsOf } from '../../../src/engine/ingest/analyse.ts'
import { similarSources } from '../../../src/engine/sources/similar.ts'
import { openCopiedLedger, type CopiedLedger } from '../../support/copied-ledger.ts'
import { request } from '../../support/triage.ts'

const rare = ['46850780296', '442071838750', '390612345678'] as const
const common = '33170189900'
let open: CopiedLedger
let sent = 0

beforeEach(() => (open = openCopiedLedger({ solo: false, holdSeconds: 0, rules: { demo: true, own: [] } })))
afterEach(() => open.stop())

/** Calls from one source, each to another number. */
function call(source: string, ...numbers: readonly string[]): void {
  const events = numbers.map((user, at) => request({ source, at: 1_000_000 + at, user }))
  open.copy.events.store({
    ...{ sensor: open.copy.sensors[0] ?? 0, epoch: 'e'.repeat(16), first: sent + 1, events: events.map(factsOf) },
  })
  sent += numbers.length
}
const live = { feed: { solo: false, holdSeconds: 0, demo: true, bundled: [] } }
const similar = (address: string, limit = 5) =>
  similarSources(open.reading(live), address, limit).map(({ source, numbers, near }) => [source.address, numbers, near])

it('names who dialled the same rare numbers, behind any prefix, and who is a neighbour', () => {
  call('198.51.100.7', ...rare.map((number) => `900${number}`))
  call('203.0.113.1', `+${rare[0]}`, `+${rare[1]}`)
  call('203.0.113.2', `+${rare[0]}`)
  call('198.51.100.8', `+${rare[2]}`)
  call('198.51.100.9', '+4930123456')
  call('192.0.2.1', '+4940123456')
  expect(similar('198.51.100.7')).toEqual([
    ['203.0.113.1', 2, false],
    ['198.51.100.8', 1, true],
    ['203.0.113.2', 1, false],
    ['198.51.100.9', 0, true],
  ])
  expect(similar('198.51.100.7', 1)).toEqual([['203.0.113.1', 2, false]])
  expect(similar('192.0.2.1')).toEqual([])
  expect(() => similar('192.0.2.99')).toThrow('nothing was received')
})

it('finds neighbours in IPv6 too, and takes no number that everybody dials for a trait', () => {
  call('2001:db8::7', `+${common}`)
  call('2001:db8::8', `+${rare[0]}`)
  call('2001:db8:1::8', `+${rare[1]}`)
  for (let at = 1; at <= 100; at += 1) call(`192.0.2.${at}`, `+${common}`)
  expect(similar('2001:db8::7')).toEqual([['2001:db8::8', 0, true]])
})
