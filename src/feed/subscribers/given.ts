import { z } from 'zod'
import { clientFamilies, type ClientFamily } from '../../contract/ledger/reach.ts'

/** A client came to have what is listed up to an ID. */
const step = z.object({
  upTo: z.number(),
  /** UTC milliseconds. */
  at: z.number(),
  /** It says so itself, by asking behind this ID: it may have been so for long. */
  claimed: z.boolean().optional(),
})
type Step = z.infer<typeof step>

const given = z.object({
  /** The last request, UTC milliseconds. */
  at: z.number(),
  /** The last time that they asked for the whole list. */
  whole: z.number(),
  /** How the highest list ID rose, the last at the end. */
  steps: z.array(step),
  /** Where they asked from, the last at the end; what nobody may ban anyway is left out. */
  from: z.array(z.object({ address: z.string(), at: z.number() })).optional(),
})

/** What the machines of one family under a key were last given. */
export type Given = z.infer<typeof given>
export type GivenByFamily = ReadonlyMap<ClientFamily, Given>

/** What one request tells. */
export interface Giving {
  readonly time: number
  /** It asked for the whole list. */
  readonly whole: boolean
  /** The highest list ID that it was given; 0 for none. */
  readonly upTo: number
  /** The ID that it asked behind; 0 for none. */
  readonly behind: number
}

/** Of the older ones it is not known any more when they were taken. */
export const mostSteps = 64

export const neverGiven = (): Given => ({ at: 0, whole: 0, steps: [] })

/**
 * Notes a request in `given`, in place: with ten thousand subscribers a new object for each answer costs more than it.
 * @param recorded when the newest record was, UTC milliseconds. What was asked after it comes after it, also while the
 * clock is set back: else whoever got an address would be said not to have it.
 */
export function give(given: Given, giving: Giving, recorded: number): void {
  const { whole, upTo, behind } = giving
  const time = Math.max(giving.time, recorded)
  given.at = time
  if (whole) given.whole = time
  rise(given, { upTo: behind, at: time, claimed: true })
  rise(given, { upTo, at: time })
}

/** Of the machines that share a key, or the ways out that one has. */
const mostPlaces = 4
/** Known to so many milliseconds. */
const noted = 60_000

/** @returns whether it is a place that was not known. */
export function giveTo(given: Given, address: string, at: number): boolean {
  const from = (given.from ??= [])
  const known = from.find((place) => place.address === address)
  if (known) {
    if (Math.abs(at - known.at) > noted) known.at = at
    return false
  }
  from.push({ address, at })
  from.sort((a, b) => a.at - b.at)
  if (from.length > mostPlaces) from.shift()
  return true
}

function rise({ steps }: Given, next: Step): void {
  if (next.upTo <= (steps.at(-1)?.upTo ?? 0)) return
  steps.push(next)
  if (steps.length > mostSteps) steps.shift()
}

const stored = z.record(z.string(), given)

/** Reads what `givenText` wrote; what another program wrote differently is as good as never seen. */
export function parseGiven(text: string | null): Map<ClientFamily, Given> {
  const parsed = stored.safeParse(text === null ? {} : jsonOf(text))
  if (!parsed.success) return new Map()
  return new Map(Object.entries(parsed.data).flatMap(([family, each]) => (isFamily(family) ? [[family, each]] : [])))
}

export const givenText = (byFamily: GivenByFamily): string => JSON.stringify(Object.fromEntries(byFamily))

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isFamily = (name: string): name is ClientFamily => Object.hasOwn(clientFamilies, name)
