import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { StoreWorker } from '../../../../src/engine/store/thread/worker.ts'

const file = new URL('loading-worker.ts', import.meta.url).pathname

/** Ends threads while they load, each at another moment. Where that is not safe, this process is gone with SIGABRT. */
for (let round = 0; round < 60; round += 1) {
  const worker = new StoreWorker(file, { workerData: {}, execArgv: [] })
  await once(worker, 'message')
  await sleep(round % 4)
  await worker.terminate()
}
