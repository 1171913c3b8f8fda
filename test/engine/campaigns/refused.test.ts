import { randomUUID } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import type { RecordKind } from '../../../src/contract/ledger/intent.ts'
import { refusedTags } from '../../../src/engine/campaigns/refused.ts'
import { ledgerReader } from '../../../src/engine/store/ledger-mirror.ts'
import { showingOutbox } from '../../../src/engine/store/team/outbox.ts'
import { createAuthor } from '../../support/ledger-client.ts'
import { openTestStore, type TestStore } from '../../support/store.ts'

let open: TestStore | undefined
afterEach(() => open?.stop())

test('what the feed refused when nobody waited is told in words until it was read; what waits is not', () => {
  open = openTestStore(0)
  const { writer } = open.store
  const outbox = showingOutbox(writer, () => undefined)
  const ada = createAuthor()
  const campaign = randomUUID()
  const ask = (kind: RecordKind, body: unknown, subject: string = campaign): string => {
    const signed = ada.intend(kind, subject, body)
    outbox.add(signed)
    return signed.intent.id
  }
  const label = randomUUID()
  const asked = [
    ask('label.changed', { add: ['pbx', 'ours'], remove: ['new'], sources: ['192.0.2.7'] }, label),
    ask('campaign.created', { name: 'Night shift' }),
    ask('campaign.sources-added', { sources: ['192.0.2.7', '192.0.2.8'] }),
    ask('campaign.removed', {}),
  ]
  ask('label.changed', { add: ['waits'], remove: [], sources: ['192.0.2.9'] }, randomUUID())
  const told = () => refusedTags({ queue: outbox, ledger: ledgerReader(writer) })
  expect(told()).toEqual([])
  for (const id of asked) outbox.refuse(id, 'forbidden', 'this needs the role analyst')
  expect(told().map(({ words }) => words)).toEqual([
    'label pbx, ours on 192.0.2.7 and label new off 192.0.2.7',
    'new campaign Night shift',
    '2 sources into a campaign',
    'deletion of a campaign',
  ])
  expect(told()[0]).toMatchObject({ subject: label, why: 'this needs the role analyst' })
  expect(writer.all('SELECT text FROM label')).toEqual([{ text: 'waits' }])
  expect(writer.all('SELECT id FROM campaign')).toEqual([])
  outbox.discard(campaign)
  expect(told().map(({ subject }) => subject)).toEqual([label])
})
