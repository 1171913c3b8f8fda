/** What is told while a command works: one line that changes, and only where somebody watches. */
export interface Progress {
  show(text: string): void
  /** Before anything else is printed. */
  clear(): void
}

/** Milliseconds: faster than this nobody reads, and short work shows nothing. */
const every = 200
const wipe = '\r\x1b[K'

/** @param now milliseconds of any clock. */
export function progressOn(stream: NodeJS.WriteStream, now: () => number = () => performance.now()): Progress {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined }
  let next = now() + every
  let shown = false
  return {
    show: (text) => {
      if (now() < next) return
      next = now() + every
      shown = true
      stream.write(`${wipe}${text.slice(0, Math.max(10, stream.columns - 1))}`)
    },
    clear: () => {
      if (shown) stream.write(wipe)
      shown = false
    },
  }
}
