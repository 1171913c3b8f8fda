import { trimEndOf } from '../../text/byte-text.ts'
import type { ByteRange, Field } from '../field.ts'
import { isExpectedToVary } from './expected.ts'
import { leavesOf } from './leaves.ts'

/** A stretch that is not the same in all messages; offsets count from the beginning of the field. */
export interface Mark extends ByteRange {
  /** `expected`: such a field is made anew each time. */
  readonly kind: 'expected' | 'differs'
}

/**
 * What is different between the same field of several messages: the innermost fields that say something else, or that
 * not all have. A field that is not made of others is narrowed to the stretch between what all begin and end with.
 *
 * @param texts byte text of each message
 */
export function marksOf(
  fields: readonly (Field | undefined)[],
  texts: readonly string[],
): readonly (readonly Mark[])[] {
  const leaves = fields.map((field) => (field ? relative(field) : undefined))
  const present = leaves.filter((map) => map !== undefined)
  const differing = new Set(
    [...new Set(present.flatMap((map) => [...map.keys()]))].filter((path) => differs(path, present)),
  )
  return fields.map((field, at) => {
    const own = leaves[at]
    if (!field || !own) return []
    return [...own].flatMap(([path, leaf]) => {
      if (!differing.has(path)) return []
      const range = path === '' ? narrowed(at, fields, texts) : leaf
      const kind = isExpectedToVary(leaf.path) ? ('expected' as const) : ('differs' as const)
      return range ? [{ kind, start: range.start - field.start, end: range.end - field.start }] : []
    })
  })
}

/** Leaves by their path within the field, so that the second Via can be held against another's first. */
const relative = (field: Field): ReadonlyMap<string, Field> =>
  new Map([...leavesOf(field)].map(([path, leaf]) => [path.slice(field.path.length), leaf]))

const differs = (path: string, maps: readonly ReadonlyMap<string, Field>[]): boolean =>
  new Set(maps.map((map) => map.get(path)?.value)).size > 1

/** Within the value alone: the name of a header may be spelled in another way. */
function narrowed(at: number, fields: readonly (Field | undefined)[], texts: readonly string[]): ByteRange | undefined {
  const values = fields.flatMap((field, place) => (field ? [valueOf(field, texts[place] ?? '')] : []))
  const own = fields[at] && valueOf(fields[at], texts[at] ?? '')
  if (!own) return undefined
  const shortest = Math.min(...values.map(({ text }) => text.length))
  const before = commonEnd(values, shortest, (text, step) => text[step])
  const behind = commonEnd(values, shortest - before, (text, step) => text[text.length - 1 - step])
  const range = { start: own.at + before, end: own.at + own.text.length - behind }
  return range.end > range.start ? range : undefined
}

interface Value {
  readonly text: string
  /** Offset in its message. */
  readonly at: number
}

function valueOf({ start, end, path }: Field, message: string): Value {
  const whole = trimEndOf(message.slice(start, end), ' \t\r\n')
  const isHeader = path !== 'start' && !path.includes('.') && !/^(?:body|surplus|unreadable)/.test(path)
  const [name = ''] = isHeader ? (/^[^:]*:[ \t\r\n]*/.exec(whole) ?? []) : []
  return { text: whole.slice(name.length), at: start + name.length }
}

function commonEnd(
  values: readonly Value[],
  most: number,
  at: (text: string, step: number) => string | undefined,
): number {
  const model = values[0]?.text ?? ''
  let steps = 0
  while (steps < most && values.every(({ text }) => at(text, steps) === at(model, steps))) steps++
  return steps
}
