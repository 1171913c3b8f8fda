import type { WireEvent } from '../../src/contract/wire/frames.ts'
import { attacks } from '../traffic/traffic.ts'

export const sensors = 5
const days = 10
const seed = 20_260_101
/** Ten days in winter: no change of the clocks. */
const start = Date.UTC(2026, 0, 14)
/** As many as are stored together: a busy sensor's frames wait for each other. */
const together = 2_000

/** What one sensor has sent until it is stored. */
export interface Arrived {
  /** From 0 on. */
  readonly sensor: number
  /** Sequence of the first event. */
  readonly first: number
  readonly events: readonly WireEvent[]
}

/** So many events of five sensors in ten days, the same on every machine and in every run; in order for each sensor. */
export function* arrivals(size: number): Generator<Arrived> {
  const waiting = Array.from({ length: sensors }, (): WireEvent[] => [])
  const next = waiting.map(() => 1)
  const take = (sensor: number): Arrived => {
    const events = waiting[sensor]?.splice(0) ?? []
    const first = next[sensor] ?? 1
    next[sensor] = first + events.length
    return { sensor, first, events }
  }
  let made = 0
  for (const { sensor, event } of attacks({ events: size, days, sensors, start, seed })) {
    const queue = waiting[sensor] ?? []
    if (queue.push(event) >= together) yield take(sensor)
    made += 1
    if (made >= size) break
  }
  for (let sensor = 0; sensor < sensors; sensor += 1) if (waiting[sensor]?.length) yield take(sensor)
}
