import { createHash } from 'node:crypto'
import type { ImportAccount } from '../../contract/console/imports.ts'
import { Tally } from './account.ts'
import type { CaptureReader, Read } from './capture/captured.ts'
import { isSkipped } from './capture/packet.ts'
import { readerFor } from './capture/reader.ts'
import { safeName } from './file-name.ts'
import { Recorder, type Recording } from './recorder.ts'

/** Reads one file, in pieces of any size, and stores its messages while it comes. Use it for one piece at a time. */
export class Importer {
  private readonly digest = createHash('sha256')
  private readonly tally = new Tally()
  private readonly recorder: Recorder
  private reader: CaptureReader | undefined
  /** What came before the format could be told. */
  private opening: Uint8Array = new Uint8Array()
  private hash = ''
  private readonly name: string

  constructor(to: Recording, name: string) {
    this.name = name
    this.recorder = new Recorder(to, safeName(name))
  }

  /**
   * Resolves when its messages are stored.
   * @throws RpcError `bad-request` in words when it is no capture, `cancelled` when the signal says so.
   */
  async push(piece: Uint8Array, signal: AbortSignal): Promise<void> {
    this.digest.update(piece)
    const bytes = this.reader ? piece : Buffer.concat([this.opening, piece])
    this.reader ??= readerFor(bytes, false)
    if (this.reader) await this.take(this.reader.push(bytes), signal)
    this.opening = this.reader ? new Uint8Array() : bytes
  }

  async end(signal: AbortSignal): Promise<ImportAccount> {
    if (!this.reader) {
      this.reader = readerFor(this.opening, true)
      if (this.reader) await this.take(this.reader.push(this.opening), signal)
    }
    if (this.reader) await this.take(this.reader.end(), signal)
    await this.recorder.flush(signal)
    this.hash = this.digest.digest('hex')
    this.recorder.close()
    return this.account()
  }

  /** As it stands; the hash is empty until the end. */
  account(): ImportAccount {
    const { stored, known, sensor } = this.recorder
    const range = this.tally.range()
    return {
      name: this.name,
      format: this.reader?.format ?? 'pcap',
      hash: this.hash,
      ...(sensor === undefined ? {} : { sensor }),
      ...(range && { range }),
      read: this.reader?.count ?? 0,
      carrying: this.tally.carrying,
      stored,
      known,
      skipped: this.tally.skipped(),
    }
  }

  /** Gives up what is not stored yet. */
  close(): void {
    this.recorder.close()
  }

  private async take(reads: readonly Read[], signal: AbortSignal): Promise<void> {
    for (const read of reads) {
      this.tally.note(read)
      if (!isSkipped(read)) await this.recorder.add(read, signal)
    }
  }
}
