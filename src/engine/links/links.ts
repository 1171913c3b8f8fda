import type { Logger } from 'pino'
import type { Changes } from '../changes.ts'
import type { Ingest } from '../ingest/ingest.ts'
import { storageFault } from '../store/error.ts'
import { beginLinkGap, extendGap } from '../store/gaps.ts'
import { consoleName } from '../store/meta.ts'
import type { Store } from '../store/open.ts'
import { addSensor, greetSensor, listSensors, removeSensor, resumePoint } from '../store/sensors.ts'
import { SensorLink, type LinkStatus } from './link.ts'

/** All sensors this workspace is connected to, or tries to be. */
export interface SensorLinks {
  status(sensor: number): LinkStatus | undefined
  /** Remembers a sensor and connects to it. @returns its number. */
  add(url: string, token: string): number
  remove(sensor: number): void
  retry(sensor: number): void
  /** Connects to exactly these from now on: the demo's sensors have other ports each time. */
  replaceAll(targets: readonly { readonly url: string; readonly token: string }[]): void
  close(): void
}

interface Surroundings {
  readonly store: Store
  readonly ingest: Ingest
  readonly changes: Changes
  readonly log: Logger
  readonly now: () => number
}

/** Milliseconds between two writes that a gap goes on: what a killed engine's record of it may miss. */
const extendEvery = 10_000

export function startLinks({ store, ingest, changes, log, now }: Surroundings): SensorLinks {
  const links = new Set<SensorLink>()
  const console = consoleName(store)
  const gaps = new LinkGaps(store, log, now)
  const find = (sensor: number): SensorLink | undefined => [...links].find((link) => link.sensor === sensor)
  const connect = (sensor: number, url: string, token: string): void => {
    const link = new SensorLink(sensor, { url, token }, around)
    links.add(link)
  }
  const drop = (link: SensorLink | undefined): void => {
    if (!link) return
    link.stop()
    gaps.end(link)
    links.delete(link)
  }
  const around = {
    ingest,
    log,
    now,
    console,
    greet: (id: number, hello: Parameters<typeof greetSensor>[2]) => {
      const sensor = greetSensor(store.writer, id, hello)
      return { sensor, last: resumePoint(store.writer, sensor, hello.epoch) }
    },
    onChange: (link: SensorLink) => {
      gaps.note(link)
      changes.publish('sensors')
    },
  }
  const links_ = {
    status: (sensor: number) => find(sensor)?.status,
    add: (url: string, token: string) => {
      const sensor = addSensor(store.writer, url, token)
      drop(find(sensor))
      connect(sensor, url, token)
      changes.publish('sensors')
      return sensor
    },
    remove: (sensor: number) => {
      // First what may fail: a store that cannot be written keeps the sensor and its link.
      removeSensor(store.writer, sensor)
      drop(find(sensor))
      changes.publish('sensors')
    },
    retry: (sensor: number) => find(sensor)?.retry(),
  }
  for (const { id, url, token } of listSensors(store.writer)) {
    if (url !== null && token !== null) connect(id, url, token)
  }
  const timer = setInterval(() => gaps.extend(), extendEvery)
  return {
    ...links_,
    replaceAll: (targets) => {
      const wanted = new Set(targets.map(({ url }) => url))
      for (const { id, url } of listSensors(store.writer)) if (url !== null && !wanted.has(url)) links_.remove(id)
      for (const { url, token } of targets) links_.add(url, token)
    },
    close: () => {
      clearInterval(timer)
      for (const link of links) drop(link)
    },
  }
}

/** Stretches in which a sensor could not be reached while this engine ran: charts must not draw them as quiet. */
class LinkGaps {
  private readonly open = new Map<SensorLink, number>()
  private readonly store: Store
  private readonly log: Logger
  private readonly now: () => number

  constructor(store: Store, log: Logger, now: () => number) {
    this.store = store
    this.log = log
    this.now = now
  }

  note(link: SensorLink): void {
    const { state, since } = link.status
    if (state === 'live') return this.end(link)
    if (state === 'connecting' || this.open.has(link)) return
    this.tryTo(() => this.open.set(link, beginLinkGap(this.store.writer, link.sensor, since)))
  }

  end(link: SensorLink): void {
    const gap = this.open.get(link)
    if (gap === undefined) return
    this.open.delete(link)
    this.tryTo(() => extendGap(this.store.writer, gap, this.now()))
  }

  extend(): void {
    for (const gap of this.open.values()) this.tryTo(() => extendGap(this.store.writer, gap, this.now()))
  }

  /** A gap that a full disk keeps from being noted is the smaller loss: the store's own state says what is wrong. */
  private tryTo(write: () => void): void {
    try {
      write()
    } catch (error) {
      const fault = storageFault(error)
      if (fault === undefined) throw error
      this.log.warn({ error: fault }, 'a gap could not be noted')
    }
  }
}
