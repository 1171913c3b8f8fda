import { z } from 'zod'
import { clientFamilies, type ClientFamily } from '../../contract/ledger/reach.ts'

/** What the machines of one family under a key were last given. Times in UTC milliseconds. */
export interface Given {
  /** The last request. */
  readonly at: number
  /** The highest list ID among what they were given or asked behind. */
  readonly upTo: number
  /** The last time that they asked for the whole list. */
  readonly whole: number
}

export type GivenByFamily = ReadonlyMap<ClientFamily, Given>

const stored = z.record(z.string(), z.object({ at: z.number(), upTo: z.number(), whole: z.number() }))

/** Reads what `givenText` wrote; what an older or newer program wrote differently is as good as never seen. */
export function parseGiven(text: string | null): Map<ClientFamily, Given> {
  const parsed = stored.safeParse(text === null ? {} : jsonOf(text))
  if (!parsed.success) return new Map()
  return new Map(Object.entries(parsed.data).flatMap(([family, given]) => (isFamily(family) ? [[family, given]] : [])))
}

export const givenText = (given: GivenByFamily): string => JSON.stringify(Object.fromEntries(given))

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isFamily = (name: string): name is ClientFamily => Object.hasOwn(clientFamilies, name)
