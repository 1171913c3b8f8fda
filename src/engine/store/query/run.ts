import { RpcError } from '../../../contract/rpc/error.ts'
import type { Systems, SystemTable } from '../../geo/systems/systems.ts'
import type { Reader } from '../connection.ts'

/** One question on its way through the store. */
export interface Run {
  readonly reader: Reader
  /** UTC milliseconds. */
  readonly now: number
  /** To be called between stretches of work. @throws QueryCancelled when nobody waits for the answer any more. */
  pause(): void
  /** Whether the time for an exact answer is over: what is known by then is the answer, and says that it is a part. */
  late(): boolean
  /** Milliseconds until then. */
  left(): number
  /** Which networks addresses belong to; read by the first question. @throws RpcError `unavailable`, in words. */
  systems(): SystemTable
}

export interface RunOptions {
  readonly reader: Reader
  readonly now: number
  readonly systems?: Systems | undefined
  readonly cancelled?: (() => boolean) | undefined
  /** How long looking at events may take; counts that are kept anyway are always read. */
  readonly milliseconds?: number | undefined
}

export class QueryCancelled extends Error {
  constructor() {
    super('nobody waits for this answer any more')
    this.name = 'QueryCancelled'
  }
}

/** Milliseconds for which others may have the processor, or the disk be slow, before that costs an exact answer. */
const mostWaited = 1_000

export function startRun(options: RunOptions): Run {
  const { reader, now, systems, cancelled = () => false, milliseconds = Infinity } = options
  const spent = stopwatch()
  const left = (): number => milliseconds - spent(milliseconds)
  const pause = (): void => {
    if (cancelled()) throw new QueryCancelled()
  }
  return {
    reader,
    now,
    pause,
    late: () => left() <= 0,
    left,
    systems: () => {
      if (!systems) throw new RpcError('unavailable', 'No table of networks (autonomous systems) is at hand.')
      return systems.table(pause)
    },
  }
}

/**
 * @returns milliseconds since now; once they are more than `enough`, without those for which a busy machine had this
 * thread wait: on one that does much at a time, small stores were counted in part.
 */
function stopwatch(): (enough: number) => number {
  const [began, worked] = [performance.now(), processorTime()]
  return (enough) => {
    const passed = performance.now() - began
    return passed < enough ? passed : Math.max(processorTime() - worked, passed - mostWaited)
  }
}

/** Milliseconds of this thread; where Node cannot tell, of the clock. */
function processorTime(): number {
  if (!('threadCpuUsage' in process)) return performance.now()
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** The greatest id of a table and one more: how long a set of its ids is. */
export const lengthOf = (reader: Reader, table: keyof typeof lengths): number =>
  (reader.get<{ last: number | null }>(lengths[table])?.last ?? 0) + 1

const lengths = {
  kind: 'SELECT max(id) AS last FROM kind',
  source: 'SELECT max(id) AS last FROM source',
  dialled: 'SELECT max(id) AS last FROM dialled',
  user: 'SELECT max(id) AS last FROM user',
  guess: 'SELECT max(id) AS last FROM guess',
  named: 'SELECT max(id) AS last FROM named',
  number: 'SELECT max(id) AS last FROM number',
  event: 'SELECT max(id) AS last FROM event',
}
