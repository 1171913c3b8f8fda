import { pino } from 'pino'
import { createChanges } from '../../../src/engine/changes.ts'
import { createIngest } from '../../../src/engine/ingest/ingest.ts'
import { startLinks } from '../../../src/engine/links/links.ts'
import { openStore } from '../../../src/engine/store/open.ts'
import { createTail } from '../../../src/engine/tail.ts'
import { testGeo } from '../../support/store.ts'

/** Ingests from one sensor until it is killed: `node ingest-child.ts DIRECTORY URL TOKEN`. */
const [directory = '', url = '', token = ''] = process.argv.slice(2)
const store = openStore({ directory })
const changes = createChanges()
const now = Date.now
const ingest = createIngest({ store, geo: testGeo, changes, tail: createTail(), now })
const links = startLinks({ store, ingest, changes, log: pino(pino.destination(2)), now })
links.add(url, token)
