import type { Page } from 'playwright-core'

/** What the feed on the Live screen says of itself. */
export interface FeedCount {
  readonly seen: number
  readonly shown: number
  readonly dropped: number
}

export interface Observation extends FeedCount {
  /** When the feed first said so, ms since 1970; a frame late at most. */
  readonly at: number
}

export interface Watched {
  readonly observations: readonly Observation[]
  /** Milliseconds from frame to frame. */
  readonly frames: readonly number[]
}

/** Reads the feed's own account at every frame, until `stop`. */
export async function watchFeed(page: Page): Promise<{ current(): Promise<FeedCount>; stop(): Promise<Watched> }> {
  await page.evaluate(watchInPage)
  return {
    current: async () => (await page.evaluate(readWatch)).observations.at(-1) ?? { seen: 0, shown: 0, dropped: 0 },
    stop: () => page.evaluate(readWatch),
  }
}

/** Both run inside the page: nothing from outside may be named in them. */
function watchInPage(): void {
  const watched: { observations: Observation[]; frames: number[] } = { observations: [], frames: [] }
  const number = (text: string, pattern: RegExp): number => Number((pattern.exec(text)?.[1] ?? '0').replace(/\D/g, ''))
  let last = ''
  let previous = performance.now()
  const look = (now: number): void => {
    watched.frames.push(now - previous)
    previous = now
    const text = document.querySelector('.account')?.textContent ?? ''
    if (text !== last) {
      const [seen, shown] = [number(text, /^([\d,.\s]+) seen/), number(text, /= ([\d,.\s]+) shown/)]
      watched.observations.push({ at: Date.now(), seen, shown, dropped: number(text, /\+ ([\d,.\s]+) dropped/) })
      last = text
    }
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
  Object.assign(globalThis, { watchedFeed: watched })
}

function readWatch(): Watched {
  return (globalThis as unknown as { watchedFeed: Watched }).watchedFeed
}
