import { classCodes, severityCodes, toolCodes } from '../../codes.ts'
import type { Writer } from '../../connection.ts'
import type { DialledFacts, GuessFacts, Judged } from '../facts.ts'
import type { Intern } from './intern.ts'
import { listed, listedOfKind, type Listed } from './listed.ts'
import type { Names } from './names.ts'

/** What is judged of an event, as its row holds it. */
export interface JudgedIds {
  readonly method: number | null
  readonly status: number | null
  readonly dialled: number | null
  readonly userAgent: number | null
  readonly tool: number
  readonly class: number
  readonly severity: number
  readonly fault: string | null
  readonly fingerprint: number | null
  readonly named: NamedIds | null
  readonly foreignVia: 0 | 1
}

export interface NamedIds {
  readonly id: number
  readonly users: readonly number[]
  readonly guesses: readonly number[]
}

/** Gives everything that was judged its ids, those that each source keeps a list of included. */
export interface Identify {
  ids(source: number, direction: 'in' | 'out', judged: Judged): JudgedIds
  /** After rows were taken from the lists, or a rollback. */
  reset(): void
}

export function createIdentify(writer: Writer, names: Names): Identify {
  const lists = {
    users: listed(writer, 'source_user'),
    guesses: listed(writer, 'source_guess'),
    fingerprints: listedOfKind(writer, 'fingerprint'),
    userAgents: listedOfKind(writer, 'user_agent'),
    dialled: listed(writer, 'source_dialled'),
  }
  return {
    ids: (source, direction, judged) => {
      const received = direction === 'in'
      return {
        method: judged.method === undefined ? null : names.method.id(judged.method),
        status: judged.status ?? null,
        dialled:
          judged.dialled === undefined ? null : dialledId(lists.dialled, names, source, received, judged.dialled),
        userAgent:
          judged.userAgent === undefined
            ? null
            : textId(lists.userAgents, names.userAgent, source, received, judged.userAgent),
        tool: toolCodes.encode(judged.tool),
        class: classCodes.encode(judged.class),
        severity: severityCodes.encode(judged.severity),
        fault: judged.fault ?? null,
        fingerprint:
          received && judged.fingerprint !== ''
            ? textId(lists.fingerprints, names.fingerprint, source, received, judged.fingerprint)
            : null,
        named: received ? namedIds(lists, names, source, judged) : null,
        foreignVia: judged.foreignVia ? 1 : 0,
      }
    },
    reset: () => {
      for (const list of Object.values(lists)) list.reset()
    },
  }
}

/** How a thing gets its id. */
interface Naming {
  /** `undefined` when nobody had it before. */
  readonly find: () => number | undefined
  readonly make: () => number
}

/** What our answers say is in no list of the source. */
const idIn = (list: Listed, source: number, received: boolean, { find, make }: Naming): number =>
  received ? list.id(source, find, make) : make()

function dialledId(list: Listed, names: Names, source: number, received: boolean, facts: DialledFacts): number {
  const make = (): number => names.dialled(facts)
  return idIn(list, source, received, { find: () => names.findDialled(facts), make })
}

function textId(list: Listed, texts: Intern, source: number, received: boolean, text: string): number {
  return idIn(list, source, received, { find: () => texts.find(text), make: () => texts.id(text) })
}

interface Lists {
  readonly users: Listed
  readonly guesses: Listed
}

const none: readonly number[] = []

function namedIds(lists: Lists, names: Names, source: number, judged: Judged): NamedIds {
  const users =
    judged.users.length === 0 ? none : judged.users.map((user) => textId(lists.users, names.user, source, true, user))
  const guesses =
    judged.guesses.length === 0 ? none : judged.guesses.map((guess) => guessId(lists.guesses, names, source, guess))
  return { id: names.named(users, guesses), users, guesses }
}

const guessId = (list: Listed, { guess }: Names, source: number, facts: GuessFacts): number =>
  list.id(
    source,
    () => guess.find(facts),
    () => guess.id(facts),
  )
