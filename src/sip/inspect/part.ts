import { oneLine, readable } from '../text/byte-text.ts'

/** One thing in a message before its place in the tree is known; see `Field`. Offsets count bytes of the message. */
export interface Part {
  /** As shown. */
  readonly name: string
  /** As in paths: the same for the same thing in every message. */
  readonly key: string
  readonly start: number
  readonly end: number
  readonly value: string
  readonly parts: readonly Part[]
}

/** Characters of a value that the tree repeats, and of a name; the bytes themselves are all there beside it. */
const longestValue = 8000
const longestName = 200

interface About {
  readonly start: number
  readonly end: number
  readonly name: string
  /** The name when absent. */
  readonly key?: string
  /** Byte text. */
  readonly value: string
  readonly parts?: readonly Part[]
}

/** Names and values may be the sender's: both are cut to a length. */
export function partOf({ start, end, name, key = name, value, parts = [] }: About): Part {
  return { start, end, name: nameOf(name), key: nameOf(key), value: shown(value), parts }
}

const nameOf = (name: string): string => readable(name.slice(0, longestName))
const shown = (value: string): string => readable(oneLine(value.slice(0, longestValue)))

/** A range of the message as one part; nothing where there are no bytes. `text` is the byte text of the message. */
export const rangeIfAny = (
  text: string,
  start: number,
  end: number,
  about: { name: string; key: string; parts?: readonly Part[] },
): readonly Part[] => (end > start ? [partOf({ start, end, value: text.slice(start, end), ...about })] : [])
