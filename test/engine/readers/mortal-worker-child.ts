import { parentPort } from 'node:worker_threads'
import type { ToReader } from '../../../src/engine/readers/messages.ts'

/** The real worker, which can be made to end in the middle of a call as a fault in native code would. */
parentPort?.on('message', (message: ToReader) => {
  if (message.kind === 'call' && JSON.stringify(message.params).includes('end this thread')) process.exit(7)
})
await import('../../../src/engine/readers/worker.ts')
