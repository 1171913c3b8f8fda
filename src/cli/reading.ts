import { join } from 'node:path'
import { pino } from 'pino'
import type { ConsoleCalls } from '../contract/console/index.ts'
import type { ParsedOf, ResultOf } from '../contract/rpc/table.ts'
import { startReaders, type Readers } from '../engine/readers/pool.ts'
import type { LiveState } from '../engine/readers/reading.ts'
import { openToRead } from './beside.ts'
import type { Context } from './command.ts'
import { root, systemsAt, versionOfThis } from './program.ts'
import type { CommandRead } from './reading-worker.ts'

/** Asks as the page does. A page's limit on rows is the page's own. @throws RpcError */
export type Ask = <Name extends CommandRead>(
  name: Name,
  params: ParsedOf<ConsoleCalls[Name]>,
) => Promise<ResultOf<ConsoleCalls[Name]>>

/** Who answers, for parts of the engine that ask by themselves. */
export interface Asking {
  readonly readers: Readers
  readonly live: () => LiveState
}

/**
 * Opens a data folder for reading, beside a console that may be using it, and closes it behind `work`. A thread reads,
 * so that an interrupt is heard at any moment. @throws StoreError
 */
export async function whileReading<Result>(
  context: Context,
  work: (ask: Ask, asking: Asking, path: string) => Promise<Result>,
): Promise<Result> {
  const { data, signal } = context
  const store = await openToRead(context)
  const file = join(import.meta.dirname, 'reading-worker.ts')
  const readers = startReaders({ file, log: pino({ level: 'silent' }), threads: 1 })
  try {
    const place = {
      workspace: 'main',
      directory: data,
      resources: join(root, 'resources'),
      systemsAt: systemsAt(),
      analyst: '',
      version: versionOfThis(),
    } as const
    readers.open({ path: store.path, place: { ...place, patience: Infinity } })
    const ask = (name: CommandRead, params: unknown): Promise<unknown> =>
      readers.ask(name, params, { live: {}, signal })
    return await work(ask as Ask, { readers, live: () => ({}) }, store.path)
  } finally {
    await readers.close()
    store.close()
  }
}
