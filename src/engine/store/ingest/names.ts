import type { Place } from '../../geo/geo.ts'
import type { Writer } from '../connection.ts'
import type { DialledFacts } from './facts.ts'
import { internText, longestText, type Intern } from './intern.ts'
import { Lru } from './lru.ts'

export interface DialledIds {
  readonly id: number
  readonly number: number
  readonly prefix: number
}

/** All interned tables of the event path. */
export interface Names {
  readonly method: Intern
  readonly userAgent: Intern
  readonly user: Intern
  dialled(facts: DialledFacts): DialledIds
  listener(address: string, port: number): number
  place(place: Place): number
  reset(): void
}

export function createNames(writer: Writer): Names {
  const tables = {
    method: internText(writer, 'method'),
    userAgent: internText(writer, 'user_agent'),
    user: internText(writer, 'user'),
    prefix: internText(writer, 'prefix'),
  }
  const dialled = new Lru<string, DialledIds>(20_000)
  const listeners = new Lru<string, number>(1_000)
  const cached = <Value>(cache: Lru<string, Value>, key: string, make: () => Value): Value => {
    const known = cache.get(key)
    if (known !== undefined) return known
    const value = make()
    cache.set(key, value)
    return value
  }
  return {
    ...tables,
    dialled: (facts) =>
      cached(dialled, `${facts.core} ${facts.prefix} ${facts.raw}`, () => storeDialled(writer, tables.prefix, facts)),
    listener: (address, port) => cached(listeners, `${address} ${port}`, () => storeListener(writer, address, port)),
    place: (place) => storePlace(writer, place),
    reset: () => {
      for (const table of Object.values(tables)) table.reset()
      dialled.clear()
      listeners.clear()
    },
  }
}

function storeDialled(writer: Writer, prefixes: Intern, facts: DialledFacts): DialledIds {
  const number = numberOf(writer, facts)
  const prefix = prefixes.id(facts.prefix)
  const known = writer.get<{ id: number }>(
    'SELECT id FROM dialled WHERE number = ? AND prefix = ? AND raw = ?',
    number,
    prefix,
    facts.raw,
  )
  const insert = 'INSERT INTO dialled (number, prefix, raw) VALUES (?, ?, ?)'
  return { id: known?.id ?? writer.run(insert, number, prefix, facts.raw).id, number, prefix }
}

function numberOf(writer: Writer, { core, country }: DialledFacts): number {
  const text = core.slice(0, longestText)
  const known = writer.get<{ id: number }>('SELECT id FROM number WHERE text = ?', text)
  return known?.id ?? writer.run('INSERT INTO number (text, country) VALUES (?, ?)', text, country ?? null).id
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
