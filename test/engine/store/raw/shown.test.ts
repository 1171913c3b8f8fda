import { afterEach, beforeEach, expect, test } from 'vitest'
import { evidenceOf } from '../../../../src/engine/blacklist/proposing/evidence.ts'
import { factsOf } from '../../../../src/engine/ingest/analyse.ts'
import { dialogById } from '../../../../src/engine/store/dialogs.ts'
import { dialogMessages, messagesById } from '../../../../src/engine/store/events.ts'
import { unknownGuesses } from '../../../../src/engine/store/guesses.ts'
import { guessingTraffic } from '../../../support/guessing-traffic.ts'
import { otherRules } from '../../../support/other-rules.ts'
import { openTestStore, type TestStore } from '../../../support/store.ts'
import { blocksIn, damage } from './messages.ts'

/** What screens, evidence and re-analysis make of a damaged block: all but its bytes goes on. */
const count = 900
const traffic = guessingTraffic(count, 5, Date.UTC(2026, 0, 1) * 1000).map(factsOf)
let open: TestStore
beforeEach(() => {
  open = openTestStore(1)
  open.events.store({ sensor: open.sensors[0] ?? 0, epoch: 'e'.repeat(16), first: 1, events: traffic })
})
afterEach(() => open.stop())

const all = Array.from({ length: count }, (_, at) => at + 1)

test('messages of a damaged block are listed without their bytes, and say why; the others have theirs', () => {
  const { reader, writer } = open.store
  const block = blocksIn(writer)[1]
  if (!block) throw new Error('one block only')
  damage(writer, block.first)
  const shown = new Map(messagesById(reader, all).map((message) => [message.id, message]))
  expect(shown.size).toBe(count)
  for (const id of all) {
    const { raw, unread, size } = shown.get(id) ?? {}
    expect(size).toBe(traffic[id - 1]?.raw.length)
    const damaged = id >= block.first && id <= block.last
    expect(Buffer.from(raw ?? []).equals(damaged ? Buffer.alloc(0) : Buffer.from(traffic[id - 1]?.raw ?? []))).toBe(
      true,
    )
    if (damaged) expect(unread).toMatch(new RegExp(`^block ${block.first} is damaged: its `))
    else expect(unread).toBeUndefined()
  }
  const dialog = shown.get(block.first)?.dialog ?? 0
  expect(dialogById(reader, dialog)?.id).toBe(dialog)
  expect(dialogMessages(reader, dialog, 500).some(({ id }) => id === block.first)).toBe(true)
})

test('deleted bytes say so', () => {
  open.store.writer.run('DELETE FROM raw_block')
  expect(messagesById(open.store.reader, [1])).toMatchObject([{ id: 1, unread: 'retention deleted them' }])
})

test('evidence, guesses and re-analysis pass over what cannot be read', () => {
  const { reader, writer } = open.store
  const [first, second] = blocksIn(writer)
  if (!first || !second) throw new Error('one block only')
  damage(writer, first.first)
  for (const { event } of evidenceOf(reader, [...new Set(traffic.map(({ source }) => source))])) {
    expect(event).toBeGreaterThan(first.last)
  }
  const sources = reader.all<{ id: number }>('SELECT id FROM source')
  const guesses = sources.flatMap(({ id }) => unknownGuesses(reader, id, 200))
  expect(guesses.length).toBeGreaterThan(0)
  expect(guesses.filter(({ event }) => event <= first.last)).toEqual([])

  const classes = (): readonly unknown[] => reader.all('SELECT id, class, tool FROM event_row ORDER BY id')
  const before = classes()
  open.events.revise({ first: 1, last: count }, otherRules.judge)
  expect(classes().slice(0, first.last)).toEqual(before.slice(0, first.last))
  expect(classes().slice(first.last)).not.toEqual(before.slice(first.last))
})
