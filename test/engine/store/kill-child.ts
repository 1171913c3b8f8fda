import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { createReanalysis } from '../../../src/engine/analysis/reanalysis.ts'
import { createChanges } from '../../../src/engine/changes.ts'
import { createIngest } from '../../../src/engine/ingest/ingest.ts'
import { openStore } from '../../../src/engine/store/open.ts'
import { packWaiting } from '../../../src/engine/store/raw/pack.ts'
import { createTail } from '../../../src/engine/tail.ts'
import { testGeo } from '../../support/store.ts'
import { killEpoch, killRules, killSensor, killTraffic } from './kill-traffic.ts'

/**
 * Stores what is missing of the traffic, judges anew what older rules judged, and packs raw bytes, all in turns, until
 * it is killed; says `begun` once it does, and `done` when nothing is left: `node kill-child.ts DIRECTORY SEED ROUND`.
 */
const [directory = '', seed = '', round = ''] = process.argv.slice(2)
const events = killTraffic(Number(seed))
const store = openStore({ directory })
const changes = createChanges()
const rules = killRules(Number(round))
const ingest = createIngest({ store, geo: testGeo, changes, tail: createTail(), now: Date.now, rules })
const reanalysis = createReanalysis({ store, ingest, changes, log: pino(pino.destination(2)), now: Date.now })
const sensor = killSensor(store)

const fail = (error: unknown): never => {
  throw error
}
const lanes = { ingest: ingest.lane(fail), packing: ingest.lane(fail) }
let at = store.reader.get<{ last: number }>('SELECT last FROM epoch WHERE sensor = ?', sensor)?.last ?? 0

/** Batches of many sizes: some are packed at once, others wait for the next ones. */
function storeNext(): void {
  const size = [7, 60, 300][at % 3] ?? 7
  if (at >= events.length) return
  ingest.store({ sensor, epoch: killEpoch, first: at + 1, events: events.slice(at, at + size) })
  at = Math.min(events.length, at + size)
  lanes.ingest.push(storeNext)
}

function pack(): void {
  packWaiting(store.writer, 300)
  void sleep(10).then(() => lanes.packing.push(pack))
}

lanes.ingest.push(storeNext)
lanes.packing.push(pack)
lanes.ingest.push(() => {
  reanalysis.start()
  process.stdout.write('begun\n')
})
setInterval(() => {
  if (at < events.length) return
  if (reanalysis.status().older === 0) process.stdout.write('done\n')
  else reanalysis.start()
}, 20)
