/** 32 bits. FNV-1a, finished so that every bit depends on every character. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (hash ^ (hash >>> 13)) >>> 0
}

/**
 * The few texts of a list that stand for all of it: those with the smallest hashes (bottom-k). Two sources that worked
 * through the same list share them, in whatever order they did, and one that stopped halfway shares its half.
 * @returns at most `count`, smallest hash first.
 */
export function sketchOf(texts: readonly string[], count: number, most: number): readonly string[] {
  const kept: { readonly hash: number; readonly text: string }[] = []
  let border = Infinity
  for (let at = 0; at < texts.length && at < most; at++) {
    const text = texts[at] ?? ''
    const hash = hashOf(text)
    if (hash > border) continue
    if (kept.some((one) => one.text === text)) continue
    kept.push({ hash, text })
    kept.sort((a, b) => a.hash - b.hash || (a.text < b.text ? -1 : 1))
    if (kept.length > count) kept.pop()
    if (kept.length === count) border = kept.at(-1)?.hash ?? Infinity
  }
  return kept.map(({ text }) => text)
}
