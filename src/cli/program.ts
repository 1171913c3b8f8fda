import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sharedSystems } from '../engine/geo/systems/shared.ts'
import type { SystemsPlace } from '../engine/geo/systems/systems.ts'

/** The folder that holds `src`, `resources` and package.json. */
export const root = join(import.meta.dirname, '..', '..')

export function versionOfThis(): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return version
}

/** Which networks addresses belong to: a table that the threads of a command share. */
export const systemsAt = (): SystemsPlace => ({
  directory: dirname(fileURLToPath(import.meta.resolve('@ip-location-db/asn/package.json'))),
  shared: sharedSystems(),
})
