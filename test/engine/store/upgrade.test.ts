import Database from 'better-sqlite3'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { judgeMessage } from '../../../src/engine/ingest/analyse.ts'
import { createEventWriter } from '../../../src/engine/store/ingest/batch.ts'
import { beginRules, endOldCounts, moveJudged, nextOlder, olderEvents } from '../../../src/engine/store/judged.ts'
import { openStore, type Store } from '../../../src/engine/store/open.ts'
import { numbersOf, sourcesById, usersOf } from '../../../src/engine/store/sources.ts'
import { factsOf } from '../../../src/engine/ingest/analyse.ts'
import { temporaryDirectory } from '../../support/engine.ts'
import { guessingTraffic } from '../../support/guessing-traffic.ts'
import { takeTraffic } from '../../support/sip-events.ts'
import { openTestStore, testGeo } from '../../support/store.ts'
import { recount } from '../../support/recount.ts'
import { seenRows } from '../analysis/rows.ts'
import { writeFormat2 } from './old-store.ts'

const start = Date.UTC(2026, 0, 1)
const now = (): number => start + 60_000
const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0).reverse()) stop()
})

/** A store as it is filled today, and one of format 2 with the same events, brought up to date. */
function bothStores(): { readonly today: Store; readonly upgraded: Store } {
  const { store: today, events, sensors, stop } = openTestStore(1, now)
  stops.push(stop)
  const traffic = [...takeTraffic(1_200, 41, start * 1000), ...guessingTraffic(600, 41, start * 1000)]
  events.store({ sensor: sensors[0] ?? 0, epoch: 'f'.repeat(16), first: 1, events: traffic.map(factsOf) })
  const [directory, remove] = temporaryDirectory()
  stops.push(remove)
  writeFormat2(directory, today)
  const upgraded = openStore({ directory })
  stops.push(() => upgraded.close())
  return { today, upgraded }
}

const profiles = (store: Store): unknown => {
  const ids = store.reader.all<{ id: number }>('SELECT id FROM source ORDER BY id').map(({ id }) => id)
  return ids.map((id) => ({ users: usersOf(store.reader, id), numbers: numbersOf(store.reader, [id]) }))
}

/** Known only from the bytes, and so first when these are judged anew. */
const laterKnown = ['users', 'guesses', 'events without their kind, source, dialog or names']
/** Rows that name kinds by their ids, which were given in another order. */
const namingKinds = [
  ...['kinds of a source', 'minutes of a source', 'hours of a source', 'days of a source', 'minutes', 'hours', 'days'],
  'kinds told apart',
]
const without = (counts: Record<string, unknown>, left: readonly string[]): unknown =>
  Object.fromEntries(Object.entries(counts).filter(([name]) => !left.includes(name)))

/** What is summed up over the kinds of a source. */
const byKinds = ({ reader }: Store): unknown => [
  reader.all('SELECT * FROM source_class ORDER BY 1, 2, 3'),
  reader.all('SELECT * FROM source_method ORDER BY 1, 2'),
  reader.all(
    'SELECT source, tool, text, messages FROM source_tool t JOIN user_agent u ON u.id = user_agent ORDER BY 1, 2, 3',
  ),
  reader.all(
    'SELECT source, text, messages FROM source_fingerprint JOIN fingerprint f ON f.id = fingerprint ORDER BY 1, 2',
  ),
]

test('a database of format 2 keeps all its events and counts, and shows the same', () => {
  const { today, upgraded } = bothStores()
  expect(olderEvents(upgraded.reader, 2)).toBe(1_800)
  const { kept, counted } = recount(upgraded)
  expect(without(kept, laterKnown)).toEqual(without(counted, laterKnown))
  // Only the bytes tell how sure a reading is, so it is low until they are judged anew.
  const unsure = JSON.stringify(profiles(today)).replaceAll(/"confidence":"\w+"/g, '"confidence":"low"')
  expect(profiles(upgraded)).toEqual(JSON.parse(unsure))
  const ids = [1, 2, 3, 4, 5]
  const [before, after] = [today, upgraded].map((store) =>
    sourcesById(store.reader, ids).map((source) => ({ ...source, foreignVia: 0 })),
  )
  expect(after).toEqual(before)
})

test('judging its events anew brings what was not known then, and counts nothing twice', () => {
  const { today, upgraded } = bothStores()
  beginRules(upgraded.writer, 2)
  const events = createEventWriter(upgraded.writer, testGeo, now)
  for (let stretch = nextOlder(upgraded.reader, 2, 500); stretch; stretch = nextOlder(upgraded.reader, 2, 500)) {
    const reached = stretch
    events.revise(reached, judgeMessage, () => moveJudged(upgraded.writer, reached, 2))
    expect(profiles(upgraded)).toEqual(profiles(today))
  }
  endOldCounts(upgraded.writer)
  expect(seenRows(upgraded)).toEqual(seenRows(today))
  const { kept, counted } = recount(upgraded)
  expect(kept).toEqual(counted)
  expect(without(kept, namingKinds)).toEqual(without(recount(today).kept, namingKinds))
  expect(byKinds(upgraded)).toEqual(byKinds(today))
})

test('what was dialled with more text than is kept now is one row, and all events stay with it', () => {
  const { today } = bothStores()
  const [directory, remove] = temporaryDirectory()
  stops.push(remove)
  writeFormat2(directory, today)
  const old = new Database(join(directory, 'console.db'))
  const long = `46850780296;${'x'.repeat(600)}`
  const insert = old.prepare('INSERT INTO dialled (id, number, prefix, raw) VALUES (?, 1, 1, ?)')
  insert.run(9_001, `${long}1`)
  insert.run(9_002, `${long}2`)
  old.exec('UPDATE event SET dialled = 9001 WHERE id = 1; UPDATE event SET dialled = 9002 WHERE id IN (3, 5)')
  old.exec('UPDATE dialog SET dialled = 9002 WHERE id = 1')
  old.close()
  const store = openStore({ directory })
  stops.push(() => store.close())
  const raws = store.reader.all(
    'SELECT e.id, d.id AS dialled FROM event e JOIN dialled d ON d.id = e.dialled WHERE e.id IN (1, 3, 5)',
  )
  expect(raws).toEqual([1, 3, 5].map((id) => ({ id, dialled: 9_001 })))
  expect(store.reader.get('SELECT dialled FROM dialog WHERE id = 1')).toEqual({ dialled: 9_001 })
  expect(store.reader.get('SELECT count(*) AS n FROM source_dialled WHERE dialled = 9002')).toEqual({ n: 0 })
})
