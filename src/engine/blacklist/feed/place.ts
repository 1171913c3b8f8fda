import { join } from 'node:path'
import { z } from 'zod'
import { mostAuthority } from '../../../contract/console/people.ts'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'

const sharedFeed = z.object({
  url: z.url(),
  /** The feed's console token: whoever has it may read the ledger. */
  token: z.string().min(1).max(500),
  /** The feed's own key, as it was when it was joined. */
  key: z.string().min(1),
  /** PEM of the authority that vouches for the feed's certificate, where it is none that every computer knows. */
  ca: z.string().max(mostAuthority).optional(),
})
export type SharedFeed = z.infer<typeof sharedFeed>

const feedPlace = z.object({
  version: z.literal(1),
  /** Absent: the console's own feed. */
  shared: sharedFeed.optional(),
  /** Key of the console's own feed, where it was ever met. */
  own: z.string().optional(),
  /** Key of the shared feed left last. */
  left: z.string().optional(),
})
/** Which feed this workspace follows. */
export type FeedPlace = z.infer<typeof feedPlace>

export const ownPlace: FeedPlace = { version: 1 }

const fileIn = (directory: string): string => join(directory, 'feed.json')

/**
 * It holds a token, so it is a file of its own that no backup takes.
 * @throws Error in words when it is no such file: following the own feed instead would show another ledger.
 */
export function readPlace(directory: string): FeedPlace {
  const file = fileIn(directory)
  const text = readIfThere(file)
  if (text === undefined) return ownPlace
  const parsed = feedPlace.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw new Error(`${file} does not say which feed to use; mend it, or move it away to use this console’s own`)
}

/** Whole or not at all, for the owner's eyes only. */
export function writePlace(directory: string, place: FeedPlace): void {
  const file = fileIn(directory)
  const aside = `${file}.new`
  const handle = openSync(aside, 'w', 0o600)
  try {
    writeSync(handle, `${JSON.stringify(place, undefined, 2)}\n`)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(aside, file)
}

/**
 * Key of the feed whose ledger the store must hold a copy of.
 * @param held that of the copy it holds: another one after a crash in the middle of a change, or a restored backup.
 */
export function keyToHold({ shared, own, left }: FeedPlace, held: string | undefined): string | undefined {
  if (shared) return shared.key
  return left !== undefined && held === left ? own : held
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
