/** Does one message and returns a number that depends on all that was done, so that nothing can be left out. */
export type Contender = (message: Uint8Array) => number

/** Enough that a noisy moment of the machine is not the best of any. */
const rounds = 15

/**
 * Messages per second of each contender: the best of several rounds in which they take turns, so that whatever else the
 * machine does hits all alike.
 *
 * @param size messages that each contender does in all.
 */
export function fastest<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  messages: readonly Uint8Array[],
  size: number,
): Readonly<Record<Name, number>> {
  const names = Object.keys(contenders) as Name[]
  const best = Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>
  const share = Math.max(1, Math.round(size / rounds))
  for (let round = 0; round < rounds; round++) {
    for (const name of names) best[name] = Math.max(best[name], rate(contenders[name], messages, share))
  }
  return best
}

let sum = 0

function rate(contender: Contender, messages: readonly Uint8Array[], count: number): number {
  const began = performance.now()
  for (let done = 0; done < count;) {
    for (let at = 0; at < messages.length && done < count; at++, done++)
      sum += contender(messages[at] ?? new Uint8Array())
  }
  const seconds = (performance.now() - began) / 1000
  if (!Number.isFinite(sum)) throw new Error('a contender returned no number')
  return count / seconds
}
