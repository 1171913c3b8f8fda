import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import type { Reading } from '../readers/reading.ts'
import { bundledEntryRows, bundledRows } from './bundled.ts'
import { coveredByEach } from './covered.ts'
import { listEntries } from './list.ts'
import { overlapsOf } from './overlaps.ts'
import { previewWhitelist } from './preview.ts'
import { testAddress } from './verdict.ts'

type WhitelistReads = Pick<
  ConsoleCallHandlers,
  | 'whitelist.list'
  | 'whitelist.preview'
  | 'whitelist.bundled'
  | 'whitelist.bundledEntries'
  | 'whitelist.covered'
  | 'whitelist.overlaps'
  | 'whitelist.test'
>

export const whitelistReads = (reading: Reading): WhitelistReads => ({
  'whitelist.list': ({ search }) => listEntries(reading, reading.now(), search),
  'whitelist.bundled': () => bundledRows(reading),
  'whitelist.bundledEntries': bundledEntryRows,
  'whitelist.preview': (wanted) => previewWhitelist(wanted, reading),
  'whitelist.covered': ({ ids }) => coveredByEach(ids, reading),
  'whitelist.overlaps': () => overlapsOf(reading),
  'whitelist.test': ({ address }) => testAddress(address, reading),
})
