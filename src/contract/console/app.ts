import { z } from 'zod'
import { returns } from '../rpc/table.ts'

export interface AppInfo {
  readonly version: string
  readonly host: 'electron' | 'browser' | 'test'
  /** `demo` has a database, sensors and a feed of its own. */
  readonly workspace: 'main' | 'demo'
  readonly demo: 'off' | 'starting' | 'running' | 'failed'
  /** Why the demo honeynet could not start. */
  readonly demoError?: string
  readonly dataDirectory: string
  readonly analyst: { readonly name: string; readonly fingerprint: string; readonly place: KeyPlace }
  /** Nothing to show yet: no sensor configured, no event stored. */
  readonly empty: boolean
  readonly store: StoreHealth
  /** Where the country of an address comes from, and where its network does. */
  readonly geo: TableInfo
  readonly systems: TableInfo
}

/** Where the analyst's private key lies. */
export interface KeyPlace {
  /**
   * `keystore`: in the data folder, sealed by the system's keystore. `file`: there in the plain, readable by its owner alone.
   * `nowhere`: made for this run, because nothing can be written. `sealed`: as `keystore`, but it cannot be opened here, so
   * that this console reads everything and can sign nothing.
   */
  readonly kept: 'keystore' | 'file' | 'nowhere' | 'sealed'
  /** Why it is not in the keystore, where the host has one; of `sealed`, what to do. */
  readonly why?: string
}

/** A table that comes with the console; approximate, as of its day. */
export interface TableInfo {
  readonly source: string
  /** ISO 8601. */
  readonly date: string
  readonly attribution: string
}

export interface StoreHealth {
  readonly state: 'ok' | 'read-only'
  /** What went wrong, in words, e.g. "no space left on the disk". */
  readonly error?: string
  readonly events: number
  readonly bytes: number
}

export interface SearchHit {
  readonly kind: 'source' | 'number' | 'campaign' | 'user-agent' | 'call-id'
  readonly label: string
  /** Address, number core, campaign id, user agent or dialog id. */
  readonly target: string
  readonly detail: string
}

export const appCalls = {
  'app.info': returns<AppInfo>()(z.object({})),
  'demo.start': returns<void>()(z.object({})),
  /** Stops the demo honeynet and goes back to the analyst's own data. */
  'demo.stop': returns<void>()(z.object({})),
  /**
   * Goes on with a new key where this folder's cannot be opened; the old one is set aside.
   * `confirmation`: the fingerprint of the old one, typed.
   */
  'identity.renew': returns<void>()(z.object({ confirmation: z.string().max(80) })),
  'search.quick': returns<readonly SearchHit[]>()(z.object({ text: z.string().trim().min(1).max(200) })),
}
