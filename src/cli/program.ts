import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The folder that holds `src`, `resources` and package.json. */
export const root = join(import.meta.dirname, '..', '..')

export function versionOfThis(): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return version
}
