/**
 * Which time to go by when the wall clock jumps ahead. What ends, ends for good: a clock that a mistake of NTP, of a
 * hypervisor or of a person sets a day ahead would end holds, bans and whitelist entries that nobody can bring back. So
 * a step ahead is believed only after it has stood for a while; meanwhile time goes on as the machine runs.
 *
 * A step back is believed at once: it ends nothing.
 */
export interface Reading {
  /** What the machine says, UTC milliseconds. */
  readonly wall: number
  /** For how long it has been running, asleep or not, milliseconds: nobody can set that. */
  readonly run: number
}

interface Doubt {
  /** When the step was noticed, as `run`. */
  readonly since: number
  /** How far the wall clock is ahead of the time gone by, milliseconds. */
  readonly by: number
}

/** The last reading that was believed. */
export interface Belief extends Reading {
  readonly doubt?: Doubt
}

/** Believed at once, milliseconds: what a healthy machine is ever put right by, and little of any hold. */
export const longestStep = 10_000
/** For how long a longer step must stand, milliseconds: longer than NTP takes to mend what it broke. */
export const grace = 3_600_000
/** A feed that was off over a start of the machine is believed to have been off for so long, milliseconds. */
export const longestOff = 30 * 86_400_000

/** The time to go by at `run`, UTC milliseconds, whole: never later than the wall clock that was looked at. */
export const timeAt = (belief: Belief, run: number): number => Math.floor(belief.wall + Math.max(0, run - belief.run))

/** How long it takes until the step is believed, milliseconds. */
export const believedIn = ({ since }: Doubt, run: number): number => Math.max(0, Math.ceil(since + grace - run))

/** Does `reading` say more than can have gone by? */
export const isAhead = (belief: Belief, { wall, run }: Reading): boolean => wall - timeAt(belief, run) > longestStep

/** What to believe after a look at the clocks. */
export function look(belief: Belief, reading: Reading): Belief {
  if (!isAhead(belief, reading)) return { wall: reading.wall, run: reading.run }
  const by = reading.wall - timeAt(belief, reading.run)
  // One that has moved on is another step, with a while of its own.
  const stands = belief.doubt !== undefined && Math.abs(by - belief.doubt.by) <= longestStep
  const doubt = belief.doubt && stands ? belief.doubt : { since: reading.run, by }
  if (reading.run - doubt.since >= grace) return { wall: reading.wall, run: reading.run }
  return { wall: belief.wall, run: belief.run, doubt }
}

/** What a feed knew of the time when it last wrote that down. */
export interface Remembered extends Belief {
  /** Names the start of the machine that `run` counts from; empty where that cannot be told. */
  readonly boot: string
}

export const remember = (belief: Belief, run: number, boot: string): Remembered => ({
  ...belief,
  ...{ wall: timeAt(belief, run), run, boot },
})

/**
 * What to believe at the start of the program. While the machine was not started anew its running time tells how long the
 * program was off; else nobody knows, and only a very long time, or what was in doubt before, is doubted.
 */
export function resume(before: Remembered | undefined, reading: Reading, boot: string): Belief {
  if (!before) return reading
  const { boot: known, ...belief } = before
  if (known !== '' && known === boot && reading.run >= belief.run) return look(belief, reading)
  if (!belief.doubt && reading.wall - belief.wall <= longestOff) return reading
  return look({ wall: belief.wall, run: reading.run }, reading)
}
