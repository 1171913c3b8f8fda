import { z } from 'zod'
import { returns } from '../rpc/table.ts'
import type { Gap } from './live.ts'

export interface SensorRow {
  /** Number of the sensor in this store; events refer to it. */
  readonly id: number
  readonly name: string
  readonly region: string
  readonly place: string
  readonly country: string
  readonly latitude: number
  readonly longitude: number
  /** IANA zone, for hours of the day. */
  readonly zone: string
  readonly url: string
  /** `file`: no sensor, but an imported capture. */
  readonly state: 'connecting' | 'live' | 'down' | 'refused' | 'file'
  /** Since when it is in that state. */
  readonly since: number
  readonly error?: string
  readonly software?: string
  /** Milliseconds from an event's arrival at the sensor to its commit here, as last measured on live traffic. */
  readonly lag?: number
  /** Sensor clock minus ours, milliseconds; absent until there are samples enough to trust. */
  readonly clockOffset?: number
  readonly lastEvent?: number
  /** Events stored here from it, both directions. */
  readonly stored: number
  /** The sensor's own counters, as last reported. */
  readonly counters?: SensorCounters
  readonly gaps: readonly Gap[]
}

export interface SensorCounters {
  readonly received: number
  readonly answered: number
  readonly throttled: number
  readonly malformed: number
  /** Datagrams the kernel threw away because the socket buffer was full; absent where it cannot be read. */
  readonly kernelDrops?: number
  readonly spoolBytes: number
  /** Events in the spool that no console has acknowledged yet. */
  readonly spoolWaiting: number
  readonly spoolError?: string
}

export const sensorCalls = {
  'sensors.list': returns<readonly SensorRow[]>()(z.object({})),
  'sensor.add': returns<{ readonly id: number }>()(
    z.object({ url: z.string().trim().max(300), token: z.string().trim().min(16).max(200) }),
  ),
  /** Forgets how to reach it; its events stay. */
  'sensor.remove': returns<void>()(z.object({ id: z.number().int() })),
  /** Tries the connection again at once instead of waiting out the back-off. */
  'sensor.retry': returns<void>()(z.object({ id: z.number().int() })),
}
