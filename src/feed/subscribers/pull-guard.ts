/**
 * The rate limit of one key. It counts pulls, not requests, and never stops a pull that has begun: on a 429 half way one
 * public client replaces its set with half a list, and another applies nothing.
 *
 * A request continues a pull when it asks for an ID that this key was handed a short while ago; each handed ID is good
 * for one such request, so continuing is bounded by the length of the list.
 */
export interface PullLimits {
  /** Pulls begun in a window. */
  readonly pulls: number
  /** Single addresses looked up in a window. */
  readonly checks: number
  /** Length of the window. */
  readonly minutes: number
}

export type PullStep = 'begins' | 'continues' | 'refused'

export interface PullGuard {
  /** Judges a request for what is above `id`. */
  pull(id: string | undefined, now: number): PullStep
  /** Remembers that the key was given `next` to go on from. */
  handed(next: number | string, now: number): void
  check(now: number): boolean
}

/** A pull that pauses longer than this counts as a new one, milliseconds. */
const longestPause = 60_000
const mostHanded = 10_000
/** Machines with one key that may stand at the same page. */
const mostAlike = 100

export function createPullGuard({ pulls, checks, minutes }: PullLimits): PullGuard {
  const pullWindow = createWindow(pulls, minutes * 60_000)
  const checkWindow = createWindow(checks, minutes * 60_000)
  /** ID → the times it was handed out; several machines may share a key. */
  const open = new Map<string, number[]>()

  const continues = (id: string, now: number): boolean => {
    const times = (open.get(id) ?? []).filter((time) => now - time < longestPause)
    const one = times.pop()
    if (times.length > 0) open.set(id, times)
    else open.delete(id)
    return one !== undefined
  }

  return {
    pull(id, now) {
      if (id !== undefined && continues(id, now)) return 'continues'
      return pullWindow(now) ? 'begins' : 'refused'
    },
    handed(next, now) {
      const id = String(next)
      const known = open.get(id)
      const times = known ?? []
      times.push(now)
      if (times.length > mostAlike) times.shift()
      if (known && open.size === 1) return
      // Taken out and put in again: the map stays in the order of time.
      open.delete(id)
      open.set(id, times)
      forgetOld(open, now)
    },
    check: checkWindow,
  }
}

function forgetOld(open: Map<string, number[]>, now: number): void {
  for (const [id, times] of open) {
    if (open.size <= mostHanded && now - (times.at(-1) ?? 0) < longestPause) return
    open.delete(id)
  }
}

/** At most `most` in each window of `length` milliseconds. A clock set back begins a new window. */
function createWindow(most: number, length: number): (now: number) => boolean {
  let since = -Infinity
  let used = 0
  return (now) => {
    if (now - since >= length || now < since) {
      since = now
      used = 0
    }
    used += 1
    return used <= most
  }
}
