import { expect, test } from 'vitest'
import { actors } from '../../../src/demo/traffic/actors/all.ts'
import { createLiveTraffic } from '../../../src/demo/traffic/live.ts'
import { createOutbox, type OutboxLimits, type Planned } from '../../../src/demo/traffic/outbox.ts'
import { liveLimits } from '../../../src/demo/traffic/traffic.ts'
import { challenged, play, scene } from './scene.ts'

const some = (count: number): Planned[] => play(actors.prefixSweep, count).map(({ attempt }) => ({ attempt }))

function filled(limits: OutboxLimits, count: number) {
  const sent: Planned[] = []
  const outbox = createOutbox(limits, (planned) => sent.push(planned), 0)
  for (const planned of some(count)) outbox.add(planned, 0)
  return { outbox, sent }
}

test('never sends faster than its rate, beyond one burst', () => {
  const { outbox, sent } = filled({ rate: 100, burst: 10, waiting: 1000 }, 1000)
  outbox.flush(0)
  expect(sent.length).toBe(10)
  for (let now = 0; now <= 2000; now += 10) outbox.flush(now)
  expect(sent.length).toBe(210)
  outbox.flush(1_000_000)
  expect(sent.length).toBe(220)
})

test('holds no more than it may, and sends no more than its total', () => {
  const { outbox, sent } = filled({ rate: 1000, burst: 1000, waiting: 50, total: 30 }, 100)
  expect(outbox.waiting).toBe(50)
  outbox.flush(0)
  expect(sent.length).toBe(30)
  expect(outbox.spent).toBe(true)
})

test('sends in order of what is due', () => {
  const [a, b, c] = some(3) as [Planned, Planned, Planned]
  const sent: Planned[] = []
  const outbox = createOutbox({ rate: 1000, burst: 10, waiting: 10 }, (planned) => sent.push(planned), 0)
  outbox.add(a, 30)
  outbox.add(b, 10)
  outbox.add(c, 30)
  outbox.flush(5)
  expect(sent).toEqual([])
  outbox.flush(40)
  expect(sent).toEqual([b, a, c])
})

/** A minute of live traffic against sensors that challenge up to 50 times a second, in steps of 10 ms. */
function liveMinute(): number[] {
  const perSecond = Array.from({ length: 60 }, () => 0)
  let now = 0
  let answers = 0
  const outbox = createOutbox(
    liveLimits,
    ({ attempt }) => {
      const second = Math.floor(now / 1000)
      perSecond[second] = (perSecond[second] ?? 0) + 1
      if (!attempt.reply || answers >= 50 * (second + 1)) return
      answers++
      const next = attempt.reply.next(challenged)
      if (next) outbox.add({ attempt: next }, now + 4)
    },
    0,
  )
  const live = createLiveTraffic(actors, scene('minute'), outbox, 0)
  for (; now < 60_000; now += 10) {
    live.advance(now)
    outbox.flush(now)
  }
  return perSecond
}

test('live traffic keeps to 120–150 messages a second, and never passes its bound', () => {
  const perSecond = liveMinute()
  const mean = perSecond.reduce((sum, count) => sum + count, 0) / perSecond.length
  expect(mean).toBeGreaterThan(115)
  expect(mean).toBeLessThan(155)
  expect(Math.max(...perSecond)).toBeLessThanOrEqual(liveLimits.rate + liveLimits.burst)
})

test('does not make up for a stall', () => {
  const sent: Planned[] = []
  const outbox = createOutbox(liveLimits, (planned) => sent.push(planned), 0)
  const live = createLiveTraffic(actors, scene('stall'), outbox, 0)
  live.advance(60_000)
  outbox.flush(60_000)
  expect(sent.length + outbox.waiting).toBeLessThan(70)
})
