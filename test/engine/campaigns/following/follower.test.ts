import { afterEach, beforeEach, expect, it } from 'vitest'
import { createFollower } from '../../../../src/engine/campaigns/following/follower.ts'
import { toldIn } from '../../../../src/engine/campaigns/following/told.ts'
import { factsOf } from '../../../../src/engine/ingest/analyse.ts'
import { addCampaignSources, putCampaign } from '../../../../src/engine/store/campaigns.ts'
import {
  keepSuggestions,
  keptSuggestions,
  rejectSuggestion,
  type NewSuggestion,
} from '../../../../src/engine/store/suggestions/kept.ts'
import { openTestStore, type TestStore } from '../../../support/store.ts'
import { request } from '../../../support/triage.ts'

const start = Date.UTC(2026, 9, 1) * 1000
const hour = 3_600_000_000
const host = (network: number, at: number): string => `198.51.${network}.${at}`
let open: TestStore
let sent = 0

beforeEach(() => {
  open = openTestStore(1)
  sent = 0
  callers(1, 1, 9, '900946850780296')
  callers(2, 1, 4, '900948185422016')
})
afterEach(() => open.stop())

/** Sources of one network that dial one number, each at a time of its own. */
function callers(network: number, first: number, count: number, user: string): void {
  const events = Array.from({ length: count }, (_, at) =>
    request({ source: host(network, first + at), at: start + (network * 100 + first + at) * 2 * hour, user }),
  )
  sent += count
  open.events.store({
    ...{ sensor: open.sensors[0] ?? 0, epoch: 'e'.repeat(16), first: sent - count + 1, events: events.map(factsOf) },
  })
}

const follower = () => createFollower(open.store)
const keep = (found: readonly NewSuggestion[] = []): boolean => keepSuggestions(open.store.writer, found)
const kept = () => keptSuggestions(open.store.reader)
const sizes = (found: readonly NewSuggestion[] = []): readonly (readonly [number, number])[] =>
  found.map(({ id, sources }) => [id, sources.length])

it('finds what belongs together in the store, then takes in what came since alone', () => {
  const following = follower()
  const found = following.look(false)
  expect(sizes(found)).toEqual([
    [1, 9],
    [2, 4],
  ])
  const words = toldIn(found?.[0]?.told ?? '').evidence.map((each) => each.words)
  expect(words).toContain('Same number 46850780296, dialled by 9 of 13 sources')
  expect(following.look(false)).toBeUndefined()
  callers(2, 5, 6, '900948185422016')
  expect(sizes(following.look(false))).toEqual([
    [2, 10],
    [1, 9],
  ])
  open.store.writer.run('DELETE FROM source WHERE address = ?', host(2, 5))
  expect(sizes(following.look(false))).toEqual([
    [1, 9],
    [2, 9],
  ])
})

it('gives the same ids after a restart, and none twice', () => {
  expect(keep(follower().look(true))).toBe(true)
  expect(keep(follower().look(true))).toBe(false)
  callers(1, 10, 2, '900946850780296')
  callers(3, 1, 5, '900944207946000')
  keep(follower().look(true))
  expect(sizes(kept())).toEqual([
    [1, 11],
    [3, 5],
    [2, 4],
  ])
})

it('does not make again what was rejected, also after a restart, and does once that is taken back', () => {
  const following = follower()
  keep(following.look(true))
  expect(rejectSuggestion(open.store.writer, 1, 1)).toBe(true)
  callers(1, 10, 2, '900946850780296')
  for (const each of [following, follower()]) {
    const found = each.look(false)
    expect(sizes(found)).toEqual([[2, 4]])
    keep(found)
  }
  expect(kept().map(({ id, rejectedAt }) => [id, rejectedAt])).toEqual([
    [1, 1],
    [2, null],
  ])
  rejectSuggestion(open.store.writer, 1, null)
  expect(sizes(following.look(false))).toEqual([
    [1, 11],
    [2, 4],
  ])
})

it('leaves a campaign alone until somebody new belongs to it', () => {
  const following = follower()
  const sources = following.look(true)?.[0]?.sources ?? []
  const campaign = { name: 'Sweden', note: '', createdAt: 1, updatedAt: 1 }
  putCampaign(open.store.writer, 7, campaign)
  addCampaignSources(open.store.writer, 7, sources, 1)
  expect(sizes(following.look(false))).toEqual([[2, 4]])
  callers(1, 10, 1, '900946850780296')
  const again = following.look(false)?.find(({ id }) => id === 1)
  expect([again?.sources.length, toldIn(again?.told ?? '').campaigns]).toEqual([10, [7]])
})
