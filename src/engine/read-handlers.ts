import { proposingReads } from './blacklist/proposing/reads.ts'
import { blacklistReads } from './blacklist/reads.ts'
import { campaignReads } from './campaigns/reads.ts'
import { suggestionReads } from './campaigns/suggested.ts'
import { dataReads } from './data/reads.ts'
import { dialogReads } from './dialogs/reads.ts'
import { exploreReads } from './explore/reads.ts'
import { huntReads } from './hunts/reads.ts'
import { inboxReads } from './inbox/reads.ts'
import { liveReads } from './live/reads.ts'
import type { Reading } from './readers/reading.ts'
import { reportReads } from './reports/reads.ts'
import { searchReads } from './search/reads.ts'
import { sourceReads } from './sources/reads.ts'
import { whitelistReads } from './whitelist/reads.ts'

/**
 * Every call that only reads the store, answered by the threads of `readers/`: a domain folder exports
 * `xxxReads(reading)`, typed `Pick<ConsoleCallHandlers, …>`, and gets one line here. All others are in `handlers.ts`.
 */
export const readHandlers = (reading: Reading) => ({
  ...sourceReads(reading),
  ...searchReads(reading),
  ...liveReads(reading),
  ...exploreReads(reading),
  ...huntReads(reading),
  ...dialogReads(reading),
  ...blacklistReads(reading),
  ...proposingReads(reading),
  ...whitelistReads(reading),
  ...campaignReads(reading),
  ...suggestionReads(reading),
  ...inboxReads(reading),
  ...reportReads(reading),
  ...dataReads(reading),
})

export type ReadCall = keyof ReturnType<typeof readHandlers>
