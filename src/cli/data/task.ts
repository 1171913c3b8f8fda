import { join } from 'node:path'
import { RpcError } from '../../contract/rpc/error.ts'
import { runTask } from '../../engine/data/run-task.ts'
import type { Tasks } from '../../engine/data/tasks.ts'
import { terminalText } from '../../engine/terminal-text.ts'
import type { Context } from '../command.ts'
import { Failure, type ExitCode } from '../exit.ts'
import { root } from '../program.ts'

const worker = join(root, 'src', 'engine', 'data', 'worker.ts')

/** Does a long task in a thread, with its progress. @throws Failure `refused` with what the disk says. */
export async function doTask<Name extends keyof Tasks>(
  name: Name,
  params: Parameters<Tasks[Name]>[0],
  { signal, progress }: Context,
  refused: ExitCode,
): Promise<Awaited<ReturnType<Tasks[Name]>>> {
  const report = (done: number, total = 0): void =>
    progress.show(`${name}: ${Math.floor((100 * done) / Math.max(1, total))} %`)
  try {
    return await runTask(worker, name, params, { signal, report })
  } catch (error) {
    if (error instanceof RpcError && error.code === 'unavailable')
      throw new Failure(refused, terminalText(error.message))
    throw error
  } finally {
    progress.clear()
  }
}
