import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore, type Store } from '../../../../src/engine/store/open.ts'
import { noSystem, systemsBySource } from '../../../../src/engine/store/query/known-systems.ts'
import { startRun } from '../../../../src/engine/store/query/run.ts'
import { temporaryDirectory } from '../../../support/engine.ts'
import { openMadeUpSystems } from '../../../support/systems.ts'

/** What was looked up once must not outlive what it was looked up for. */
const table = openMadeUpSystems().table()
let directory: string
let remove: () => void
let store: Store
beforeEach(() => {
  ;[directory, remove] = temporaryDirectory()
  store = openStore({ directory })
})
afterEach(() => {
  store.close()
  remove()
})

function heard(...addresses: readonly string[]): void {
  for (const address of addresses) {
    store.writer.run(
      `INSERT INTO source (address, first_seen, last_seen, messages, answers, dialogs, sensors, numbers, prefixes, proof,
        severity, peak) VALUES (?, 7, 7, 1, 0, 1, 1, 0, 0, 0, 4, 1)`,
      address,
    )
  }
}

const known = (): readonly (number | undefined)[] =>
  Array.from(systemsBySource(startRun({ reader: store.reader, now: 0 }), table).subarray(1), (number) =>
    number === noSystem ? undefined : number,
  )

test('sources that come later are looked up when they come', () => {
  expect(known()).toEqual([])
  heard('198.51.100.1', '192.0.2.1')
  expect(known()).toEqual([64500, undefined])
  heard('10.0.0.1', '2001:db8::1', '192.0.2.2', '198.51.100.200')
  expect(known()).toEqual([64500, undefined, 65536, 64502, undefined, 64501])
})

test('a source that is gone leaves the others as they are', () => {
  heard('198.51.100.1', '192.0.2.1', '10.0.0.1')
  expect(known()).toEqual([64500, undefined, 65536])
  store.writer.run('DELETE FROM source WHERE id = 2')
  heard('198.51.100.200')
  expect([known()[0], ...known().slice(2)]).toEqual([64500, 65536, 64501])
})

test('another file in the place of the first is looked up anew', () => {
  heard('198.51.100.1', '192.0.2.1')
  expect(known()).toEqual([64500, undefined])
  store.close()
  rmSync(join(directory, 'console.db'))
  store = openStore({ directory })
  heard('10.0.0.1', '198.51.100.200')
  expect(known()).toEqual([65536, 64501])
})
