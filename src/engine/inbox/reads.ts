import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import type { Reading } from '../readers/reading.ts'
import { approvals, inboxDecisions } from './decisions.ts'
import { lookThrough } from './look.ts'
import { inboxSources } from './sources.ts'

/** What waits for a decision. */
export const inboxReads = (
  reading: Reading,
): Pick<ConsoleCallHandlers, 'inbox.sources' | 'inbox.decisions' | 'inbox.count'> => ({
  'inbox.sources': (asked) => inboxSources(reading, asked),
  'inbox.decisions': ({ list, me }) => inboxDecisions(reading, list, me),
  'inbox.count': ({ me }) => {
    const { counts, complete } = lookThrough(reading)
    return { approvals: approvals(reading, me).waiting.length, sources: counts.open, complete }
  },
})
