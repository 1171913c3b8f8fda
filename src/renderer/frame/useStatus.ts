import { computed, type ComputedRef } from 'vue'
import type { FeedStatus } from '../../contract/console/bans.ts'
import type { SensorRow } from '../../contract/console/sensors.ts'
import { useApi } from '../api/use-api.ts'
import type { Connection } from '../api/api.ts'
import { useCall } from '../composables/useCall.ts'
import { useNow } from '../composables/useNow.ts'
import { feedClockWords } from '../text/feed-clock.ts'
import { counted, duration } from '../text/format.ts'

export interface StatusItem {
  readonly id: string
  readonly text: string
  readonly detail: string
  readonly tone?: 'good' | 'warn' | 'bad'
}

/** Lag beyond this is worth a colour: the picture is then no longer "now". */
const noticeableLag = 5000

/** What the status bar says: the engine, the sensors, lag, drops, holds and the feed. */
export function useStatus(): { readonly items: ComputedRef<readonly StatusItem[]> } {
  const api = useApi()
  const now = useNow()
  const sensors = useCall('sensors.list', () => ({}), { refreshOn: ['sensors'], throttle: 2000 })
  const feed = useCall('feed.status', () => ({}), { refreshOn: ['feed', 'bans'], throttle: 2000 })
  const held = useCall('bans.list', () => ({ states: ['held'] }), { refreshOn: ['bans'], throttle: 2000 })

  const items = computed(() => {
    const connection = connectionItem(api.connection.value, now.value)
    if (connection) return [connection]
    const rows = (sensors.data.value ?? []).filter(({ state }) => state !== 'file')
    return [
      sensorsItem(rows),
      ...lagItem(rows),
      ...dropItem(rows),
      ...holdItem(held.data.value?.flatMap(({ holdUntil }) => holdUntil ?? []) ?? [], now.value),
      ...(feed.data.value ? [feedItem(feed.data.value)] : []),
      ...(feed.data.value?.clock ? [clockItem(feed.data.value.clock)] : []),
    ]
  })
  return { items }
}

function connectionItem(connection: Connection, now: number): StatusItem | undefined {
  if (connection.state === 'open') return undefined
  if (connection.state === 'connecting')
    return { id: 'engine', text: 'Connecting to the engine…', detail: '', tone: 'warn' }
  const wait = Math.max(0, Math.ceil((connection.retryAt - now) / 1000))
  return {
    id: 'engine',
    text: `Engine out of reach for ${duration(now - connection.since)}; next try in ${wait} s`,
    detail: connection.error,
    tone: 'bad',
  }
}

function sensorsItem(rows: readonly SensorRow[]): StatusItem {
  const live = rows.filter(({ state }) => state === 'live').length
  if (rows.length === 0) return { id: 'sensors', text: 'No sensors', detail: 'No sensor is configured' }
  const dark = rows.filter(({ state }) => state !== 'live').map(({ name, state }) => `${name}: ${state}`)
  const lost = rows.some(({ state }) => state === 'down' || state === 'refused')
  const tone = live === rows.length ? 'good' : live === 0 && lost ? 'bad' : 'warn'
  return { id: 'sensors', text: `Sensors ${live}/${rows.length}`, detail: dark.join(', ') || 'All sensors live', tone }
}

function lagItem(rows: readonly SensorRow[]): readonly StatusItem[] {
  const lags = rows.flatMap(({ state, lag }) => (state === 'live' && lag !== undefined ? [lag] : []))
  if (lags.length === 0) return []
  const worst = Math.max(...lags)
  const detail = 'From a message’s arrival at the slowest live sensor to its place in the store'
  return [{ id: 'lag', text: `Lag ${duration(worst)}`, detail, ...(worst > noticeableLag ? { tone: 'warn' } : {}) }]
}

function dropItem(rows: readonly SensorRow[]): readonly StatusItem[] {
  if (rows.length === 0) return []
  const kernel = rows.reduce((sum, { counters }) => sum + (counters?.kernelDrops ?? 0), 0)
  const lost = rows.flatMap(({ gaps }) => gaps).reduce((sum, { lost = 0 }) => sum + lost, 0)
  const detail = `${counted(kernel, 'datagram')} dropped by sensors’ kernels, ${counted(lost, 'event')} lost in gaps`
  return [{ id: 'drops', text: `Drops ${kernel + lost}`, detail, ...(kernel + lost > 0 ? { tone: 'warn' } : {}) }]
}

function holdItem(ends: readonly number[], now: number): readonly StatusItem[] {
  if (ends.length === 0) return []
  const next = Math.max(0, Math.ceil((Math.min(...ends) - now) / 1000))
  const text = `${counted(ends.length, 'hold')}, next in ${next} s`
  return [{ id: 'holds', text, detail: 'Approved bans that can still be undone', tone: 'warn' }]
}

const clockItem = (clock: NonNullable<FeedStatus['clock']>): StatusItem => ({
  ...{ id: 'clock', tone: 'warn' },
  ...feedClockWords(clock),
})

function feedItem(feed: FeedStatus): StatusItem {
  const waiting = feed.waiting > 0 ? ` · ${feed.waiting} waiting` : ''
  if (feed.ledger.error !== undefined)
    return { id: 'feed', text: 'Feed: ledger broken', detail: feed.ledger.error, tone: 'bad' }
  if (feed.state === 'connected')
    return { id: 'feed', text: `Feed ${feed.published} listed${waiting}`, detail: feed.url ?? '', tone: 'good' }
  const tone = feed.state === 'starting' ? 'warn' : 'bad'
  return { id: 'feed', text: `Feed ${feed.state}${waiting}`, detail: feed.error ?? '', tone }
}
