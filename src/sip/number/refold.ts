import { foldGroup } from './fold.ts'
import type { Confidence } from './split.ts'

/** A dialled string as it is known so far. */
export interface Member {
  readonly key: number
  /** As `dialledString` gives it. */
  readonly dialled: string
  readonly core: string
  /** Identity of the core: one for each text. */
  readonly number: number
  readonly confidence: Confidence
}

/** What more evidence changes in a group: to be done in this order. */
export interface Refolding {
  /** Cores that are now read otherwise and stay the same number. */
  readonly renamed: readonly { readonly number: number; readonly core: string }[]
  /** Strings that are read otherwise than before, also those of renamed cores. */
  readonly moved: readonly Move[]
}

interface Move {
  readonly key: number
  readonly core: string
  readonly prefix: string
  readonly confidence: Confidence
}

/**
 * How a group of strings with one suffix is read together, in differences to how it was read before. The readings depend
 * on the strings alone; identities follow the strings: a core whose text no string has any more hands its identity to the
 * new core that most of its strings now have.
 * @param members all strings of one suffix; several may be dialled alike.
 */
export function refold(members: readonly Member[]): Refolding {
  const folded = new Map(
    foldGroup([...new Set(members.map(({ dialled }) => dialled))]).map((one) => [one.dialled, one]),
  )
  const moved = members.flatMap((member): Move | readonly Move[] => {
    const now = folded.get(member.dialled)
    if (!now || (now.core === member.core && now.confidence === member.confidence)) return []
    return { key: member.key, core: now.core, prefix: now.prefix, confidence: now.confidence }
  })
  return moved.length === 0 ? { renamed: [], moved } : { renamed: renamed(members, moved), moved }
}

function renamed(members: readonly Member[], moved: readonly Move[]): Refolding['renamed'] {
  const moves = new Map(moved.map((move) => [move.key, move.core]))
  const coreNow = (member: Member): string => moves.get(member.key) ?? member.core
  const before = new Set(members.map(({ core }) => core))
  const after = new Set(members.map(coreNow))
  const inheritances = new Map<string, { number: number; core: string; strings: number }>()
  for (const member of members) {
    const core = coreNow(member)
    if (after.has(member.core) || before.has(core)) continue
    const name = `${member.number} ${core}`
    const known = inheritances.get(name)
    if (known) known.strings += 1
    else inheritances.set(name, { number: member.number, core, strings: 1 })
  }
  const heirs = [...inheritances.values()].sort((a, b) => b.strings - a.strings || a.number - b.number)
  return firstOfEach(heirs)
}

/** Each identity goes to one core, and each core takes one: the strongest claims first. */
function firstOfEach(heirs: readonly { readonly number: number; readonly core: string }[]): Refolding['renamed'] {
  const numbers = new Set<number>()
  const cores = new Set<string>()
  return heirs.flatMap(({ number, core }) => {
    if (numbers.has(number) || cores.has(core)) return []
    numbers.add(number)
    cores.add(core)
    return { number, core }
  })
}
