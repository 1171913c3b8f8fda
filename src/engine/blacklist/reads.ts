import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import type { Reading } from '../readers/reading.ts'
import { auditPage } from './ledger/audit.ts'
import { draftBan } from './proposing/draft.ts'
import { expiriesIn } from './bans/expiries.ts'
import { draftExtension } from './deciding/extension.ts'
import { diffOf } from './deciding/list-diff.ts'
import { countBans, listBans } from './bans/list.ts'
import { getBan } from './bans/whole.ts'

type BlacklistReads = Pick<
  ConsoleCallHandlers,
  | 'bans.list'
  | 'bans.counts'
  | 'ban.get'
  | 'ban.draft'
  | 'ban.extensionDraft'
  | 'bans.diff'
  | 'bans.expiries'
  | 'ledger.records'
>

export const blacklistReads = (reading: Reading): BlacklistReads => ({
  'bans.list': (filter) => listBans(reading, filter),
  'bans.counts': () => countBans(reading),
  'ban.get': ({ id }) => getBan(reading, id),
  'ban.extensionDraft': ({ id }) => draftExtension(id, reading),
  'bans.expiries': ({ zone }) => expiriesIn(zone, reading),
  'ledger.records': (wanted) => auditPage(reading, wanted),
  'bans.diff': ({ act, ids }) => diffOf(act, ids, reading),
  'ban.draft': ({ address }) => draftBan(address, reading),
})
