/** Milliseconds that a turn takes at most, about: it holds up ingestion, whose messages want to be seen soon. */
const goal = 12
const longest = 8
const shortest = 1

/**
 * Cuts long work into turns that are short on this disk, whatever it is: each learns from those before it.
 * @param work is told for how many milliseconds it may go on; a commit comes on top. @returns false when it is done.
 * @param now milliseconds of any clock.
 */
export function paced(
  work: (milliseconds: number) => boolean,
  now: () => number = () => performance.now(),
): () => boolean {
  let milliseconds = longest / 2
  return () => {
    const began = now()
    const more = work(milliseconds)
    const isLong = now() - began > goal
    milliseconds = isLong ? Math.max(shortest, milliseconds / 2) : Math.min(longest, milliseconds + 0.5)
    return more
  }
}
