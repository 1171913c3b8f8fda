import type { Locator, Page } from 'playwright-core'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import type { Hits, Query } from '../../src/contract/console/explore.ts'
import { ExplorePage, hitsOf } from './explore-page.ts'
import { attackTraffic } from './sip-events.ts'
import { configureOwnFeed, request, seed } from './triage.ts'
import { startWatchedConsole, type WatchedConsole } from './watched-console.ts'

const start = (Date.now() - 50 * 60_000) * 1000
const traffic = attackTraffic(5, { sources: 180, start, perSecond: 8 }).take(6000).toArray()
/** Whose every text attacks whoever shows it. */
export const hostileSource = '203.0.113.66'
const hostile = request({
  source: hostileSource,
  at: Date.now() * 1000 - 60_000_000,
  agent: '\u202e<b>x</b>\u0007=cmd|calc',
  user: '900<script>alert(1)</script>',
})

export const everything: Query = { filter: '', zone: 'UTC', answers: false }

/** The lists of Explore over the last six hours, with 6,000 messages of 180 sources and a hostile one. */
export interface ExploreResults extends WatchedConsole {
  readonly client: ConsoleClient
  readonly results: ResultsPage
}

export async function startExploreResults(): Promise<ExploreResults> {
  const running = await startWatchedConsole({
    fill: (data) => {
      seed(data, [...traffic, hostile])
      configureOwnFeed(data, { solo: true })
    },
  })
  const client = await running.speak()
  return { ...running, client, results: new ResultsPage(running.page, running.host.origin, client) }
}

class ResultsPage {
  private readonly page: Page
  private readonly origin: string
  private readonly client: ConsoleClient

  constructor(page: Page, origin: string, client: ConsoleClient) {
    this.page = page
    this.origin = origin
    this.client = client
  }

  readonly grid = (): Locator => this.page.getByRole('tabpanel').getByRole('grid')
  readonly rows = (): Locator => this.grid().locator('[role=row][aria-selected]')
  readonly scope = (): Locator => this.page.getByRole('tabpanel').getByRole('status').first()
  readonly filter = (): Promise<string> => new ExplorePage(this.page, this.origin).value()
  /** How much matches, as the engine says. */
  readonly found = (query: Partial<Query>): Promise<Hits> => hitsOf(this.client, query)

  /** @param query as `tab=sources&filter=…`. */
  async open(query: string): Promise<void> {
    await this.page.goto(`${this.origin}/explore?${query}&range=6h`)
  }

  /** As `open`, until the first rows are there. */
  async visit(query: string): Promise<void> {
    await this.open(query)
    await this.rows().first().waitFor()
  }
}
