import type { Account, Dialled, Program } from '../../../src/engine/campaigns/suggest/facts.ts'
import type { Chance } from './chance.ts'
import { number, program, range, type World } from './world.ts'

/** What an operator has at one time. Whatever of it is not changed stays from phase to phase. */
export interface Kit {
  readonly scanner: readonly Program[]
  readonly guesser: readonly Program[]
  readonly caller: readonly Program[]
  readonly numbers: readonly Dialled[]
  readonly users: readonly string[]
  readonly passwords: readonly string[]
  /** First three bytes; without any it comes from proxies all over the world. */
  readonly networks: readonly string[]
  /** Accounts it found open: only where it guesses, and kept for the callers. */
  readonly accounts: readonly Account[]
}

/** What all operators of a month may share without knowing of each other. */
export interface Market {
  /** A list that leaked: two of them use it. */
  readonly leaked: readonly string[]
  /** A premium number that is rented to two of them. */
  readonly rented: Dialled
}

export const market = (chance: Chance): Market => ({
  leaked: range(1, 120).map((at) => `leaked${at}`),
  rented: number(chance),
})

export function firstKit(chance: Chance, world: World, name: string): Kit {
  return {
    ...toolsOf(chance, world, `${name}a`),
    numbers: numbersOf(chance),
    users: usersOf(chance, world, name),
    passwords: passwordsOf(chance, world, name),
    networks: networksOf(chance, world),
    accounts: [],
  }
}

/** Operators rotate: tools and networks often, numbers one after the other, word lists seldom. */
export function nextKit(chance: Chance, world: World, name: string, kit: Kit): Kit {
  const kept = kit.numbers.filter(() => chance.percent(40))
  return {
    ...kit,
    ...(chance.percent(50) && toolsOf(chance, world, name)),
    numbers: [...kept, ...numbersOf(chance).slice(0, Math.max(1, kit.numbers.length - kept.length))],
    users: chance.percent(35) ? usersOf(chance, world, name) : kit.users,
    passwords: chance.percent(25) ? passwordsOf(chance, world, name) : kit.passwords,
    networks: chance.percent(60) ? networksOf(chance, world) : kit.networks,
  }
}

function toolsOf(chance: Chance, world: World, name: string): Pick<Kit, 'scanner' | 'guesser' | 'caller'> {
  const own = chance.percent(30) ? program('unknown', `own-${name}/any`, undefined) : undefined
  const sold = chance.percent(20) ? chance.pick(world.sold) : undefined
  const claimed = chance.percent(40) ? chance.pick(world.userAgents) : undefined
  const programs = (task: 'scan' | 'guess' | 'call', method: string): readonly Program[] => {
    const tool = chance.popular(world.tools.filter((each) => each.task === task))
    const built = own ? [{ ...own, fingerprint: own.fingerprint.replace('any', method) }] : (sold ?? tool).programs
    const used = sold && !own ? built.filter(({ fingerprint }) => fingerprint.includes(method)) : built
    return claimed === undefined ? used : used.map((one) => ({ ...one, userAgent: claimed }))
  }
  return {
    scanner: programs('scan', 'OPTIONS'),
    guesser: programs('guess', 'REGISTER'),
    caller: programs('call', 'INVITE'),
  }
}

/** A handful; now and then a block of numbers that differ at their end. */
function numbersOf(chance: Chance): readonly Dialled[] {
  const count = chance.skewed(2, 12)
  const first = number(chance)
  if (chance.percent(70)) return range(1, count).map(() => number(chance))
  return range(1, count).map((step) => ({ ...first, core: `${BigInt(first.core) + BigInt(step)}` }))
}

function usersOf(chance: Chance, world: World, name: string): readonly string[] {
  const kind = chance.below(10)
  if (kind < 3) return chance.pick(world.extensions)
  const first = chance.between(2, 98) * 100
  if (kind < 7) return range(first, first + chance.between(20, 300)).map(String)
  return range(1, chance.between(8, 40)).map(() => `${name}${chance.below(500)}`)
}

function passwordsOf(chance: Chance, world: World, name: string): readonly string[] {
  const shared = chance.pick(world.wordLists)
  if (chance.percent(40)) return shared
  const own = range(1, chance.skewed(40, 600)).map(() => `${name}pw${chance.below(5_000)}`)
  return [...new Set([...own, ...chance.some(shared, chance.between(0, 60))])]
}

const networksOf = (chance: Chance, { hosters }: World): readonly string[] =>
  chance.percent(25) ? [] : chance.some(hosters, chance.skewed(1, 6))
