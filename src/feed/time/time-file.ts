import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Remembered } from './belief.ts'

const name = 'time.json'
const milliseconds = z.number().min(0).max(8.64e15)
const remembered = z.object({
  wall: milliseconds,
  run: milliseconds,
  doubt: z.object({ since: milliseconds, by: milliseconds }).optional(),
  boot: z.string().max(100),
})

/** @returns what the feed last knew of the time; `undefined` when there is nothing that can be read. */
export function readTime(directory: string): Remembered | undefined {
  try {
    const { doubt, ...rest } = remembered.parse(JSON.parse(readFileSync(join(directory, name), 'utf8')))
    return doubt ? { ...rest, doubt } : rest
  } catch {
    return undefined
  }
}

/** @throws when it cannot be written, as on a full disk; what was there stays. */
export function writeTime(directory: string, time: Remembered): void {
  const aside = join(directory, `${name}.new`)
  writeFileSync(aside, JSON.stringify(time), { mode: 0o600 })
  renameSync(aside, join(directory, name))
}
