import Database from 'better-sqlite3'
import { isValidPhoneNumber } from 'libphonenumber-js/max'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import { ownNumber, seedAttacks, type Dialled } from '../support/attack-store.ts'
import { Keystrokes } from '../support/keystrokes.ts'
import { auditPage } from '../support/page-audit.ts'
import { configureOwnFeed, request } from '../support/triage.ts'
import { until } from '../support/until.ts'
import { startWatchedConsole, type WatchedConsole } from '../support/watched-console.ts'

/**
 * The tasks that decide whether the console is good, by keys alone and counted, on a day of attacks. What they leave
 * behind is looked up in the store and at the feed. `TASK_EVENTS` makes the day as large as one wants, `TASK_SEED` another.
 */
const events = Number(process.env['TASK_EVENTS'] ?? 12_000)
const seed = Number(process.env['TASK_SEED'] ?? 20_261_124)

const minute = 60_000
const day = 1440 * minute
const dialler = '198.51.100.41'
/** Neighbours, some of them banned: the customer's own phones, it turns out. */
const customers = Array.from({ length: 12 }, (_, at) => `203.0.113.${at * 5 + 66}`)
const neighbour = '203.0.113.130'
const banned = customers.slice(0, 3)
const range = '203.0.113.64/26'
const hostile = '"><img src=x onerror=alert(1)> \u202Egninekopsni'
const prefixes = ['', '00', '000', '9', '900', '9011', '011', '810', '+']

/** In order of time: one who dials one number behind every prefix, more than anybody else in this hour. */
function ownTraffic(now: number) {
  const at = (minutes: number, n: number): number => (now - minutes * minute + n) * 1000
  const calls = Math.max(300, events / 20)
  return [
    ...[...customers, neighbour].flatMap((source, of) =>
      Array.from({ length: of + 1 }, (_, n) => request({ source, at: at(200, of * 50 + n), method: 'REGISTER' })),
    ),
    ...Array.from({ length: calls }, (_, n) =>
      request({
        source: dialler,
        at: at(25, n),
        user: `${prefixes[n % prefixes.length] ?? ''}${ownNumber}`,
        agent: hostile,
      }),
    ),
  ]
}

describe.each([
  { zoom: '100 %', width: 1280, height: 800 },
  { zoom: '200 %', width: 640, height: 400 },
])('by keys alone, at $zoom', ({ width, height }) => {
  let running: WatchedConsole
  let page: Page
  let client: ConsoleClient
  let keys: Keystrokes
  let dialled: Dialled

  beforeAll(async () => {
    const now = Date.now()
    running = await startWatchedConsole({
      ...{ width, height },
      fill: (data) => {
        dialled = seedAttacks(data, { events, seed, until: now, also: ownTraffic(now) })
        configureOwnFeed(data, { holdSeconds: 0 })
      },
    })
    page = running.page
    keys = new Keystrokes(page)
    client = await running.speak()
    await until('the feed is followed', async () => (await client.call('feed.status', {})).state === 'connected')
  }, 1_800_000)
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: `test-results/tasks ${width} ${task.name}.png` })
    expect(running.watched.troubles).toEqual([])
  })
  afterAll(() => running.stop())

  const card = (): Locator => page.getByRole('dialog')
  const ready = async (): Promise<void> => {
    await expect.poll(() => card().locator('footer button').last().isEnabled()).toBe(true)
  }
  const closed = (): Promise<void> => card().waitFor({ state: 'detached' })
  /** As somebody who looks at a screen: the keys are counted from there. */
  const begin = async (path: string, seen: Locator): Promise<void> => {
    await page.goto(`${running.host.origin}${path}`)
    await seen.first().waitFor()
    keys.reset()
  }
  const inStore = <Row>(sql: string, ...values: readonly (string | number)[]): Row => {
    const database = new Database(join(running.data, 'console.db'), { readonly: true })
    try {
      return database.prepare(sql).get(...values) as Row
    } finally {
      database.close()
    }
  }
  const bans = () => client.call('bans.list', {})

  it('2: bans the top attacker of the last hour, with evidence, by four keys', async () => {
    await begin('/live', page.getByRole('grid', { name: 'Top attackers' }))
    await keys.press('t', 'h')
    await page.locator('.row.active').filter({ hasText: dialler }).waitFor()
    await keys.press('b')
    await expect
      .poll(() => card().getByRole('listitem').filter({ hasText: 'INVITE' }).count())
      .toBeGreaterThanOrEqual(3)
    await ready()
    await keys.press('Control+Enter')
    await closed()
    expect(keys.count).toBeLessThanOrEqual(4)
    const top = inStore<{ address: string }>(
      `SELECT source.address FROM event JOIN kind ON kind.id = event.kind JOIN source ON source.id = event.source
       WHERE kind.direction = 0 AND event.time >= ? GROUP BY source.id ORDER BY count(*) DESC`,
      (Date.now() - 60 * minute) * 1000,
    )
    expect(await bans()).toMatchObject([{ address: top.address, state: 'proposed' }])
  })

  it('3: finds all that dialled a number behind any prefix, and nobody else, by one query', async () => {
    const wanted = [...dialled].filter(([core, ids]) => ids.size > 0 && isValidPhoneNumber(`+${core}`))
    const [most = ''] = wanted.toSorted(([, one], [, other]) => other.size - one.size).map(([core]) => core)
    await begin('/explore?tab=dialogs&range=7d', page.getByRole('combobox', { name: 'Filter' }))
    // The field of the filter has the focus from the start.
    await keys.type(`num:${most}`)
    await keys.press('Enter')
    await page.waitForURL((url) => url.searchParams.get('filter') === `num:${most}`)
    await page.getByRole('grid', { name: 'Dialogs' }).getByRole('gridcell').filter({ hasText: most }).first().waitFor()
    expect(dialled.get(most)?.size).toBeGreaterThan(1)
    expect(keys.count).toBeLessThanOrEqual(3)
    for (const [core, ids] of wanted) expect(await dialogsOf(client, core), core).toEqual(ids)
  })

  it('4: reads what a hostile caller sent, from the ladder and its bytes to what changed, by five keys', async () => {
    await begin(
      `/explore?tab=dialogs&range=7d&filter=src%3A${dialler}`,
      page.getByRole('grid', { name: 'Dialogs' }).getByRole('gridcell'),
    )
    await page.getByRole('grid', { name: 'Dialogs' }).focus()
    await keys.press('Enter')
    await page.getByRole('listbox', { name: 'Messages of this dialog' }).getByRole('option').first().waitFor()
    await page.getByRole('group', { name: 'Message as sent, line by line' }).waitFor()
    await keys.press('Shift+V')
    await page
      .getByRole('heading', { name: /varies/i })
      .first()
      .waitFor()
    expect(keys.count).toBeLessThanOrEqual(5)
    expect(await auditPage(page)).toEqual([])
  })

  it('5: takes a range of customers off the list, as counted before, and keeps it off', async () => {
    const subscriber = await client.call('feed.addSubscriber', { name: 'a PBX' })
    const list = `${new URL(subscriber.url).origin}/list/${subscriber.key}/plain`
    const listed = async (): Promise<readonly string[]> =>
      (await (await fetch(list)).text()).split('\n').filter((line) => line.startsWith('203.0.113.'))
    for (const address of [...banned, neighbour]) {
      const { id } = await client.call('ban.propose', {
        address,
        reason: 'guesses',
        duration: 7 * day,
        confirmation: address,
      })
      await until('it is recorded', async () => (await client.call('feed.status', {})).waiting === 0)
      await client.call('ban.approve', { id })
    }
    await until('all are listed', async () => (await listed()).length === 4)

    await begin('/whitelists', page.getByRole('heading', { name: 'Whitelist entries' }).or(page.getByRole('tab')))
    await keys.press('w')
    await card().getByLabel('Address or range (CIDR)').waitFor()
    await keys.type(range)
    const counted = inStore<{ sources: number; messages: number; dialogs: number }>(
      `SELECT count(DISTINCT source.id) sources, count(*) messages, count(DISTINCT event.dialog) dialogs
       FROM event JOIN kind ON kind.id = event.kind JOIN source ON source.id = event.source
       WHERE kind.direction = 0 AND source.address IN (${customers.map((address) => `'${address}'`).join()})`,
    )
    await card()
      .getByText(`${counted.dialogs} dialogs of ${counted.sources} sources, ${counted.messages} messages`)
      .waitFor()
    await expect.poll(async () => (await card().innerText()).replaceAll(/\s+/g, ' ')).toMatch(/Revokes 3 live bans/)
    while (!(await focusedLabel(page)).startsWith('Reason')) await keys.press('Tab')
    await keys.type('Phones of a customer')
    await ready()
    await keys.press('Control+Enter')
    await closed()
    await until('they are off', async () => (await listed()).length === 1)
    expect(await listed()).toContain(neighbour)
    await until('it is recorded', async () => (await client.call('feed.status', {})).waiting === 0)
    const again = client.call('ban.propose', { address: customers[0] ?? '', reason: 'again', duration: day })
    await expect(again).rejects.toMatchObject({ code: 'refused' })
  })
})

async function dialogsOf(client: ConsoleClient, core: string): Promise<ReadonlySet<string>> {
  const query = { filter: `num:${core}`, zone: 'UTC', answers: false }
  const found = new Set<string>()
  for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
    const page = await client.call('explore.dialogs', { query, limit: 500, ...(cursor !== undefined && { cursor }) })
    for (const { callId } of page.rows) found.add(callId)
    cursor = page.next
  }
  return found
}

const focusedLabel = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const focused = document.activeElement
    return focused instanceof HTMLElement && 'labels' in focused
      ? ((focused as HTMLInputElement).labels?.[0]?.innerText ?? '')
      : ''
  })
