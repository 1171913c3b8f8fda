import type { Fault } from '../fault/fault.ts'
import type { Part } from './part.ts'

/** Half-open range of bytes in a message. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** What we know about a field beyond what it says. Holds the attacker's text: show it as text only. */
export interface Note {
  /**
   * `decoded`: what its writer encoded in it or gave away; `tool`: a mark of one program; `number`: what it dials; `attack`:
   * what it tries to inject; `meaning`: what a number, code or address in it means, in words.
   */
  readonly kind: 'decoded' | 'tool' | 'number' | 'attack' | 'meaning'
  readonly text: string
}

/** One thing in a message and where it lies. Ranges of children lie inside that of their parent and never overlap. */
export interface Field extends ByteRange {
  readonly name: string
  /**
   * Names from the top, the same for the same thing in every message: `from.uri.user`, the second of its kind
   * `via[2].branch`. Unique within a message.
   */
  readonly path: string
  /** What it says: unfolded, blanks and quotes off, UTF-8 where it is. Cut at 8,000 characters. */
  readonly value: string
  readonly children: readonly Field[]
  /** Those that belong to this field and to none of its children. */
  readonly faults: readonly Fault[]
  readonly notes: readonly Note[]
}

export const rootPath = 'message'

/** Gives parts their paths, and to each what `marks` has for its path. */
export function fieldOf(part: Part, path: string = rootPath): Field {
  const { name, start, end, value, parts } = part
  return { name, start, end, value, path, children: childrenOf(parts, path), faults: [], notes: [] }
}

function childrenOf(parts: readonly Part[], path: string): readonly Field[] {
  const seen = new Map<string, number>()
  return parts.map((part) => {
    const count = (seen.get(part.key) ?? 0) + 1
    seen.set(part.key, count)
    return fieldOf(part, joined(path, count === 1 ? part.key : `${part.key}[${count}]`))
  })
}

/** Parameters of a URI bring their own sign: `from.uri;user`. */
function joined(path: string, name: string): string {
  if (path === rootPath) return name
  return /^[;?]/.test(name) ? path + name : `${path}.${name}`
}

/** The field and all below it, in the order of the wire. */
export function* walk(field: Field): Generator<Field> {
  yield field
  for (const child of field.children) yield* walk(child)
}

/** From the root down to the innermost field that holds this byte. */
export function chainAt(root: Field, at: number): readonly Field[] {
  const chain: Field[] = []
  let field: Field | undefined = root
  while (field && holds(field, at)) {
    chain.push(field)
    field = field.children.find((child) => holds(child, at))
  }
  return chain
}

export const innermostAt = (root: Field, at: number): Field | undefined => chainAt(root, at).at(-1)

/** The smallest field that holds the whole range. */
export const around = (root: Field, { start, end }: ByteRange): Field =>
  chainAt(root, start).findLast((field) => field.end >= end) ?? root

const holds = ({ start, end }: ByteRange, at: number): boolean => start <= at && at < end
