import type { Writer } from '../../connection.ts'
import type { SpanTally } from './tally.ts'

const change = 'UPDATE dialled SET attempts = attempts + ? WHERE id = ?'

/** How often anybody dialled what these sources dialled. @param by -1 when they did not after all. */
export function addAttempts(writer: Writer, dialled: SpanTally, by: 1 | -1 = 1): void {
  const attempts = new Map<number, number>()
  for (const { thing, count } of dialled.spans()) attempts.set(thing, (attempts.get(thing) ?? 0) + count)
  for (const [id, count] of attempts) writer.run(change, by * count, id)
}
