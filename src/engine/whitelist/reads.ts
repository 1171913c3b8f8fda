import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import { requireNetwork } from '../blacklist/draft.ts'
import type { Reading } from '../readers/reading.ts'
import { bundledEntryRows, bundledRows } from './bundled.ts'
import { listEntries } from './entries.ts'
import { previewWhitelist } from './preview.ts'

type WhitelistReads = Pick<
  ConsoleCallHandlers,
  'whitelist.list' | 'whitelist.preview' | 'whitelist.bundled' | 'whitelist.bundledEntries'
>

export const whitelistReads = (reading: Reading): WhitelistReads => ({
  'whitelist.list': () => listEntries(reading, reading.now()),
  'whitelist.bundled': () => bundledRows(reading),
  'whitelist.bundledEntries': bundledEntryRows,
  'whitelist.preview': ({ value }) => previewWhitelist(requireNetwork(value), reading),
})
