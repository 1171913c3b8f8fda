import type { CampaignAnatomy } from '../../contract/console/campaigns.ts'
import type { SourceTimeline } from '../../contract/console/sources.ts'
import type { Range } from '../../contract/console/vocabulary.ts'
import { toolOfUserAgent } from '../../sip/tool/claimed.ts'
import { areWholeHours, hoursOfDay } from '../sources/hours.ts'
import { toMilliseconds } from '../store/codes.ts'
import type { Reader } from '../store/connection.ts'
import { sourcesPerMinute, type Step } from '../store/live.ts'
import { hoursOf, quartersOf, type QuarterCount } from '../store/source-hours.ts'
import { sensorsOf, toolsOf, type StoredSource } from '../store/sources.ts'
import { bordersOf } from '../store/tallies/borders.ts'

/** A campaign may have 100,000 sources: those that sent most are counted, and the answer says how many. */
const mostSources = 300
const mostSteps = 600
/** Look-ups of a source in a minute. */
const mostSeeks = 200_000
const mostTools = 100
const [minute, hour] = [60_000, 3_600_000]

/** Read from tallies and kinds alone, never from events. @param seen the campaign's sources that sent something. */
export function anatomyOf(reader: Reader, seen: readonly StoredSource[]): CampaignAnatomy {
  const counted = seen.toSorted((a, b) => b.messages - a.messages || a.id - b.id).slice(0, mostSources)
  const hours = counted.flatMap(({ id }) => hoursOf(reader, id))
  return {
    counted: counted.length,
    seen: seen.length,
    timeline: timelineOf(reader, counted, hours),
    sensors: sensorHours(reader, counted, hours),
    tools: toolsUsed(reader, counted),
    ...invitesOf(counted),
  }
}

function timelineOf(reader: Reader, sources: readonly StoredSource[], hours: readonly QuarterCount[]): SourceTimeline {
  if (sources.length === 0) return { from: 0, step: hour, counts: [] }
  const from = toMilliseconds(Math.min(...sources.map(({ firstSeen }) => firstSeen)))
  const to = toMilliseconds(Math.max(...sources.map(({ lastSeen }) => lastSeen))) + 1
  const range = { from, to }
  if (isByMinutes(reader, sources, range)) {
    const ids = sources.map(({ id }) => id)
    return series(sourcesPerMinute(reader, ids, range), minute, minute, range)
  }
  const width = Math.max(1, Math.ceil((to - from) / hour / (mostSteps - 1)))
  const steps = hours.map(({ quarter, messages }) => ({ step: quarter / 4, messages }))
  return series(steps, hour, width * hour, range)
}

function isByMinutes(reader: Reader, sources: readonly StoredSource[], { from, to }: Range): boolean {
  const minutes = (to - from) / minute + 1
  const { minute: kept, hour: keptHours } = bordersOf(reader)
  return minutes <= mostSteps && minutes * sources.length <= mostSeeks && from / minute >= Math.max(kept, keptHours)
}

/** @param unit milliseconds in a step of the points */
function series(points: readonly Step[], unit: number, step: number, { from, to }: Range): SourceTimeline {
  const first = Math.floor(from / step)
  const counts = new Array<number>(Math.ceil(to / step) - first).fill(0)
  for (const point of points) {
    const at = Math.floor((point.step * unit) / step) - first
    if (at >= 0 && at < counts.length) counts[at] = (counts[at] ?? 0) + point.messages
  }
  return { from: first * step, step, counts }
}

function sensorHours(reader: Reader, sources: readonly StoredSource[], hours: readonly QuarterCount[]) {
  const met = Map.groupBy(
    sources.flatMap(({ id }) => sensorsOf(reader, id)),
    ({ sensor }) => sensor,
  )
  const zones = [...met].map(([sensor, rows]) => ({ sensor, zone: rows[0]?.zone ?? 'UTC', messages: sum(rows) }))
  const coarse = Map.groupBy(hours, ({ sensor }) => sensor)
  const isFine = zones.some(({ sensor, zone }) => !areWholeHours(coarse.get(sensor) ?? [], zone))
  const quarters = isFine ? sources.flatMap(({ id }) => quartersOf(reader, id)) : hours
  const counts = Map.groupBy(quarters, ({ sensor }) => sensor)
  return zones
    .sort((a, b) => b.messages - a.messages || a.sensor - b.sensor)
    .map(({ sensor, zone }) => ({ sensor, hours: hoursOfDay(counts.get(sensor) ?? [], zone) }))
}

const sum = (rows: readonly { readonly messages: number }[]): number =>
  rows.reduce((total, { messages }) => total + messages, 0)

function toolsUsed(reader: Reader, sources: readonly StoredSource[]): CampaignAnatomy['tools'] {
  const used = sources.flatMap(({ id }) => toolsOf(reader, id))
  return [...Map.groupBy(used, ({ tool, userAgent }) => `${tool} ${userAgent}`).values()]
    .flatMap((rows) => (rows[0] ? [{ ...rows[0], messages: sum(rows) }] : []))
    .map((row) => ({ ...row, claimed: toolOfUserAgent(row.userAgent) }))
    .sort((a, b) => b.messages - a.messages)
    .slice(0, mostTools)
}

function invitesOf(sources: readonly StoredSource[]): Pick<CampaignAnatomy, 'invites'> {
  const times = sources
    .flatMap(({ firstInvite, firstSeen }) => (firstInvite === null ? [] : [toMilliseconds(firstInvite - firstSeen)]))
    .sort((a, b) => a - b)
  const [fastest] = times
  const median = times[Math.floor((times.length - 1) / 2)]
  if (fastest === undefined || median === undefined) return {}
  return { invites: { sources: times.length, fastest, median } }
}
