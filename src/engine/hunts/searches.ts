import type { ByteSearch, Test } from '../../filter/filter.ts'
import { testText } from '../../filter/match.ts'
import { sdpOf, uriOf, type Found, type PartText } from './parts.ts'
import { compileRegex } from './regex/compile.ts'
import { leap } from './regex/leap.ts'
import { cheapestOf, oneByOne, throughWindow } from './regex/sieve.ts'
import type { Search } from '../store/query/resolve.ts'
import { messageAt, type Stretch } from '../store/raw/block.ts'

/** Something to look for in the bytes of messages. */
export interface Finder {
  /** Notes in `found` which messages of a stretch have it: 1 at their places. */
  mark(stretch: Stretch, found: Uint8Array): void
  isIn(message: Uint8Array): boolean
  /** Where it is first found in a message; offsets in bytes. */
  placeIn(message: Uint8Array): Found | undefined
}

/** @throws Error for a regular expression that cannot be compiled. */
export function finderOf(search: Search): Finder {
  if (search.kind === 'part') return partFinder(search.field === 'sdp' ? sdpOf : uriOf, search.test)
  return byteFinder(search.search)
}

export const byteFinder = (search: ByteSearch): Finder =>
  search.kind === 'literal' ? literalFinder(search.bytes) : regexFinder(search.pattern)

/** No copy. */
const bufferOf = ({ buffer, byteOffset, length }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, length)

function literalFinder(bytes: Uint8Array): Finder {
  const wanted = bufferOf(bytes)
  return {
    mark: (stretch, found) => {
      const text = bufferOf(stretch.bytes)
      const next = (from: number): number => text.indexOf(wanted, from)
      leap(stretch, { length: wanted.length, next }, (place) => (found[place] = 1))
    },
    isIn: (message) => bufferOf(message).includes(wanted),
    placeIn: (message) => {
      const from = bufferOf(message).indexOf(wanted)
      return from < 0 ? undefined : { from, to: from + wanted.length }
    },
  }
}

function regexFinder(source: string): Finder {
  const pattern = compileRegex(source)
  const mark = cheapestOf([oneByOne, ...pattern.windows.map(throughWindow)])
  return {
    mark: (stretch, found) => {
      const { starts, bytes } = stretch
      mark(stretch, (place) => pattern.isIn(bytes, starts[place] ?? 0, starts[place + 1] ?? 0), found)
    },
    isIn: (message) => pattern.isIn(message, 0, message.length),
    placeIn: (message) => pattern.find(bufferOf(message).toString('latin1')),
  }
}

/** A part of a message that SIP's own rules find, such as its Request-URI. */
function partFinder(partsOf: (message: Uint8Array) => readonly PartText[], test: Test): Finder {
  const isIn = (message: Uint8Array): boolean => partsOf(message).some(({ text }) => testText(test, text))
  return {
    isIn,
    mark: (stretch, found) => {
      for (let place = 0; place < found.length; place += 1) {
        if (isIn(messageAt(stretch, place))) found[place] = 1
      }
    },
    placeIn: (message) => partsOf(message).find(({ text }) => testText(test, text)),
  }
}
