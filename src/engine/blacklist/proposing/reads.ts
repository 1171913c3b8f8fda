import type { ConsoleCallHandlers } from '../../../contract/console/index.ts'
import type { Reading } from '../../readers/reading.ts'
import { attackingAgain } from './again.ts'
import { checkMany } from './check.ts'
import { draftSeveral } from './draft.ts'
import { enoughHosts, escalations } from './escalation.ts'

/** What is looked at before many are proposed. */
export const proposingReads = (
  reading: Reading,
): Pick<ConsoleCallHandlers, 'ban.check' | 'ban.drafts' | 'bans.escalations' | 'bans.again'> => ({
  'ban.check': ({ addresses }) => checkMany(addresses, reading),
  'bans.escalations': () => ({ enough: enoughHosts, ranges: escalations(reading) }),
  'bans.again': () => attackingAgain(reading),
  'ban.drafts': ({ addresses }) => draftSeveral(addresses, reading),
})
