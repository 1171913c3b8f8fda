import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../../test/support/until.ts'
import { percentile } from '../bench.ts'
import type { LiveFigures, LiveLoad } from './figures.ts'
import { sendLoad } from './load.ts'
import { watchFeed, type Observation } from './probe.ts'
import { watchLive } from './watched.ts'

/**
 * From the wire to the screen. The feed tells how many messages it has shown; message N is on the screen once it says N
 * or more. Every part counts for itself, and all counts must agree.
 */
export async function measureLive(load: LiveLoad): Promise<LiveFigures> {
  await using stack = new AsyncDisposableStack()
  const { sensor, page, client } = await watchLive(stack)
  await sleep(1000)

  const watch = await watchFeed(page)
  const sentAt = await sendLoad(sensor.port, load.rate, load.seconds)
  const settled = async (): Promise<boolean> => {
    const { seen, shown, dropped } = await watch.current()
    return seen >= sentAt.length && shown + dropped === seen
  }
  // What does not agree after this shows in the figures.
  await until('the feed has shown everything', settled, 15).catch(() => undefined)
  const { observations, frames } = await watch.stop()
  const range = { from: (sentAt[0] ?? 0) - 60_000, to: Date.now() + 60_000 }
  const { received: stored } = await client.call('live.totals', { range })
  const { seen, shown, dropped } = await watch.current()
  return {
    ...load,
    toScreenP95: percentile(delays(sentAt, observations), 0.95),
    frameP95: percentile(frames, 0.95),
    sent: sentAt.length,
    ...(await sensor.counters()),
    ...{ stored, seen, shown, dropped },
  }
}

/** How long each message took until the feed counted it; those never counted took until the end. */
function delays(sentAt: readonly number[], observations: readonly Observation[]): number[] {
  let next = 0
  const end = observations.at(-1)?.at ?? 0
  return sentAt.map((sent, at) => {
    while (next < observations.length && onScreen(observations[next]) <= at) next++
    return (observations[next]?.at ?? end) - sent
  })
}

/** Rows dropped on purpose count as dealt with, or every later message would seem late. */
const onScreen = (observation: Observation | undefined): number =>
  observation === undefined ? 0 : observation.shown + observation.dropped
