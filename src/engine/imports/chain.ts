import { createHash } from 'node:crypto'
import type { CapturedMessage } from './capture/captured.ts'

/**
 * Names each place in the row of a file's messages by all that came before it: two files that have the same name at a
 * place have the same messages up to there. Where a message lies in the file does not count, so the same capture in
 * another format is known again.
 */
export class Chain {
  private last = 'capture'

  /** @returns 64 hexadecimal digits. */
  next({ time, transport, direction, source, port, local, localPort, bytes }: CapturedMessage): string {
    const about = JSON.stringify([this.last, time, transport, direction, source, port, local, localPort])
    this.last = createHash('sha256').update(about).update(bytes).digest('hex')
    return this.last
  }
}
