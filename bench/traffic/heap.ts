/** The smallest first: thousands of sessions take turns by the time of what they send next. */
export class Heap<Item> {
  private readonly items: Item[] = []
  private readonly rank: (item: Item) => number

  constructor(rank: (item: Item) => number) {
    this.rank = rank
  }

  get size(): number {
    return this.items.length
  }

  first(): Item | undefined {
    return this.items[0]
  }

  push(item: Item): void {
    let at = this.items.push(item) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (this.rankAt(parent) <= this.rankAt(at)) return
      this.swap(at, parent)
      at = parent
    }
  }

  /** The first one's rank has grown. */
  sink(): void {
    let at = 0
    for (;;) {
      let least = at
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < this.items.length && this.rankAt(child) < this.rankAt(least)) least = child
      }
      if (least === at) return
      this.swap(at, least)
      at = least
    }
  }

  removeFirst(): void {
    const last = this.items.pop()
    if (last === undefined || this.items.length === 0) return
    this.items[0] = last
    this.sink()
  }

  private rankAt(at: number): number {
    return this.rank(this.items[at] as Item)
  }

  private swap(a: number, b: number): void {
    const item = this.items[a] as Item
    this.items[a] = this.items[b] as Item
    this.items[b] = item
  }
}
