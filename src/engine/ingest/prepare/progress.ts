/**
 * Which message of which frame the thread is at, in memory that both threads see: the one that waits for a message can
 * tell nothing, because a thread in an endless loop answers nothing.
 */
export interface PreparerStart {
  readonly progress: SharedArrayBuffer
}

export const newProgress = (): SharedArrayBuffer => new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)

export interface At {
  /** Of the frame. */
  readonly id: number
  /** Of the message in it. */
  readonly place: number
}

/** For the thread that judges. @returns what is to be told of each message before it is judged; absent behind the last. */
export function progressTeller(progress: SharedArrayBuffer): (at: At | undefined) => void {
  const shared = new Int32Array(progress)
  return (at) => {
    Atomics.store(shared, 0, at?.id ?? 0)
    Atomics.store(shared, 1, at?.place ?? 0)
  }
}

/**
 * For the thread that waits, every now and then.
 *
 * @param patience milliseconds for one message.
 * @param now milliseconds.
 * @returns the message that has been judged for longer.
 */
export function stuckFinder(progress: SharedArrayBuffer, patience: number, now: () => number): () => At | undefined {
  const shared = new Int32Array(progress)
  let [last, since]: [At, number] = [{ id: 0, place: 0 }, now()]
  return () => {
    const at = { id: Atomics.load(shared, 0), place: Atomics.load(shared, 1) }
    if (at.id !== last.id || at.place !== last.place) [last, since] = [at, now()]
    return at.id !== 0 && now() - since > patience ? at : undefined
  }
}
