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
}

export interface RunOptions {
  readonly reader: Reader
  readonly now: number
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

export function startRun({ reader, now, cancelled = () => false, milliseconds = Infinity }: RunOptions): Run {
  const end = performance.now() + milliseconds
  return {
    reader,
    now,
    pause: () => {
      if (cancelled()) throw new QueryCancelled()
    },
    late: () => performance.now() >= end,
    left: () => end - performance.now(),
  }
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
