import type { WireEvent } from '../../src/contract/wire/frames.ts'
import { randomFrom } from '../../test/support/sip-events.ts'
import { Heap } from './heap.ts'
import { habits, type Habit, type Session } from './sessions.ts'

export interface TrafficOptions {
  /** About so many events in all; sources and sessions grow with them. */
  readonly events: number
  /** Over so many days. */
  readonly days: number
  readonly sensors: number
  /** UTC milliseconds. */
  readonly start: number
  readonly seed: number
}

export interface SensorEvent {
  /** From 0 on. */
  readonly sensor: number
  readonly event: WireEvent
}

interface Running {
  readonly habit: Habit
  readonly session: Session
  readonly exchanges: number
  /** Microseconds. */
  readonly pause: number
  time: number
}

const dayMicroseconds = 86_400_000_000

/**
 * The same attacks on every machine, in order of time and without an end: after the days that were asked for they go on.
 * Sessions begin at random, more of them at night, and take turns.
 */
export function* attacks(options: TrafficOptions): Generator<SensorEvent> {
  const random = randomFrom(options.seed)
  const sources = sourcePool(random, Math.max(20, Math.round(options.events / 700)))
  const length = options.days * dayMicroseconds
  for (let begin = options.start * 1000; ; begin += length) {
    const running = new Heap<Running>(({ time }) => time)
    for (const habit of habits) {
      for (const one of sessionsOf(habit, options, random, sources, begin)) running.push(one)
    }
    yield* inTurn(running, begin + length)
  }
}

function* inTurn(running: Heap<Running>, end: number): Generator<SensorEvent> {
  for (let next = running.first(); next !== undefined; next = running.first()) {
    const { session, habit } = next
    let { time } = next
    for (const { direction, proof, text } of habit.exchange(session)) {
      const raw = Buffer.from(text, 'latin1')
      const event: WireEvent = [time, 0, session.source, session.port, session.target, 5060, direction, proof, raw]
      yield { sensor: session.sensor, event }
      time += 40
    }
    session.at += 1
    next.time += next.pause * (0.5 + session.random())
    next.time = Math.round(next.time)
    if (session.at >= next.exchanges || next.time >= end) running.removeFirst()
    else running.sink()
  }
}

function* sessionsOf(
  habit: Habit,
  { events, days, sensors }: TrafficOptions,
  random: () => number,
  sources: readonly string[],
  begin: number,
): Generator<Running> {
  let left = events * habit.share
  while (left > 0) {
    const exchanges = between(habit.exchanges, random)
    left -= exchanges * habit.messages
    // Old hands attack again and again: low places in the pool are taken more often.
    const source = habit.forged ? addressOf(random) : (sources[Math.floor(random() ** 2 * sources.length)] as string)
    const sensor = Math.floor(random() * sensors)
    const session = {
      ...{ source, sensor, target: `192.0.2.${sensor + 1}`, at: 0 },
      port: 5060 + Math.floor(random() * 3000),
      random: randomFrom(Math.floor(random() * 2 ** 32)),
    }
    const time = begin + Math.floor((Math.floor(random() * days) + night(random)) * dayMicroseconds)
    yield { habit, session, exchanges, pause: 1_000_000 / habit.rate, time }
  }
}

/** Most sessions are short; some take all night. */
function between([least, most]: readonly [number, number], random: () => number): number {
  return Math.round(least * (most / least) ** random())
}

/** Part of the day: more often in the small hours. */
const night = (random: () => number): number => (random() < 0.5 ? random() * 0.25 : random())

function sourcePool(random: () => number, count: number): readonly string[] {
  return Array.from({ length: count }, () => addressOf(random))
}

function addressOf(random: () => number): string {
  const part = (): number => Math.floor(random() * 256)
  if (random() < 0.02) return `2001:db8:${part().toString(16)}::${(part() + 1).toString(16)}`
  return `${[5, 23, 37, 45, 46, 62, 77, 80, 91, 103, 141, 156, 185, 188, 193, 212][part() % 16]}.${part()}.${part()}.${part()}`
}
