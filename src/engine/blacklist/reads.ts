import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import type { Reading } from '../readers/reading.ts'
import { draftBan } from './draft.ts'
import { listBans } from './list.ts'

export const blacklistReads = (reading: Reading): Pick<ConsoleCallHandlers, 'bans.list' | 'ban.draft'> => ({
  'bans.list': (filter) => listBans(reading, filter),
  'ban.draft': ({ address }) => draftBan(address, reading),
})
