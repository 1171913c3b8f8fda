import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { readMigrations } from '../../src/engine/store/migrate.ts'
import { sizeText } from '../bench.ts'
import { buildStore, type Built } from './build.ts'

export interface BenchStore extends Built {
  /** A console's data folder. */
  readonly directory: string
}

/** Stores by their number of events; each is built when it is first asked for, and shared by all benches of a run. */
export interface Stores {
  of(size: number): Promise<BenchStore>
  /** Removes what is not to be kept. */
  close(): void
}

/** What everything that must not grow is held against. */
export const smallest = 200_000

const stored = z.object({ events: z.number(), busy: z.number(), bytes: z.number() })
/** What a kept store says of itself. */
const account = z.object({
  format: z.number(),
  ours: stored,
  baseline: stored,
  from: z.number(),
  to: z.number(),
})

/** @param keepIn a folder in which stores stay, and are used again by the next run: its figures are then those of the first. */
export function openStores(keepIn: string | undefined): Stores {
  const root = keepIn ?? mkdtempSync(join(tmpdir(), 'honeynet-bench-'))
  const known = new Map<number, Promise<BenchStore>>()
  return {
    of: (size) => {
      const store = known.get(size) ?? openOrBuild(join(root, sizeText(size)), size)
      known.set(size, store)
      return store
    },
    close: () => {
      if (keepIn === undefined) rmSync(root, { recursive: true, force: true })
    },
  }
}

async function openOrBuild(directory: string, size: number): Promise<BenchStore> {
  const path = join(directory, 'bench.json')
  const format = readMigrations().length
  if (existsSync(path)) {
    const kept = account.safeParse(JSON.parse(readFileSync(path, 'utf8')))
    if (kept.data?.format === format && kept.data.ours.events === size) return { directory, ...kept.data }
  }
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
  const built = await buildStore(directory, size)
  writeFileSync(path, JSON.stringify({ format, ...built }))
  return { directory, ...built }
}
