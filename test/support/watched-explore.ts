import type { ConsoleClient } from '../../src/contract/console/index.ts'
import type { Hits } from '../../src/contract/console/explore.ts'
import { ExplorePage, hitsOf } from './explore-page.ts'
import { eventsFrom, inOrder, recordedTool } from './recorded-events.ts'
import { seed } from './triage.ts'
import { startWatchedConsole, type WatchedConsole } from './watched-console.ts'

/** What is stored: two real tools and what they were answered, so lately that the last minutes hold it to the end. */
const start = (Date.now() - 60_000) * 1000
export const cracker = '203.0.113.7'
export const sweeper = '203.0.113.9'
const events = inOrder([
  ...eventsFrom(cracker, recordedTool('svcrack'), start),
  ...eventsFrom(sweeper, recordedTool('sipp-prefix-sweep'), start),
])
export const received = events.filter(([, direction]) => direction === 0)

export interface WatchedExplore extends WatchedConsole {
  readonly explore: ExplorePage
  readonly client: ConsoleClient
  /** How much of all that is stored matches, as the engine says. */
  matching(filter: string): Promise<Hits>
}

export async function startWatchedExplore(): Promise<WatchedExplore> {
  const running = await startWatchedConsole({ fill: (data) => seed(data, events), width: 1280, height: 800 })
  const client = await running.speak()
  await running.page.emulateMedia({ reducedMotion: 'reduce' })
  const explore = new ExplorePage(running.page, running.host.origin)
  const range = { from: start / 1000 - 60_000, to: Date.now() }
  return { ...running, explore, client, matching: (filter) => hitsOf(client, { filter, range }) }
}
