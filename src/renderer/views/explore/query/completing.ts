import type { Completion } from '../../../../contract/console/explore.ts'
import { completionsAt } from '../../../../filter/complete.ts'
import { fieldOf } from '../../../../filter/fields.ts'

/** What could stand at the caret, and whether the engine knows more. */
export interface Offer {
  readonly items: readonly Completion[]
  /** The store may have values, with counts. */
  readonly askEngine: boolean
  /** Nothing was begun here: worth showing only to somebody who asks. */
  readonly unasked: boolean
}

/** What the page knows to complete by itself, at once. */
export function offerAt(text: string, caret: number): Offer {
  const found = completionsAt(text, caret)
  if (found.kind === 'none') return { items: [], askEngine: false, unasked: true }
  const { from, to, items } = found
  const unasked = found.kind === 'keys' && found.prefix === ''
  const askEngine = found.kind === 'values' && fieldOf(found.field).home !== 'time'
  return { items: useful(text, withPlace(items, from, to)), askEngine, unasked }
}

const withPlace = (items: readonly Omit<Completion, 'from' | 'to'>[], from: number, to: number): Completion[] =>
  items.map((item) => ({ ...item, from, to }))

/** Nothing to offer where the only choice stands already. */
export function useful(text: string, items: readonly Completion[]): readonly Completion[] {
  const [only, ...more] = items
  return only && more.length === 0 && text.slice(only.from, only.to) === only.text ? [] : items
}

/** Whether taking it leaves something to be typed, so that the next choices follow at once. */
export const leadsOn = ({ text }: Completion): boolean => text.endsWith(':') || text.endsWith('"')
