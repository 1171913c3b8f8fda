import { z } from 'zod'
import { write, type FeedDatabase } from './database.ts'

/** What a console said of where it is. */
export interface StoredConsole {
  /** Its analyst's. */
  readonly key: string
  /** Absent: on this machine, or in a private network. */
  readonly address: string | null
  /** Addresses of its sensors, canonical. */
  readonly sensors: readonly string[]
  /** UTC milliseconds. */
  readonly at: number
}

const rows = z.array(
  z.object({
    key: z.string(),
    address: z.string().nullable(),
    sensors: z
      .string()
      .transform((text): unknown => JSON.parse(text))
      .pipe(z.array(z.string())),
    at: z.number(),
  }),
)

export interface ConsoleRows {
  all(): StoredConsole[]
  /** In the place of what the same console said before. @throws Refusal `storage` */
  put(console: StoredConsole): void
}

export function consoleRows(database: FeedDatabase): ConsoleRows {
  const all = database.prepare('SELECT key, address, sensors, said_at AS at FROM console')
  const put = database.prepare('INSERT OR REPLACE INTO console (key, address, sensors, said_at) VALUES (?, ?, ?, ?)')
  return {
    all: () => rows.parse(all.all()),
    put: ({ key, address, sensors, at }) => void write(() => put.run(key, address, JSON.stringify(sensors), at)),
  }
}
