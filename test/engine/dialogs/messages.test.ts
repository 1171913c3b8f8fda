import { afterAll, beforeAll, expect, it } from 'vitest'
import { factsOf } from '../../../src/engine/ingest/analyse.ts'
import { dialogMessages, firstMessages, messagesById } from '../../../src/engine/store/events.ts'
import { listDialogs } from '../../../src/engine/store/dialogs.ts'
import { takeTraffic } from '../../support/sip-events.ts'
import { openTestStore, type TestStore } from '../../support/store.ts'

let test: TestStore
beforeAll(() => {
  test = openTestStore(1)
  const events = takeTraffic(400).map(factsOf)
  test.events.store({ sensor: test.sensors[0] ?? 0, epoch: 'e'.repeat(16), first: 1, events })
})
afterAll(() => test.stop())

it('gives messages with the bytes that were stored', () => {
  const [first] = messagesById(test.store.reader, [7])
  expect(first?.id).toBe(7)
  expect(Buffer.from(first?.raw ?? [])).toEqual(Buffer.from(takeTraffic(400)[6]?.[8] ?? []))
})

it('gives of each dialog the first message that was received', () => {
  const dialogs = listDialogs(test.store.reader, { limit: 50 }).map(({ id }) => id)
  const first = firstMessages(test.store.reader, dialogs)
  expect(first).toHaveLength(dialogs.length)
  for (const message of first) {
    const all = dialogMessages(test.store.reader, message.dialog, 500)
    expect(message).toEqual(all.find(({ direction }) => direction === 'in'))
  }
})

it('leaves out dialogs that are not stored', () => {
  const [id = 0] = listDialogs(test.store.reader, { limit: 1 }).map((dialog) => dialog.id)
  expect(firstMessages(test.store.reader, [999_999, id]).map(({ dialog }) => dialog)).toEqual([id])
})
