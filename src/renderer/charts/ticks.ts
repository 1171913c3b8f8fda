import { zoneOffset, type Zone } from '../text/time.ts'

/** Distances between labels of a time axis that people read easily, milliseconds. */
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const distances = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * 1000),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * minute),
  ...[1, 2, 3, 6, 12].map((hours) => hours * hour),
  ...[1, 2, 7, 14, 28].map((days) => days * day),
]
const mostLabels = 9

/**
 * The round moment of the zone on screen that lies in a step, or nothing: an axis labels these steps alone, so that its
 * labels are even, few enough not to touch, and stand still while the range moves. `times` are starts of equal steps.
 */
export function roundMoments(times: readonly number[], zone: Zone): (index: number) => number | undefined {
  const [first = 0, second = first + 1000] = times
  const width = second - first
  const span = width * times.length
  const distance = distances.find((each) => each >= width && span / each <= mostLabels) ?? span / mostLabels
  const offset = zoneOffset(first, zone)
  const ordinal = (time: number): number => Math.floor((time + offset) / distance)
  return (index) => {
    const time = times[index]
    if (time === undefined) return undefined
    const last = ordinal(time + width - 1)
    return last === ordinal(time - 1) ? undefined : last * distance - offset
  }
}
