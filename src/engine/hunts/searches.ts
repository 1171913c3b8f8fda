import type { ByteSearch, Test } from '../../filter/filter.ts'
import { testText } from '../../filter/match.ts'
import { sdpOf, uriOf, type Found, type PartText } from './parts.ts'
import { compileRegex } from './regex/compile.ts'
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

/** Leaps through the whole stretch: where nothing is found, no message is looked at. */
function literalFinder(bytes: Uint8Array): Finder {
  const wanted = bufferOf(bytes)
  return {
    mark: ({ starts, bytes: all }, found) => {
      const text = bufferOf(all)
      const end = starts[found.length] ?? 0
      let place = 0
      for (let at = text.indexOf(wanted, starts[0]); at >= 0 && at < end; at = text.indexOf(wanted, starts[place])) {
        while ((starts[place + 1] ?? end) <= at) place += 1
        // What begins in one message and ends in the next is in neither, and so is all that begins behind it.
        if (at + wanted.length <= (starts[place + 1] ?? end)) found[place] = 1
        place += 1
        if (place >= found.length) return
      }
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
  return {
    mark: ({ starts, bytes }, found) => {
      const all = bufferOf(bytes)
      for (let place = 0; place < found.length; place += 1) {
        const text = all.toString('latin1', starts[place], starts[place + 1])
        if (pattern.test(text)) found[place] = 1
      }
    },
    isIn: (message) => pattern.test(bufferOf(message).toString('latin1')),
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
