import { dirname, join } from 'node:path'

/**
 * The files that the supervisor starts, found by where this file is: in the source tree each program is
 * `src/NAME/main.ts`, in the built app all entries lie side by side as `NAME.js`.
 */
export interface Entries {
  readonly sensor: string
  readonly feed: string
  /** The demo itself, which is the traffic generator when it is started with `--traffic`. */
  readonly demo: string
}

export function findEntries(self = import.meta.filename): Entries {
  const folder = dirname(self)
  const entry = (name: string): string =>
    self.endsWith('.ts') ? join(folder, '..', name, 'main.ts') : join(folder, `${name}.js`)
  return { sensor: entry('sensor'), feed: entry('feed'), demo: entry('demo') }
}
