import type { Stretch } from '../../store/raw/block.ts'

/** Where something of a certain length begins next, at a place or behind it; less than 0: nowhere. */
export interface Wanted {
  readonly length: number
  next(from: number): number
}

/** Calls with the place of each message of a stretch that holds what is wanted: where it is not, no message is looked at. */
export function leap({ ids, starts }: Stretch, wanted: Wanted, onFound: (place: number) => void): void {
  const count = ids.length
  const end = starts[count] ?? 0
  let place = 0
  for (let at = wanted.next(starts[0] ?? 0); at >= 0 && at < end; at = wanted.next(starts[place] ?? end)) {
    while ((starts[place + 1] ?? end) <= at) place += 1
    // What begins in one message and ends in the next is in neither, and so is all that begins behind it.
    if (at + wanted.length <= (starts[place + 1] ?? end)) onFound(place)
    place += 1
    if (place >= count) return
  }
}
