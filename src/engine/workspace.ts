import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Topic } from '../contract/console/index.ts'
import type { FeedInfo } from '../contract/ledger/api.ts'
import { createBlacklist, type Blacklist } from './blacklist/blacklist.ts'
import type { Identity } from './blacklist/feed/identity.ts'
import { loadIdentity } from './blacklist/feed/load-identity.ts'
import { patientVault } from './blacklist/feed/patient-vault.ts'
import { startWatch } from './blacklist/proposing/watch.ts'
import type { FeedChoice } from './blacklist/feed/choice.ts'
import { openChosenBlacklist } from './blacklist/open.ts'
import { startFollowing } from './campaigns/following/follow.ts'
import type { Changes } from './changes.ts'
import { createData, type DataKeeper } from './data/data.ts'
import { openGeo, type Geo } from './geo/geo.ts'
import { sharedSystems } from './geo/systems/shared.ts'
import { openSystems } from './geo/systems/systems.ts'
import { createReanalysis, type Reanalysis } from './analysis/reanalysis.ts'
import { createHunts, type Hunts } from './hunts/hunts.ts'
import { createPreparer } from './ingest/prepare/preparer.ts'
import { createIngest, type Ingest } from './ingest/ingest.ts'
import { createJobs, type Jobs } from './jobs/jobs.ts'
import { startLinks, type SensorLinks } from './links/links.ts'
import type { Opening } from './opening/opening.ts'
import type { EngineOptions } from './options.ts'
import { startPacking } from './packing.ts'
import type { DemoReady } from './programs.ts'
import { startReaders, type Readers } from './readers/pool.ts'
import { createReading, type LiveState, type Reading, type ReadingPlace } from './readers/reading.ts'
import { faultReason, storageFault, StoreError } from './store/error.ts'
import { openStore, type Store } from './store/open.ts'
import type { Tail } from './tail.ts'
import { startVerdicts } from './sources/verdicts.ts'

export type WorkspaceKind = 'main' | 'demo'

/** One set of data with everything that works on it. `main` is the analyst's own, `demo` lives in a folder of its own. */
export interface Workspace {
  readonly kind: WorkspaceKind
  /** Everything of this workspace lives below it. */
  readonly directory: string
  readonly options: EngineOptions
  readonly identity: Identity
  readonly store: Store
  readonly geo: Geo
  readonly ingest: Ingest
  readonly reanalysis: Reanalysis
  readonly jobs: Jobs
  readonly data: DataKeeper
  readonly hunts: Hunts
  readonly links: SensorLinks
  readonly blacklist: Blacklist
  /** Absent in the demo, which brings its feed with it. */
  readonly feedChoice?: FeedChoice
  /** Answers every call of `read-handlers.ts`. */
  readonly readers: Readers
  /** What readers must know beside the store, as it is now. */
  live(): LiveState
  /** For calls that write by what they read, and so do both on the engine's own thread. */
  reading(): Reading
  readonly changes: Changes
  readonly log: Logger
  /** UTC milliseconds. */
  readonly now: () => number
  readonly closed: boolean
  /** The demo honeynet runs: connect to its feed and sensors. */
  useDemo(ready: DemoReady): void
  /** Stops the parts in the opposite order of their start, then closes the store. */
  close(): Promise<void>
}

/** What outlives a switch from one workspace to the other. */
export interface Surroundings {
  readonly options: EngineOptions
  readonly changes: Changes
  readonly tail: Tail
  readonly opening: Pick<Opening, 'prepare' | 'tell' | 'ending'>
}

type Stop = () => void | Promise<void>

/** @throws StoreError in words, see openStore. */
export async function openWorkspace(kind: WorkspaceKind, around: Surroundings): Promise<Workspace> {
  const stops: Stop[] = []
  const stopAll = async (): Promise<void> => {
    for (const stop of stops.splice(0).reverse()) await stop()
  }
  try {
    const parts = await openParts(kind, around, stops)
    let closed = false
    return {
      ...parts,
      get closed() {
        return closed
      },
      useDemo: ({ feed, sensors }) => {
        parts.blacklist.useFeed(feed)
        parts.links.replaceAll(sensors)
      },
      close: () => {
        closed = true
        return stopAll()
      },
    }
  } catch (error) {
    await stopAll()
    const fault = error instanceof StoreError ? undefined : storageFault(error)
    if (fault === undefined) throw error
    const words = `the console cannot start: ${fault}; restore a backup: honeynet restore FILE`
    throw new StoreError(words, error, faultReason(error))
  }
}

type Parts = Omit<Workspace, 'closed' | 'useDemo' | 'close'>

/** @param stops gets the stop of each part as soon as that part runs. */
async function openParts(kind: WorkspaceKind, around: Surroundings, stops: Stop[]): Promise<Parts> {
  const { options, changes, tail, opening } = around
  const directory = kind === 'main' ? options.dataDirectory : join(options.dataDirectory, 'demo')
  const log = options.log.child({ workspace: kind })
  const now = Date.now

  const prepared = await opening.prepare(directory)
  const readers = startReaders({ file: options.threads.reader, log })
  stops.push(() => readers.close())
  const store = openStore({ directory, onHealth: (error) => reportHealth(error, log, changes), prepared })
  stops.push(() => readers.close().then(() => store.close()))
  const mayKeep = store.health.lasting === undefined
  const vault = options.vault && patientVault(options.vault, opening)
  const identity = await loadIdentity(options.dataDirectory, { mayKeep, vault })
  log.info({ ...identity.place }, 'analyst key')
  const { resources, version } = options
  const demoTable = kind === 'demo' ? join(options.resources, 'demo-origins.json') : undefined
  const systemsAt = {
    directory: options.geoSystems,
    shared: sharedSystems(),
    ...(demoTable === undefined ? {} : { demoTable }),
  }
  const place: ReadingPlace = { workspace: kind, directory, resources, systemsAt, analyst: identity.name, version }
  readers.open({ path: store.readPath, place })
  const geo = openGeo(options.geoCountry, demoTable)
  const preparer = createPreparer({ file: options.threads.preparer, log })
  stops.push(() => preparer.close())
  const ingest = createIngest({ store, geo, changes, tail, now, preparer })
  stops.push(() => ingest.close())
  const packing = startPacking({ store, ingest, log })
  stops.push(() => packing.stop())
  const reanalysis = createReanalysis({ store, ingest, changes, log, now })
  stops.push(() => reanalysis.cancel())
  stops.push(startVerdicts({ store, ingest, changes, log }))
  const jobs = createJobs(changes, log, now)
  stops.push(() => jobs.close())
  const worker = options.threads.data
  const data = createData({ directory, store, ingest, jobs, changes, log, now, worker })
  stops.push(() => data.stop())
  const hunts = createHunts({ store, changes, log, now, file: options.threads.hunter, systemsAt })
  stops.push(() => hunts.close())
  stops.push(startFollowing({ store, changes, log, file: options.threads.follower }))
  const links = startLinks({ store, ingest, changes, log, now })
  stops.push(() => links.close())
  const ledger = {
    store,
    identity,
    log,
    now,
    publish: (topic: Topic) => changes.publish(topic),
  }
  const own = { ...ledger, directory, feedFile: options.programs.feed }
  // The demo honeynet brings a feed with it.
  const opened = kind === 'demo' ? { blacklist: createBlacklist(ledger) } : await openChosenBlacklist(own)
  const { blacklist } = opened
  stops.push(() => blacklist.close())
  const live = (): LiveState => liveState(blacklist, data)
  stops.push(startWatch({ blacklist, readers, live, changes, log, now }))
  const systems = openSystems(systemsAt)
  const reading = (): Reading => createReading({ place, reader: store.reader, live: live(), systems })
  const parts = {
    kind,
    directory,
    options,
    identity,
    store,
    readers,
    geo,
    ingest,
    reanalysis,
    jobs,
    data,
    hunts,
    links,
    ...opened,
  }
  return { ...parts, live, reading, changes, log, now }
}

function liveState({ client }: Blacklist, { readOnly, checked }: DataKeeper): LiveState {
  const { info } = client.state()
  return {
    ...(info ? { feed: feedState(info) } : {}),
    ...(readOnly === undefined ? {} : { readOnly }),
    ...(checked === undefined ? {} : { checked }),
  }
}

/** A feed that says nothing of bundled whitelists is from before there were any. */
const feedState = ({ solo, holdSeconds, demo, bundled = [], unproven }: FeedInfo): NonNullable<LiveState['feed']> => ({
  ...{ solo, holdSeconds, demo, bundled },
  ...(unproven === undefined ? {} : { unproven }),
})

function reportHealth(error: string | undefined, log: Logger, changes: Changes): void {
  if (error) log.error({ error }, 'store cannot be written')
  else log.info('store can be written again')
  changes.publish('app')
}
