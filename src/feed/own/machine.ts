import { networkInterfaces } from 'node:os'
import { placeOf } from './place.ts'

/** How long the machine's addresses are taken for known, milliseconds: it may come to another network. */
const knownFor = 60_000

/** The public addresses of the machine that the feed runs on. */
export function machineAddresses(now: () => number): () => readonly string[] {
  let known: readonly string[] = []
  let at = -Infinity
  return () => {
    const time = now()
    if (time - at < knownFor && time >= at) return known
    at = time
    const all = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
    const found = all.flatMap(({ address }) => placeOf(address) ?? [])
    // The same object while nothing changed: what is computed from it stays.
    if (found.join() !== known.join()) known = found
    return known
  }
}
