import type { Field } from '../fields.ts'
import type { Value } from '../filter.ts'
import type { RawValue } from '../parse/tokens.ts'
import { readTime } from '../times/read.ts'
import type { Span } from '../times/span.ts'
import { boundsOf, textOf, type Bounds, type Reader, type ReadValue } from './reader.ts'

type Time = Extract<Value, { kind: 'time' }>

/**
 * Times and stretches of time. A day as the end of a range is included, any other time is where the range ends.
 */
export const readTimes: ReadValue = (raw, field, reader) => {
  if (field.type.kind !== 'time') return undefined
  const bounds = boundsOf(textOf(raw, reader))
  const time = field.type.side === 'stretch' ? stretch(bounds, raw, reader) : oneEnd(bounds, raw, field, reader)
  return time && checked(time, raw, reader)
}

const read = (text: string, raw: RawValue, reader: Reader): Span | undefined =>
  readTime(text, raw.place, reader, reader.notes)

const endOf = ({ scale, from, to }: Span): number => (scale === 'day' ? to : from)

function oneEnd({ sign, ends: [text] }: Bounds, raw: RawValue, field: Field, reader: Reader): Time | undefined {
  if (sign !== '=') return reader.notes.error(raw.place, `${field.name} takes one time; at: takes a stretch.`)
  const span = read(text, raw, reader)
  if (!span) return undefined
  return field.name === 'since' ? { kind: 'time', from: span.from } : { kind: 'time', to: endOf(span) }
}

function stretch(bounds: Bounds, raw: RawValue, reader: Reader): Time | undefined {
  const { sign, ends } = bounds
  if (sign === '..') return between(ends, raw, reader)
  const span = read(ends[0], raw, reader)
  return span && (sign === '=' ? alone(span, reader) : half(sign, span))
}

/** A time told from now means all between the two. */
function alone({ from, to, scale }: Span, { now }: Reader): Time {
  if (scale !== 'now') return { kind: 'time', from, to }
  const here = Math.floor(now)
  return { kind: 'time', from: Math.min(from, here), to: Math.max(to, here) }
}

function half(sign: '>' | '>=' | '<' | '<=', span: Span): Time {
  switch (sign) {
    case '>':
      return { kind: 'time', from: endOf(span) }
    case '>=':
      return { kind: 'time', from: span.from }
    case '<':
      return { kind: 'time', to: span.from }
    case '<=':
      return { kind: 'time', to: endOf(span) }
  }
}

function between([first, second]: Bounds['ends'], raw: RawValue, reader: Reader): Time | undefined {
  const from = first === '' ? undefined : read(first, raw, reader)
  const to = second === '' ? undefined : read(second, raw, reader)
  if (reader.notes.failed) return undefined
  if (!from && !to) return reader.notes.error(raw.place, 'A range needs a beginning or an end.')
  if (from && to && endOf(to) < from.from) return backwards(to, from, raw, reader)
  return { kind: 'time', ...(from && { from: from.from }), ...(to && { to: endOf(to) }) }
}

function backwards(from: Span, to: Span, raw: RawValue, { notes }: Reader): Time {
  notes.hint(raw.place, 'The range ends before it begins; it is read the other way round.')
  return { kind: 'time', from: from.from, to: endOf(to) }
}

function checked(time: Time, raw: RawValue, { notes }: Reader): readonly Value[] | undefined {
  if ((time.from ?? -Infinity) < (time.to ?? Infinity)) return [time]
  return notes.error(raw.place, 'This stretch of time is empty: it ends where it begins, or before.')
}
