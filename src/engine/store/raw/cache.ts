import type { Reader } from '../connection.ts'
import { isBlockFault, type BlockFault, type BlockFrame, type Stretch } from './block.ts'

/** Tells a block from one that was written anew in its place. */
export type StoredFrame = BlockFrame & { readonly packedSize: number }

/** Bytes of unpacked blocks held for one reader. */
const mostBytes = 8 * 1024 * 1024

interface Held {
  readonly frame: StoredFrame
  readonly stretch: Stretch
}

/** The blocks that were read last: a screen that shows neighbours asks for the same ones again. */
export class UnpackedBlocks {
  /** In order of use. */
  private readonly held = new Map<number, Held>()
  private bytes = 0

  /** @param read is called unless this very block is held; one that was written anew is another. Faults are not held. */
  get(frame: StoredFrame, read: () => Stretch | BlockFault): Stretch | BlockFault {
    const known = this.take(frame.first)
    const stretch = known && same(known.frame, frame) ? known.stretch : read()
    if (!isBlockFault(stretch)) this.keep({ frame, stretch })
    return stretch
  }

  private take(first: number): Held | undefined {
    const known = this.held.get(first)
    if (!known) return undefined
    this.held.delete(first)
    this.bytes -= known.frame.size
    return known
  }

  private keep(block: Held): void {
    this.held.set(block.frame.first, block)
    this.bytes += block.frame.size
    for (const oldest of this.held.keys()) {
      if (this.bytes <= mostBytes || this.held.size === 1) break
      this.take(oldest)
    }
  }
}

const same = (a: StoredFrame, b: StoredFrame): boolean =>
  a.last === b.last && a.messages === b.messages && a.size === b.size && a.packedSize === b.packedSize

const caches = new WeakMap<Reader, UnpackedBlocks>()

export function unpackedBlocks(reader: Reader): UnpackedBlocks {
  const known = caches.get(reader)
  if (known) return known
  const cache = new UnpackedBlocks()
  caches.set(reader, cache)
  return cache
}
