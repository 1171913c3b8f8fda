import type { SensorHello } from '../../contract/wire/frames.ts'

/** Clock samples kept: a minute of statuses, so that a clock that was set is believed soon. */
const samplesKept = 12
/** A single sample may have waited long on its way or in a busy console. */
const samplesNeeded = 3

/** How far behind a sensor's traffic is, and its clock beside ours. Its own times are microseconds, ours milliseconds. */
export class LinkTiming {
  private readonly samples: number[] = []
  private hello: { readonly last: number; readonly clock: number } = { last: Infinity, clock: Infinity }
  private newest = 0
  private measured: number | undefined

  /** Milliseconds from the newest live event's arrival at the sensor to its commit here, as measured last. */
  get lag(): number | undefined {
    return this.measured
  }

  /** Sensor clock minus ours in milliseconds. */
  get clockOffset(): number | undefined {
    return this.samples.length < samplesNeeded ? undefined : this.leastDelayed()
  }

  greet(hello: Pick<SensorHello, 'last' | 'clock'>, receivedAt: number): void {
    this.hello = hello
    this.noteClock(hello.clock, receivedAt)
  }

  noteClock(sensorClock: number, receivedAt: number): void {
    this.samples.push(sensorClock / 1000 - receivedAt)
    if (this.samples.length > samplesKept) this.samples.shift()
  }

  /**
   * Measures only what arrived at the sensor since it greeted us, and is newer than all before: an event that waited
   * in the spool, or was given an older time, says nothing about how far behind the traffic of now is.
   */
  noteStored(first: number, events: readonly { readonly time: number }[], committedAt: number): void {
    const live = events.slice(Math.max(0, this.hello.last + 1 - first))
    const newest = live.reduce((latest, { time }) => Math.max(latest, time), 0)
    if (newest < this.hello.clock || newest <= this.newest) return
    this.newest = newest
    this.measured = Math.max(0, committedAt + this.leastDelayed() - newest / 1000)
  }

  /** Delay only ever makes a sensor's clock look late, so the sample with the least delay is the greatest. */
  private leastDelayed(): number {
    return Math.max(...this.samples)
  }
}
