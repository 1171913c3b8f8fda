/** Bytes that came and were not read yet. What is read is a view into them: use it before the next `add`. */
export class ByteQueue {
  private buffer: Uint8Array = new Uint8Array(4096)
  private begin = 0
  private finish = 0

  get length(): number {
    return this.finish - this.begin
  }

  /** However small the pieces are, a byte is moved only a few times. */
  add(piece: Uint8Array): void {
    if (this.finish + piece.length > this.buffer.length) this.makeRoom(piece.length)
    this.buffer.set(piece, this.finish)
    this.finish += piece.length
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

  private makeRoom(size: number): void {
    const { length } = this
    const fits = (length + size) * 2 <= this.buffer.length
    const room = fits ? this.buffer : new Uint8Array((length + size) * 2)
    room.set(this.buffer.subarray(this.begin, this.finish))
    this.buffer = room
    this.begin = 0
    this.finish = length
  }
}
