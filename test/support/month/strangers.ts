import type { Account, Dialled, Program, SourceFacts } from '../../../src/engine/campaigns/suggest/facts.ts'
import type { Chance } from './chance.ts'
import { number, type PublicTool, type World } from './world.ts'

export const monthStart = Date.UTC(2026, 9, 1)
export const monthLength = 31 * 86_400_000

/** A source and who is behind it. */
export interface Known {
  readonly facts: SourceFacts
  readonly owner: string
}

/** What is put together for one source before it has an address. */
export interface Doings {
  readonly start: number
  readonly visits?: readonly number[]
  readonly programs: readonly Program[]
  readonly numbers?: readonly Dialled[]
  readonly users?: readonly string[]
  readonly passwords?: readonly string[]
  readonly accounts?: readonly Account[]
}

export function sourceOf(address: string, doings: Doings): SourceFacts {
  const { start, programs, numbers = [], users = [], passwords = [], accounts = [] } = doings
  const visits = doings.visits ?? [start]
  const lastSeen = (visits.at(-1) ?? start) + 600_000
  return { address, firstSeen: start, lastSeen, visits, programs, numbers, users, passwords, accounts }
}

/** Nights are busier than days. */
export function someTime(chance: Chance): number {
  const hour = chance.percent(60) ? chance.between(0, 7) : chance.between(0, 23)
  return monthStart + (chance.below(31) * 24 + hour) * 3_600_000 + chance.below(3_600_000)
}

export function someAddress(chance: Chance, { hosters }: World): string {
  if (chance.percent(55)) return `${chance.popular(hosters)}.${chance.between(1, 254)}`
  return [chance.between(5, 220), chance.below(256), chance.below(256), chance.between(1, 254)].join('.')
}

type Task = 'scan' | 'guess' | 'call'

/** Somebody who works alone, with what is to be had: the bulk of a month. Some come back from another address. */
export function* stranger(chance: Chance, world: World, name: string): Generator<Known> {
  const task: Task = chance.percent(66) ? 'scan' : chance.percent(62) ? 'guess' : 'call'
  const addresses = chance.percent(2) ? chance.between(2, 4) : 1
  const dialled = task === 'call' ? strangersNumbers(chance, world) : []
  const tool = strangersTool(chance, world, task)
  for (let at = 0; at < addresses; at++) {
    const facts = sourceOf(someAddress(chance, world), { ...doings(chance, world, task, tool), numbers: dialled })
    yield { facts, owner: name }
  }
}

function strangersTool(chance: Chance, world: World, task: Task): PublicTool {
  if (chance.percent(2)) return chance.popular(world.builds)
  if (chance.percent(0.3)) return chance.pick(world.sold)
  return chance.popular(world.tools.filter((tool) => tool.task === task))
}

function doings(chance: Chance, world: World, task: Task, tool: PublicTool): Doings {
  const start = someTime(chance)
  const users = tool.users.length > 0 && chance.percent(60) ? tool.users : chance.pick(world.extensions)
  return {
    start,
    visits: revisited(chance, start),
    programs: programsOf(chance, world, tool, task, chance.percent(15)),
    users: task === 'scan' ? tool.users.slice(0, 1) : cutShort(chance, users),
    ...(task === 'guess' && chance.percent(60) && guessing(chance, world, tool, start)),
  }
}

function revisited(chance: Chance, start: number): readonly number[] {
  const times = chance.percent(70) ? 0 : chance.between(1, 5)
  return [start, ...Array.from({ length: times }, () => start + chance.between(2, 72) * 3_600_000)].toSorted(
    (a, b) => a - b,
  )
}

/** Of a tool that can do several things, what this task needs. */
export function programsOf(
  chance: Chance,
  { userAgents }: World,
  { programs }: PublicTool,
  task: Task,
  forge: boolean,
): readonly Program[] {
  const methods = { scan: 'OPTIONS', guess: 'REGISTER', call: 'INVITE' }
  const fitting = programs.filter(({ fingerprint }) => fingerprint.includes(methods[task]))
  const used = fitting.length > 0 ? fitting : programs
  return forge ? used.map((one) => ({ ...one, userAgent: chance.pick(userAgents) })) : used
}

/** Many are stopped, or stop, before their list ends. */
export function cutShort<T>(chance: Chance, list: readonly T[]): readonly T[] {
  return chance.percent(60) ? list : list.slice(0, Math.max(1, chance.between(1, list.length)))
}

function guessing(
  chance: Chance,
  world: World,
  tool: PublicTool,
  start: number,
): Pick<Doings, 'passwords' | 'accounts'> {
  const list = tool.passwords.length > 0 && chance.percent(50) ? tool.passwords : chance.popular(world.wordLists)
  const user = chance.popular(world.accounts)
  const account = { sensor: chance.pick(world.sensors), user, as: 'guessed', time: start } as const
  return { passwords: cutShort(chance, list), accounts: [account] }
}

function strangersNumbers(chance: Chance, world: World): readonly Dialled[] {
  const own = chance.percent(70) ? [number(chance)] : []
  return own.length === 0 || chance.percent(10) ? [...own, chance.popular(world.testNumbers)] : own
}

/** Those who measure the internet: a probe of their own, from a network or two, every day. */
export function* researcher(chance: Chance, world: World, name: string): Generator<Known> {
  const networks = chance.some(world.hosters, chance.between(1, 3))
  const fingerprint = `f1:OPTIONS|${name}|v|f|t|c|b|i|g|-|70|-|-|-|-|-|crlf`
  const programs = [{ tool: 'unknown', fingerprint, userAgent: `${name} survey` }]
  const hour = chance.below(24)
  for (let left = chance.between(15, 50); left > 0; left--) {
    const first = monthStart + chance.below(5) * 86_400_000 + hour * 3_600_000 + chance.below(1_800_000)
    const visits = Array.from({ length: chance.between(5, 25) }, (_, day) => first + day * 86_400_000)
    const address = `${chance.pick(networks)}.${chance.between(1, 254)}`
    yield { facts: sourceOf(address, { start: first, visits, programs, users: [name] }), owner: name }
  }
}
