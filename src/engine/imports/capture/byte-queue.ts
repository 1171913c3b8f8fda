/** Bytes that came and were not read yet. What is read is a view into them: use it before the next `add`. */
export class ByteQueue {
  private buffer: Uint8Array = new Uint8Array()
  private begin = 0

  get length(): number {
    return this.buffer.length - this.begin
  }

  add(piece: Uint8Array): void {
    const rest = this.buffer.subarray(this.begin)
    const joined = new Uint8Array(rest.length + piece.length)
    joined.set(rest)
    joined.set(piece, rest.length)
    this.buffer = joined
    this.begin = 0
  }

  /** `undefined` while there are fewer. */
  peek(count: number): DataView | undefined {
    if (this.length < count) return undefined
    return new DataView(this.buffer.buffer, this.buffer.byteOffset + this.begin, count)
  }

  /** A copy, so that it may be kept. */
  copy(from: number, to: number): Uint8Array {
    return this.buffer.slice(this.begin + from, this.begin + to)
  }

  drop(count: number): void {
    this.begin += count
  }
}
