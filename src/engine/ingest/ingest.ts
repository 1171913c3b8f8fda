import type { EventRow } from '../../contract/console/vocabulary.ts'
import type { WireEvent } from '../../contract/wire/frames.ts'
import type { Changes } from '../changes.ts'
import type { Geo } from '../geo/geo.ts'
import { toMilliseconds } from '../store/codes.ts'
import { pruneSeconds } from '../store/ingest/aggregates.ts'
import { createEventWriter, type StoredEvent } from '../store/ingest/batch.ts'
import { storeReportedGap, type ReportedGap } from '../store/gaps.ts'
import type { Store } from '../store/open.ts'
import type { Tail } from '../tail.ts'
import { factsOf } from './analyse.ts'
import { createLanes, type Lane } from './lanes.ts'

/** The way of everything that sensors send: analysed, stored with its cursor in one transaction, then shown. */
export interface Ingest {
  /** One lane for each link: its batches are stored in order, those of several links in turn. */
  lane(onFailure: (error: unknown) => void): Lane
  /**
   * Stores one batch. Called from a lane.
   * @returns the cursor to acknowledge.
   * @throws what the store throws; then nothing of the batch is stored.
   */
  store(batch: WireBatch): { readonly last: number }
  storeGap(gap: ReportedGap): { readonly last: number }
  close(): Promise<void>
}

export interface WireBatch {
  readonly sensor: number
  readonly epoch: string
  readonly first: number
  readonly events: readonly WireEvent[]
}

interface Surroundings {
  readonly store: Store
  readonly geo: Geo
  readonly changes: Changes
  readonly tail: Tail
  readonly now: () => number
}

const pruneEvery = 60_000

export function createIngest({ store, geo, changes, tail, now }: Surroundings): Ingest {
  const lanes = createLanes()
  const writer = createEventWriter(store.writer, geo, now)
  let prunedAt = 0
  const prune = (): void => {
    if (now() - prunedAt < pruneEvery) return
    prunedAt = now()
    pruneSeconds(store.writer, prunedAt)
  }
  return {
    lane: (onFailure) => lanes.open(onFailure),
    store: (batch) => {
      const events = batch.events.map(factsOf)
      const { last, stored } = store.health.guard(() => writer.store({ ...batch, events }))
      store.health.guard(prune)
      if (stored.length > 0) changes.publish('events')
      if (tail.watched) tail.publish(stored.map((event) => rowOf(batch.sensor, event)))
      return { last }
    },
    storeGap: (gap) => {
      const stored = store.health.guard(() => storeReportedGap(store.writer, gap))
      changes.publish('sensors')
      return stored
    },
    close: () => lanes.close(),
  }
}

function rowOf(sensor: number, { id, dialog, facts }: StoredEvent): EventRow {
  const { transport, direction, source, port, method, status, dialled, userAgent, tool, severity, proof, fault } = facts
  return {
    ...{ id, dialog, sensor, source, port, transport, direction, tool, severity, proof },
    time: toMilliseconds(facts.time),
    class: facts.class,
    size: facts.raw.length,
    ...(method === undefined ? {} : { method }),
    ...(status === undefined ? {} : { status }),
    ...(dialled === undefined ? {} : { number: { core: dialled.core, prefix: dialled.prefix, raw: dialled.raw } }),
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(fault === undefined ? {} : { fault }),
  }
}
