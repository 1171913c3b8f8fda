/** What two sources may have in common. */
export type FeatureKind =
  | 'number'
  | 'block'
  | 'password'
  | 'user'
  | 'account'
  | 'fingerprint'
  | 'userAgent'
  | 'program'
  | 'shape'
  | 'network'
  | 'start'
  | 'daily'
  | 'range'

export interface Kind {
  readonly name: FeatureKind
  /**
   * Kinds of one family say the same thing twice: a program brings its name, its structure and its lists along, so that
   * all who have it share all of them.
   */
  readonly family: 'target' | 'means' | 'place' | 'time' | 'account'
  /** More sources than this part of all have it by habit or chance: it is common and links nobody. */
  readonly mostShare: number
  /** How many times oftener than by chance strangers have the same: they think alike, and fill the same networks. */
  readonly habit: number
}

/** Place of a kind in `kinds`. */
export const placeOf = (name: FeatureKind): number => kinds.findIndex((kind) => kind.name === name)

const kind = (name: FeatureKind, family: Kind['family'], mostShare: number, habit: number): Kind => ({
  ...{ name, family, mostShare, habit },
})

export const kinds: readonly Kind[] = [
  kind('number', 'target', 0.02, 1),
  kind('block', 'target', 0.01, 1),
  kind('password', 'means', 0.015, 2),
  kind('user', 'means', 0.015, 10),
  kind('account', 'account', 0.002, 10),
  kind('fingerprint', 'means', 0.01, 2),
  kind('userAgent', 'means', 0.005, 4),
  kind('program', 'means', 0.01, 2),
  kind('shape', 'means', 0.01, 2),
  kind('network', 'place', 0.006, 1),
  kind('start', 'time', 0.002, 1),
  kind('daily', 'time', 0.002, 2),
  kind('range', 'means', 0.01, 10),
]

/** Fewer sources than this are taken for so many: shares of a handful mean nothing. */
const fewestSources = 2_000

/** How many sources things are rare among; told in steps, so that one source more changes nothing anywhere else. */
export function population(sources: number): number {
  let counted = fewestSources
  while (counted < sources) counted = Math.ceil(counted * 1.2)
  return counted
}

/** Strangers that are not there to compare with, and are taken to be unlike everybody. */
export const unseen = (sources: number): number => Math.max(0, fewestSources - sources)

/** Whether so many sources may have it and it still says something. */
export const isRare = (kind: Kind, holders: number, among: number): boolean =>
  holders >= 2 && holders <= Math.max(4, kind.mostShare * among)

/** Bits of information in two sources having the same: log2(N/n). */
export const information = (holders: number, among: number): number => Math.log2(among / Math.max(1, holders))
