import { mostInTable, mostSideBySide } from '../compare/compared.ts'
import { extended, toggled, type Selection } from '../../lists/selection.ts'
import type { DialogMessage } from '../../../contract/console/dialogs.ts'

type Messages = readonly Pick<DialogMessage, 'id' | 'direction'>[]

/**
 * The messages to hold against each other: the selected ones in order of time, with the active one when only one is
 * selected; with none the active one and the last before it that went the same way, else its neighbour.
 */
export function comparedIds(messages: Messages, selected: Selection, index: number): readonly number[] {
  const active = messages[index]
  if (!active) return []
  const chosen = messages.filter(({ id }) => selected.has(id))
  if (chosen.length > 1) return chosen.slice(0, mostSideBySide).map(({ id }) => id)
  const other = chosen.find(({ id }) => id !== active.id) ?? precedent(messages, index) ?? messages[index + 1]
  return other ? messages.filter(({ id }) => id === active.id || id === other.id).map(({ id }) => id) : []
}

function precedent(messages: Messages, index: number): Messages[number] | undefined {
  const before = messages.slice(0, index)
  return before.findLast(({ direction }) => direction === messages[index]?.direction) ?? before.at(-1)
}

/** The messages whose fields are told apart: the selected ones, else all that were received. */
export function variedIds(messages: Messages, selected: Selection): readonly number[] {
  const chosen = messages.filter(({ id }) => selected.has(id))
  const varied = chosen.length > 1 ? chosen : messages.filter(({ direction }) => direction === 'in')
  return varied.slice(0, mostInTable).map(({ id }) => id)
}

export function extendedBy(messages: Messages, selected: Selection, index: number, by: 1 | -1): Selection {
  const [from, to] = [messages[index], messages[index + by]]
  return from && to ? extended(selected, from.id, to.id) : selected
}

export function toggledAt(messages: Messages, selected: Selection, index: number): Selection {
  const message = messages[index]
  return message ? toggled(selected, message.id) : selected
}
