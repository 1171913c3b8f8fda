import { closeSync, fdatasync, fdatasyncSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import type { Segment } from './segment.ts'

/** Appends to one segment file; either a whole batch of records is written or nothing of it. */
export class SegmentWriter {
  readonly segment: Segment
  readonly #fd: number
  #dirty = false
  #syncing = false
  #closing = false

  constructor(segment: Segment) {
    this.segment = segment
    this.#fd = openSync(segment.path, 'a+', 0o600)
  }

  /** @throws when the disk does not take all of it; the file then ends where it ended before. */
  append(bytes: Uint8Array): void {
    let written = 0
    try {
      while (written < bytes.length) written += writeSync(this.#fd, bytes, written)
    } catch (error) {
      if (written > 0) ftruncateSync(this.#fd, this.segment.size)
      throw error
    }
    this.segment.size += bytes.length
    this.#dirty = true
  }

  /** Starts a sync in the background, unless there is nothing to sync or one is on its way. */
  sync(onError: (error: Error) => void): void {
    if (!this.#dirty || this.#syncing) return
    this.#dirty = false
    this.#syncing = true
    fdatasync(this.#fd, (error) => {
      this.#syncing = false
      if (error !== null) onError(error)
      if (this.#closing) closeSync(this.#fd)
    })
  }

  /** Everything is on the medium before the next segment may begin. */
  close(): void {
    if (this.#dirty) fdatasyncSync(this.#fd)
    this.#closing = true
    if (!this.#syncing) closeSync(this.#fd)
  }
}
