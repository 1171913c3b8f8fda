import { z } from 'zod'
import type { Suggestion } from '../suggest/suggester.ts'

const evidence = z.object({
  words: z.string(),
  members: z.number(),
  holders: z.number(),
  among: z.number(),
})
const shape = z.object({
  evidence: z.array(evidence),
  strength: z.number(),
  signature: z.array(z.string()),
  /** Numbers of campaigns that some of its sources are in. */
  campaigns: z.array(z.number()),
})

/** What is kept of a suggestion beside its sources. */
export type Told = z.infer<typeof shape>

export const toldOf = ({ evidence: known, strength, signature, campaigns }: Suggestion): Told => ({
  evidence: known.map(({ words, members, holders, among }) => ({ words, members, holders, among })),
  ...{ strength, signature: [...signature], campaigns: campaigns.map(Number) },
})

/** @throws Error when it is not what `toldOf` made. */
export const toldIn = (text: string): Told => shape.parse(JSON.parse(text))
