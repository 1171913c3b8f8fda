import type { Account } from '../../../src/engine/campaigns/suggest/facts.ts'
import type { Chance } from './chance.ts'
import { firstKit, market, nextKit, type Kit, type Market } from './operators.ts'
import { cutShort, monthLength, monthStart, someAddress, sourceOf, type Doings, type Known } from './strangers.ts'
import { number, type World } from './world.ts'

/** All sources of the month's operators: phase after phase, each phase in waves of addresses. */
export function* campaigns(chance: Chance, world: World, operators: number): Generator<Known> {
  const shared = market(chance)
  for (let at = 0; at < operators; at++) yield* campaign(chance, world, `operator-${at}`, sharing(at, shared))
}

/** The first two share a list, the next two a number. */
const sharing = (at: number, { leaked, rented }: Market): Partial<Kit> =>
  at < 2 ? { passwords: leaked } : at < 4 ? { numbers: [rented] } : {}

function* campaign(chance: Chance, world: World, name: string, shared: Partial<Kit>): Generator<Known> {
  const size = chance.skewed(20, 350)
  const phases = chance.between(1, 4)
  const length = chance.between(4, 31) * 86_400_000
  const start = monthStart + chance.below(Math.max(1, monthLength - length))
  let kit = joined(firstKit(chance, world, name), shared)
  for (let phase = 0; phase < phases; phase++) {
    if (phase > 0) kit = nextKit(chance, world, `${name}${'abcd'[phase] ?? ''}`, kit)
    const from = start + (length * phase) / phases
    const found: Account[] = []
    yield* waves({ chance, world, name, kit, found }, Math.ceil(size / phases), from, length / phases)
  }
}

const joined = (kit: Kit, shared: Partial<Kit>): Kit => ({
  ...kit,
  passwords: shared.passwords ?? kit.passwords,
  numbers: [...(shared.numbers ?? []), ...kit.numbers],
})

interface Phase {
  readonly chance: Chance
  readonly world: World
  readonly name: string
  readonly kit: Kit
  /** Accounts that were opened in it so far. */
  readonly found: Account[]
}

function* waves(phase: Phase, sources: number, from: number, length: number): Generator<Known> {
  const { chance } = phase
  for (let left = sources; left > 0;) {
    const together = chance.percent(60) ? Math.min(left, chance.between(3, 20)) : 1
    const start = from + chance.below(length)
    for (let at = 0; at < together; at++) yield attacker(phase, start + chance.below(480_000))
    left -= together
  }
}

/** Most guess and call; scanning needs few addresses (an Asterisk of 2026: 16 of three million requests). */
function attacker(phase: Phase, start: number): Known {
  const { chance, name } = phase
  const role = chance.below(100)
  const parts: Doings[] = []
  if (role < 8 || role >= 80) parts.push(scans(phase, start))
  if ((role >= 8 && role < 40) || role >= 80) parts.push(guesses(phase, start))
  if (role >= 40) parts.push(calls(phase, start))
  if (chance.percent(1)) parts.push({ start, programs: [], numbers: [chance.pick(foreign(phase))] })
  return { facts: sourceOf(addressOf(phase), together(parts, start)), owner: name }
}

/** The address was somebody else's in the same month, or tries a number out of a tutorial. */
const foreign = ({ chance, world }: Phase) => [number(chance), chance.pick(world.testNumbers)]

function together(parts: readonly Doings[], start: number): Doings {
  return {
    start,
    programs: parts.flatMap(({ programs }) => programs),
    numbers: parts.flatMap(({ numbers = [] }) => numbers),
    users: [...new Set(parts.flatMap(({ users = [] }) => users))],
    passwords: parts.flatMap(({ passwords = [] }) => passwords),
    accounts: parts.flatMap(({ accounts = [] }) => accounts),
  }
}

const scans = ({ kit }: Phase, start: number): Doings => ({ start, programs: kit.scanner, users: ['100'] })

function guesses({ chance, world, kit, found }: Phase, start: number): Doings {
  const place = { sensor: chance.pick(world.sensors), user: chance.pick([...kit.users, ...world.accounts]) }
  if (chance.percent(30)) found.push({ ...place, as: 'used', time: start })
  const accounts = [{ ...place, as: 'guessed', time: start } as const]
  const passwords = cutShort(chance, kit.passwords)
  return { start, programs: kit.guesser, users: cutShort(chance, kit.users), passwords, accounts }
}

/** Some hold one number each, some go through all; a third of them from an account that was found open before. */
function calls({ chance, kit, found }: Phase, start: number): Doings {
  const numbers = chance.some(kit.numbers, chance.percent(40) ? 1 : chance.between(1, kit.numbers.length))
  const opened = found.length > 0 && chance.percent(35) ? chance.pick(found) : undefined
  const accounts = opened === undefined ? [] : [{ ...opened, time: Math.max(start, opened.time + 3_600_000) }]
  const users = opened === undefined ? chance.some(kit.users, 3) : [opened.user]
  return { start, programs: kit.caller, numbers, users, accounts }
}

function addressOf({ chance, world, kit }: Phase): string {
  if (kit.networks.length === 0 || chance.percent(10)) return someAddress(chance, world)
  return `${chance.pick(kit.networks)}.${chance.between(1, 254)}`
}
