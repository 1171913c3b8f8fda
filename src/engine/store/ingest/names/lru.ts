/**
 * A bounded cache that forgets what was not asked for the longest: attackers choose the keys. Two generations instead
 * of one ordered map, because a map whose entries are deleted and set again on every hit spends its time rehashing.
 */
export class Lru<Key, Value> {
  private recent = new Map<Key, Value>()
  private older = new Map<Key, Value>()
  private readonly generation: number

  /** @param most entries held; at least half as many of those asked for last are kept. */
  constructor(most: number) {
    this.generation = Math.ceil(most / 2)
  }

  get(key: Key): Value | undefined {
    const recent = this.recent.get(key)
    if (recent !== undefined) return recent
    const older = this.older.get(key)
    if (older !== undefined) this.set(key, older)
    return older
  }

  set(key: Key, value: Value): void {
    if (this.recent.size >= this.generation) {
      this.older = this.recent
      this.recent = new Map()
    }
    this.recent.set(key, value)
  }

  clear(): void {
    this.recent.clear()
    this.older.clear()
  }
}
