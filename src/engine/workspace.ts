import { join } from 'node:path'
import type { Logger } from 'pino'
import { loadIdentity, type Identity } from './blacklist/identity.ts'
import type { Changes } from './changes.ts'
import { openGeo, type Geo } from './geo/geo.ts'
import type { EngineOptions } from './options.ts'
import type { DemoReady } from './programs.ts'
import { openStore, type Store } from './store/open.ts'
import type { Tail } from './tail.ts'

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
}

type Stop = () => void | Promise<void>

/** @throws StoreError in words, see openStore. */
export function openWorkspace(kind: WorkspaceKind, { options, changes }: Surroundings): Promise<Workspace> {
  const directory = kind === 'main' ? options.dataDirectory : join(options.dataDirectory, 'demo')
  const log = options.log.child({ workspace: kind })
  const stops: Stop[] = []
  const store = openStore({ directory, onHealth: (error) => reportHealth(error, log, changes) })
  stops.push(() => store.close())
  const demoTable = kind === 'demo' ? join(options.resources, 'demo-origins.json') : undefined
  let closed = false

  return Promise.resolve({
    kind,
    directory,
    options,
    identity: loadIdentity(options.dataDirectory),
    store,
    geo: openGeo(options.geoCountry, demoTable),
    changes,
    log,
    now: Date.now,
    get closed() {
      return closed
    },
    useDemo: () => undefined,
    close: async () => {
      closed = true
      for (const stop of stops.splice(0).reverse()) await stop()
    },
  })
}

function reportHealth(error: string | undefined, log: Logger, changes: Changes): void {
  if (error) log.error({ error }, 'store cannot be written')
  else log.info('store can be written again')
  changes.publish('app')
}
