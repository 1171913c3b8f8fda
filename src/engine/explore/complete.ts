import type { Completion, Query } from '../../contract/console/explore.ts'
import { completionsAt } from '../../filter/complete.ts'
import { writePlain } from '../../filter/write/values.ts'
import { startRun } from '../store/query/run.ts'
import { valuesOf } from '../store/query/values-of.ts'
import type { Asking } from './ask.ts'

const most = 20

/** What may stand at a place of a filter's text: keys, words that the language knows, and values that the store holds. */
export function complete(
  { reader, now, cancelled, systems }: Asking,
  { filter }: Query,
  at: number,
): readonly Completion[] {
  const found = completionsAt(filter, at)
  if (found.kind === 'none') return []
  const { from, to, items } = found
  if (found.kind === 'keys') return items.slice(0, most).map((item) => ({ ...item, from, to }))
  const run = startRun({ reader, systems, now: now(), cancelled })
  const stored = new Map(
    valuesOf(run, found.field, found.prefix, most + items.length).map((each) => [
      writePlain(found.field, each.value),
      each,
    ]),
  )
  const known = items.map(({ text, detail }) => completion(text, detail, stored.get(text)?.messages))
  const further = [...stored].filter(([text]) => items.every((item) => item.text !== text))
  const rest = further.map(([text, { detail = '', messages }]) => completion(text, detail, messages))
  const byCount = (a: Partial<Completion>, b: Partial<Completion>): number => (b.messages ?? -1) - (a.messages ?? -1)
  return [...known, ...rest]
    .sort(byCount)
    .slice(0, most)
    .map((each) => ({ ...each, from, to }))
}

const completion = (text: string, detail: string, messages: number | undefined): Omit<Completion, 'from' | 'to'> => ({
  ...{ text, detail },
  ...(messages === undefined ? {} : { messages }),
})
