import { MessageChannelMain, safeStorage } from 'electron'
import { join } from 'node:path'
import { pino } from 'pino'
import { connect } from '../../../src/contract/rpc/connect.ts'
import type { consoleContract } from '../../../src/contract/console/index.ts'
import { keepEngine } from '../../../src/main/engine-process.ts'
import { answerFromKeystore } from '../../../src/main/keystore.ts'
import { engineOptions, nodeTimers } from '../engine.ts'

/**
 * The shell without its window, on the stand-in of Electron: main's own code starts the engine in a process of its own,
 * answers it from the keystore, and says on stdout who the analyst is.
 */
const { dataDirectory, resources, geoCountry, geoSystems, programs, threads, version, demo } = engineOptions(
  process.argv[2] ?? '',
)
const start = { dataDirectory, resources, geoCountry, geoSystems, programs, threads, version, demo }
const engine = keepEngine({
  file: join(import.meta.dirname, '..', '..', '..', 'src', 'engine', 'utility.ts'),
  start,
  log: pino({ level: 'silent' }),
  onQuit: () => undefined,
  keystore: (question) => answerFromKeystore(safeStorage, question),
  onUnable: (lastWords) => {
    throw new Error(lastWords)
  },
})
const { port1, port2 } = new MessageChannelMain()
engine.connect(port1)
const client = connect<typeof consoleContract.calls, typeof consoleContract.streams>(
  {
    send: (message) => port2.postMessage(message),
    onMessage: (listener) => {
      port2.on('message', ({ data }) => listener(data))
      port2.start()
    },
    onClose: (listener) => void port2.on('close', listener),
    close: () => port2.close(),
  },
  nodeTimers,
)
const { analyst } = await client.call('app.info', {})
await engine.stop()
process.stdout.write(JSON.stringify(analyst))
process.exit(0)
