import { join } from 'node:path'
import { pino } from 'pino'
import type { ConsoleCalls } from '../contract/console/index.ts'
import type { ParsedOf, ResultOf } from '../contract/rpc/table.ts'
import type { ReadCall } from '../engine/read-handlers.ts'
import { startReaders } from '../engine/readers/pool.ts'
import { openBeside } from '../engine/store/beside.ts'
import type { Context } from './command.ts'
import { root, versionOfThis } from './program.ts'

/** Asks as the page does. A page's limit on rows is the page's own. @throws RpcError */
export type Ask = <Name extends ReadCall>(
  name: Name,
  params: ParsedOf<ConsoleCalls[Name]>,
) => Promise<ResultOf<ConsoleCalls[Name]>>

/**
 * Opens a data folder for reading, beside a console that may be using it, and closes it behind `work`. A thread reads,
 * so that an interrupt is heard at any moment. @throws StoreError
 */
export async function whileReading<Result>(
  { data, signal }: Context,
  work: (ask: Ask, path: string) => Promise<Result>,
): Promise<Result> {
  const store = openBeside(data)
  const file = join(root, 'src', 'engine', 'readers', 'worker.ts')
  const readers = startReaders({ file, log: pino({ level: 'silent' }), threads: 1 })
  try {
    const place = {
      workspace: 'main',
      resources: join(root, 'resources'),
      analyst: '',
      version: versionOfThis(),
    } as const
    readers.open({ path: store.path, place: { ...place, patience: Infinity } })
    const ask = (name: ReadCall, params: unknown): Promise<unknown> => readers.ask(name, params, { live: {}, signal })
    return await work(ask as Ask, store.path)
  } finally {
    await readers.close()
    store.close()
  }
}
