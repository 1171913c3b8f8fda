import { pino } from 'pino'
import { createReanalysis } from '../../../src/engine/analysis/reanalysis.ts'
import { createChanges } from '../../../src/engine/changes.ts'
import { createIngest } from '../../../src/engine/ingest/ingest.ts'
import { openStore } from '../../../src/engine/store/open.ts'
import { createTail } from '../../../src/engine/tail.ts'
import { otherRules } from '../../support/other-rules.ts'
import { testGeo } from '../../support/store.ts'

/** Judges stored events anew until it is killed; says `batch` behind each, and `done` when none is left. */
const [directory = ''] = process.argv.slice(2)
const store = openStore({ directory })
const changes = createChanges()
const around = { store, geo: testGeo, changes, tail: createTail(), now: Date.now, rules: otherRules }
const ingest = createIngest(around)
const telling: typeof ingest = {
  ...ingest,
  revise: (...batch) => {
    ingest.revise(...batch)
    process.stdout.write('batch\n')
  },
}
const reanalysis = createReanalysis({ store, ingest: telling, changes, log: pino(pino.destination(2)), now: Date.now })
reanalysis.start()
setInterval(() => {
  if (reanalysis.status().older === 0) process.stdout.write('done\n')
}, 20)
