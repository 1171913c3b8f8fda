import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createChanges } from '../../../src/engine/changes.ts'
import { createIngest } from '../../../src/engine/ingest/ingest.ts'
import { olderEvents } from '../../../src/engine/store/judged.ts'
import { openStore, type Store } from '../../../src/engine/store/open.ts'
import { addSensor } from '../../../src/engine/store/sensors.ts'
import { createTail } from '../../../src/engine/tail.ts'
import { temporaryDirectory } from '../../support/engine.ts'
import { guessingTraffic } from '../../support/guessing-traffic.ts'
import { otherRules } from '../../support/other-rules.ts'
import { randomFrom, takeTraffic } from '../../support/sip-events.ts'
import { testGeo } from '../../support/store.ts'
import { expectExact } from '../../support/recount.ts'
import { seenRows } from './rows.ts'

const start = (Date.now() - 1_800_000) * 1000
const events = [...takeTraffic(6_000, 21, start), ...guessingTraffic(3_000, 21, start)].sort((a, b) => a[0] - b[0])

async function fill(directory: string, rules?: typeof otherRules): Promise<void> {
  const store = openStore({ directory })
  const around = { store, geo: testGeo, changes: createChanges(), tail: createTail(), now: Date.now }
  const ingest = createIngest(rules ? { ...around, rules } : around)
  const sensor = addSensor(store.writer, 'ws://127.0.0.1:9/', 'x'.repeat(16))
  for (let at = 0; at < events.length; at += 1_000) {
    ingest.store({ sensor, epoch: 'a'.repeat(16), first: at + 1, events: events.slice(at, at + 1_000) })
  }
  await ingest.close()
  store.close()
}

function look<Found>(directory: string, read: (store: Store) => Found): Found {
  const store = openStore({ directory })
  const found = read(store)
  store.close()
  return found
}

/** Resolves when the child's output holds one of the words. */
function says(child: ChildProcess, words: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk) => words.test(String(chunk)) && resolve())
    child.once('exit', () => reject(new Error('the child ended by itself')))
  })
}

test('a re-analysis that is killed again and again loses nothing, and ends where an undisturbed one would', async () => {
  const [directory, remove] = temporaryDirectory()
  const [other, removeOther] = temporaryDirectory()
  const random = randomFrom(7)
  try {
    await fill(directory)
    const older: number[] = []
    for (let round = 0; round < 12; round += 1) {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'reanalysis-child.ts'), directory])
      const gone = once(child, 'exit')
      await says(child, /batch|done/)
      await sleep(random() * 80)
      child.kill('SIGKILL')
      await gone
      older.push(look(directory, (store) => olderEvents(store.reader, otherRules.version)))
      look(directory, expectExact)
    }
    // Some kill came in the middle, and no round undid what an earlier one had done.
    expect(older.some((left) => left > 0 && left < events.length)).toBe(true)
    expect(older).toEqual(older.toSorted((a, b) => b - a))

    const last = spawn(process.execPath, [join(import.meta.dirname, 'reanalysis-child.ts'), directory])
    const gone = once(last, 'exit')
    await says(last, /done/)
    last.kill('SIGKILL')
    await gone
    await fill(other, otherRules)
    expect(look(directory, seenRows)).toEqual(look(other, seenRows))
    look(directory, expectExact)
  } finally {
    remove()
    removeOther()
  }
}, 120_000)
