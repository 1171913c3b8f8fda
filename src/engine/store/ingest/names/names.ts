import type { Place } from '../../../geo/geo.ts'
import type { Writer } from '../../connection.ts'
import { foldTouched } from '../../numbers/fold.ts'
import { touchedSuffixes } from '../../numbers/touched.ts'
import { isDialled, storeDialled } from '../../numbers/dialled.ts'
import type { DialledFacts } from '../facts.ts'
import { internGuesses, type Guesses } from './guesses.ts'
import { intern, internText, type Intern } from './intern.ts'
import { Lru } from './lru.ts'

/** All interned tables of the event path. */
export interface Names {
  readonly method: Intern
  readonly userAgent: Intern
  readonly user: Intern
  readonly fingerprint: Intern
  readonly guess: Guesses
  /** What was dialled; makes sure that it is read as these facts say. */
  dialled(facts: DialledFacts): number
  /** The same for what anybody dialled before; makes no row. */
  findDialled(facts: DialledFacts): number | undefined
  /** Reads what was dialled since the last time together with what was dialled before; ends every transaction. */
  fold(): void
  /** A message's users and guesses, by their ids. */
  named(users: readonly number[], guesses: readonly number[]): number
  listener(address: string, port: number): number
  place(place: Place): number
  reset(): void
}

export function createNames(writer: Writer): Names {
  const user = internText(writer, 'user')
  const tables = {
    method: internText(writer, 'method'),
    userAgent: internText(writer, 'user_agent'),
    user,
    fingerprint: internText(writer, 'fingerprint'),
    guess: internGuesses(writer, user),
  }
  const prefix = internText(writer, 'prefix')
  const forDialled = { prefixId: (text: string) => prefix.id(text), touched: touchedSuffixes() }
  const named = internNamed(writer)
  const dialled = new Lru<string, number>(20_000)
  const listeners = new Lru<string, number>(1_000)
  const cached = (cache: Lru<string, number>, key: string, make: () => number): number => {
    const known = cache.get(key)
    if (known !== undefined) return known
    const value = make()
    cache.set(key, value)
    return value
  }
  const dialledId = (facts: DialledFacts): number =>
    cached(dialled, dialledKey(facts), () => storeDialled(writer, forDialled, facts))
  return {
    ...tables,
    dialled: dialledId,
    findDialled: (facts) => dialled.get(dialledKey(facts)) ?? (isDialled(writer, facts) ? dialledId(facts) : undefined),
    fold: () => foldTouched(writer, forDialled),
    named: (users, guesses) => named.id(`[${users.join()}] [${guesses.join()}]`),
    listener: (address, port) => cached(listeners, `${address} ${port}`, () => storeListener(writer, address, port)),
    place: (place) => storePlace(writer, place),
    reset: () => {
      for (const table of [...Object.values(tables), prefix, named]) table.reset()
      forDialled.touched.take()
      dialled.clear()
      listeners.clear()
    },
  }
}

/** The reading is part of it, so that another one finds its way to the row. */
const dialledKey = ({ prefix, core, confidence, raw }: DialledFacts): string => `${prefix} ${core} ${confidence} ${raw}`

/** Its texts are two JSON lists with a blank between them; sixteen of each at most keep them short. */
function internNamed(writer: Writer): Intern {
  return intern(
    (lists) => writer.get<{ id: number }>('SELECT id FROM named WHERE users = ? AND guesses = ?', ...pair(lists))?.id,
    (lists) => writer.run('INSERT INTO named (users, guesses) VALUES (?, ?)', ...pair(lists)).id,
  )
}

function pair(lists: string): [users: string, guesses: string] {
  const [users = '[]', guesses = '[]'] = lists.split(' ')
  return [users, guesses]
}

function storeListener(writer: Writer, address: string, port: number): number {
  const find = 'SELECT id FROM listener WHERE address = ? AND port = ?'
  const known = writer.get<{ id: number }>(find, address, port)
  return known?.id ?? writer.run('INSERT INTO listener (address, port) VALUES (?, ?)', address, port).id
}

function storePlace(writer: Writer, { country, place = '', latitude, longitude }: Place): number {
  const find = 'SELECT id FROM place WHERE country = ? AND name = ?'
  const known = writer.get<{ id: number }>(find, country, place)
  if (known) return known.id
  const insert = 'INSERT INTO place (country, name, latitude, longitude) VALUES (?, ?, ?, ?)'
  return writer.run(insert, country, place, latitude ?? null, longitude ?? null).id
}
