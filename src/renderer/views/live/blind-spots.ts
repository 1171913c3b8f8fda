import type { SensorRow } from '../../../contract/console/sensors.ts'
import type { Range } from '../../../contract/console/vocabulary.ts'
import { count, counted, duration } from '../../text/format.ts'

export interface BlindSpot {
  readonly sensor: string
  readonly words: string
  readonly tone: 'warn' | 'bad'
}

/** Lag beyond this means that "now" on this screen is not now. */
const noticeableLag = 5000
/** More than can be on the way at once: what a sensor gathered while it was out of reach is still being fetched. */
const noticeableWaiting = 10_000
/** Clocks that differ by more make the order of messages between sensors doubtful. */
const noticeableOffset = 2000

/** A link takes a moment to come up; that is no blindness yet. */
const patience = 3000

/** Where the picture is not to be trusted, in plain words, worst first. */
export function blindSpots(sensors: readonly SensorRow[], range: Range, now: number): readonly BlindSpot[] {
  const spots = sensors.flatMap((sensor) => [...stateSpot(sensor, now), ...lagSpot(sensor), ...gapSpot(sensor, range)])
  return spots.toSorted((a, b) => Number(b.tone === 'bad') - Number(a.tone === 'bad'))
}

/** Sensors whose link was down for a while in this range without a known loss: charts hatch that too. */
export function interrupted(sensors: readonly SensorRow[], range: Range): number {
  const touches = (gap: SensorRow['gaps'][number]): boolean => gap.from < range.to && gap.to > range.from && !gap.lost
  return sensors.filter(({ state, gaps }) => state === 'live' && gaps.some(touches)).length
}

function stateSpot(sensor: SensorRow, now: number): readonly BlindSpot[] {
  if (sensor.state === 'live' || sensor.state === 'file') return []
  if (sensor.state === 'connecting' && now - sensor.since < patience) return []
  const since = duration(Math.max(0, now - sensor.since))
  const why = sensor.error ? `: ${sensor.error}` : ''
  const words = {
    down: `not reachable for ${since}${why}. What it sees waits in its spool.`,
    refused: `refuses this console for ${since}${why}.`,
    connecting: `connecting for ${since}.`,
  }
  return [{ sensor: sensor.name, words: words[sensor.state], tone: sensor.state === 'connecting' ? 'warn' : 'bad' }]
}

function lagSpot(sensor: SensorRow): readonly BlindSpot[] {
  const spots: BlindSpot[] = []
  const tell = (words: string): void => void spots.push({ sensor: sensor.name, words, tone: 'warn' })
  const { lag = 0, clockOffset = 0, counters } = sensor
  const waiting = counters?.spoolWaiting ?? 0
  // With nothing waiting, the lag is that of the last burst: the picture has caught up since.
  if (sensor.state === 'live' && lag > noticeableLag && counters?.spoolWaiting !== 0)
    tell(`${duration(lag)} behind, ${counted(waiting, 'event')} still in its spool.`)
  else if (sensor.state === 'live' && waiting > noticeableWaiting)
    tell(`catching up: ${counted(waiting, 'event')} still in its spool.`)
  if (Math.abs(clockOffset) > noticeableOffset)
    tell(`clock ${duration(Math.abs(clockOffset))} ${clockOffset > 0 ? 'ahead' : 'behind'}.`)
  if (counters?.spoolError) tell(`spool: ${counters.spoolError}.`)
  return spots
}

function gapSpot(sensor: SensorRow, range: Range): readonly BlindSpot[] {
  const gaps = sensor.gaps.filter((gap) => gap.from < range.to && gap.to > range.from)
  const lost = gaps.reduce((sum, gap) => sum + (gap.lost ?? 0), 0)
  if (lost === 0) return []
  const words = `${count(lost)} events lost in ${counted(gaps.length, 'gap')} of this range.`
  return [{ sensor: sensor.name, words, tone: 'bad' }]
}
