import type { Fault } from '../fault/fault.ts'
import type { SipMessage } from '../message/message.ts'
import { fieldOf, type Field, type Note } from './field.ts'
import { meaningsOf, type Around } from './meaning/meanings.ts'
import { messagePart } from './message-parts.ts'
import { notesOf } from './notes.ts'
import { placeOf } from './place.ts'

export interface Told extends Around {
  readonly direction: 'in' | 'out'
}

/**
 * The message as a tree of fields with the place of each, what is wrong with it and what it gives away. Made for the one
 * message that is looked at: it costs far more than reading the message. Never throws, whatever the bytes.
 */
export function inspect(message: SipMessage, { direction, source, time }: Told): Field {
  const received = direction === 'in'
  const bare = fieldTree(message)
  const faults = grouped(message.faults.map((fault) => [placeOf(bare, fault), fault]))
  // What we wrote ourselves gives nobody away, came from no other place, and bears the date of our own clock.
  const around = received ? { ...(source !== undefined && { source }), ...(time !== undefined && { time }) } : {}
  const notes = [...(received ? notesOf(message, bare, source) : []), ...meaningsOf(message, bare, around)]
  return marked(bare, faults, grouped(notes))
}

/** The same without faults and notes, for comparisons. */
export const fieldTree = (message: SipMessage): Field => fieldOf(messagePart(message))

function grouped<Item>(items: readonly (readonly [path: string, item: Item])[]): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>()
  for (const [path, item] of items) {
    const group = groups.get(path)
    if (group) group.push(item)
    else groups.set(path, [item])
  }
  return groups
}

type ByPath<Item> = ReadonlyMap<string, readonly Item[]>

function marked(field: Field, faults: ByPath<Fault>, notes: ByPath<Note>): Field {
  return {
    ...field,
    children: field.children.map((child) => marked(child, faults, notes)),
    faults: faults.get(field.path) ?? [],
    notes: notes.get(field.path) ?? [],
  }
}
