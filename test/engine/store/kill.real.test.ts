import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createChanges } from '../../../src/engine/changes.ts'
import { createIngest } from '../../../src/engine/ingest/ingest.ts'
import { olderEvents } from '../../../src/engine/store/judged.ts'
import { openStore, type Store } from '../../../src/engine/store/open.ts'
import { rawOf } from '../../../src/engine/store/raw/read.ts'
import { verifyStore } from '../../../src/engine/store/verify/verify.ts'
import { createTail } from '../../../src/engine/tail.ts'
import { temporaryDirectory } from '../../support/engine.ts'
import { expectExact } from '../../support/recount.ts'
import { randomFrom } from '../../support/sip-events.ts'
import { testGeo } from '../../support/store.ts'
import { seenRows } from '../analysis/rows.ts'
import { killEpoch, killRules, killSensor, killTraffic } from './kill-traffic.ts'

const rounds = 20

async function look<Found>(directory: string, read: (store: Store) => Found | Promise<Found>): Promise<Found> {
  const store = openStore({ directory })
  try {
    return await read(store)
  } finally {
    store.close()
  }
}

/** Resolves when the child's output holds the word. */
function says(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk) => String(chunk).includes(word) && resolve())
    child.once('exit', () => reject(new Error('the child ended by itself')))
  })
}

/** @param until when to kill it: a word that it says, and milliseconds behind that. */
async function runAndKill(directory: string, seed: number, round: number, until: [string, number]): Promise<void> {
  const program = join(import.meta.dirname, 'kill-child.ts')
  const child = spawn(process.execPath, [program, directory, String(seed), String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  const [word, milliseconds] = until
  try {
    await says(child, word)
    await sleep(milliseconds)
  } finally {
    child.kill('SIGKILL')
    await gone
  }
}

interface Seen {
  readonly events: number
  readonly last: number
  readonly older: number
}

/** After every kill: what is acknowledged is there once, and everything is counted exactly. */
function afterKill(store: Store, round: number): Seen {
  const events = store.reader.get<{ n: number }>('SELECT count(*) AS n FROM event')?.n ?? 0
  const last = store.reader.get<{ last: number }>('SELECT last FROM epoch')?.last ?? 0
  expectExact(store)
  return { events, last, older: olderEvents(store.reader, killRules(round).version) }
}

test(`${rounds} kills while events are stored, judged anew and packed: nothing lost, nothing twice, all counts exact`, async () => {
  const seed = Date.now() % 1_000_000
  console.info(`kill test, seed ${seed}`)
  const random = randomFrom(seed)
  const [directory, remove] = temporaryDirectory()
  const [other, removeOther] = temporaryDirectory()
  try {
    const seen: Seen[] = []
    for (let round = 0; round < rounds; round += 1) {
      await runAndKill(directory, seed, round, ['begun', random() * 150])
      seen.push(await look(directory, (store) => afterKill(store, round)))
    }
    expect(seen.map(({ events }) => events)).toEqual(seen.map(({ last }) => last))
    // Some kill came in the middle of each.
    const all = killTraffic(seed)
    expect(seen.some(({ events }) => events > 0 && events < all.length)).toBe(true)
    expect(seen.some(({ events, older }) => older > 0 && older < events)).toBe(true)

    await runAndKill(directory, seed, rounds, ['done', 0])
    await fill(other, seed)
    const bytes = await look(directory, (store) => {
      expectExact(store)
      return [...rawOf(store.reader, idsOf(store)).values()]
    })
    expect(bytes).toEqual(all.map((event) => new Uint8Array(event[8])))
    expect(await look(directory, (store) => verifyStore(store.reader))).toEqual([])
    expect(await look(directory, seenRows)).toEqual(await look(other, seenRows))
  } finally {
    remove()
    removeOther()
  }
}, 900_000)

const idsOf = (store: Store): readonly number[] =>
  store.reader.all<{ id: number }>('SELECT id FROM event ORDER BY id').map(({ id }) => id)

/** As if nothing had ever happened. */
async function fill(directory: string, seed: number): Promise<void> {
  const store = openStore({ directory })
  const around = { store, geo: testGeo, changes: createChanges(), tail: createTail(), now: Date.now }
  const ingest = createIngest({ ...around, rules: killRules(rounds) })
  const sensor = killSensor(store)
  const events = killTraffic(seed)
  for (let at = 0; at < events.length; at += 1_000) {
    ingest.store({ sensor, epoch: killEpoch, first: at + 1, events: events.slice(at, at + 1_000) })
  }
  await ingest.close()
  store.close()
}
