import type { Logger } from 'pino'
import type { AppInfo } from '../contract/console/app.ts'
import type { KeyVault } from './blacklist/feed/sealed-key.ts'

/** Files started as processes of their own, with `process.execPath`. */
export interface Programs {
  readonly feed: string
  readonly sensor: string
  readonly demo: string
}

/** Files run as threads of the engine's own process. */
export interface Threads {
  /** src/engine/readers/worker.ts, or what was built from it. */
  readonly reader: string
  /** src/engine/data/worker.ts, the same. */
  readonly data: string
  /** src/engine/campaigns/following/worker.ts. */
  readonly follower: string
  /** src/engine/hunts/worker.ts. */
  readonly hunter: string
  /** src/engine/ingest/prepare/worker.ts. */
  readonly preparer: string
  /** src/engine/opening/worker.ts. */
  readonly opener: string
}

export interface EngineOptions {
  /** Everything the console writes lives below it; created with mode 0700 when missing. */
  readonly dataDirectory: string
  /** The `resources/` folder. */
  readonly resources: string
  /** Path of the country table, a MaxMind DB file. */
  readonly geoCountry: string
  /** Folder with the table of autonomous systems: the files of the package @ip-location-db/asn. */
  readonly geoSystems: string
  readonly programs: Programs
  readonly threads: Threads
  readonly version: string
  readonly host: AppInfo['host']
  /** Open the demo workspace at once instead of the analyst's own. */
  readonly demo: boolean
  readonly log: Logger
  /** Where the host reaches the system's keystore: the analyst's key is kept sealed by it. */
  readonly vault?: KeyVault
}
