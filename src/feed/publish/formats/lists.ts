import type { Listed } from '../../ledger/listed.ts'
import type { PublishedList, Snapshot } from '../list.ts'
import { changedAt, forAMoment, oncePerSnapshot, versionOf } from '../rendered.ts'
import { csvOf } from './csv.ts'
import type { ListPart } from './head.ts'
import { ipsetOf } from './ipset.ts'
import { jsonOf } from './json.ts'
import { nftOf } from './nft.ts'
import { plainOf } from './plain.ts'

/** 4 or 6 for one family alone. */
export type ListFamily = 'all' | '4' | '6'

interface Format {
  readonly type: string
  /** Carries time-outs: the same list is another file a minute later, and the client forgets without asking. */
  readonly timed: boolean
  write(part: ListPart): Promise<Buffer>
}

const formats = {
  plain: { type: 'text/plain; charset=utf-8', timed: false, write: plainOf },
  csv: { type: 'text/csv; charset=utf-8', timed: false, write: csvOf },
  json: { type: 'application/json; charset=utf-8', timed: false, write: jsonOf },
  ipset: { type: 'text/plain; charset=utf-8', timed: true, write: ipsetOf },
  nft: { type: 'text/plain; charset=utf-8', timed: true, write: nftOf },
} as const satisfies Record<string, Format>
export type ListFormat = keyof typeof formats

export const isListFormat = (name: string): name is ListFormat => Object.hasOwn(formats, name)

export interface RenderedList {
  readonly type: string
  readonly timed: boolean
  readonly body: Promise<Buffer>
  /** With quotes. */
  readonly etag: string
  /** UTC seconds; grows with every change, so that a client that knows only this misses none. */
  readonly lastModified: number
}

export interface Lists {
  render(format: ListFormat, family: ListFamily): RenderedList
}

export function createLists(list: PublishedList, now: () => number): Lists {
  const state = oncePerSnapshot(list, (snapshot) => ({
    ...{ version: versionOf(snapshot), changed: changedAt(snapshot), lastModified: snapshot.modified },
  }))
  const writers = new Map<string, () => Promise<Buffer>>()
  const writerOf = (name: ListFormat, family: ListFamily): (() => Promise<Buffer>) => {
    const { timed, write } = formats[name]
    const make = (snapshot: Snapshot, time: number): Promise<Buffer> =>
      write({ entries: ofFamily(snapshot.entries, family), changed: state().changed, time })
    return timed ? forAMoment(list, now, make) : oncePerSnapshot(list, (snapshot) => make(snapshot, 0))
  }
  return {
    render(name, family) {
      const { type, timed } = formats[name]
      const which = `${name}-${family}`
      const writer = writers.get(which) ?? writerOf(name, family)
      writers.set(which, writer)
      const { version, lastModified: modified } = state()
      // Time-outs count down, so two answers with one of these tags need not be the same byte for byte.
      const etag = `${timed ? 'W/' : ''}"${version}-${which}"`
      return { type, timed, body: writer(), etag, lastModified: modified }
    },
  }
}

const ofFamily = (entries: readonly Listed[], family: ListFamily): readonly Listed[] =>
  family === 'all' ? entries : entries.filter(({ address }) => address.includes(':') === (family === '6'))
