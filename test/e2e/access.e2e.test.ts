import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import { exploreTabs } from '../../src/contract/console/explore.ts'
import { barriersOn } from '../support/barriers.ts'
import { request, sendHostile } from '../support/hostile-traffic.ts'
import type { SensorProcess } from '../support/sensor-process.ts'
import { walkByTab } from '../support/tab-walk.ts'
import { until } from '../support/until.ts'
import { startWatchedHoneynet, type WatchedHoneynet } from '../support/watched-console.ts'

/** Every screen and card for those who use keys or a screen reader: axe, a walk with Tab, Esc, and the key sheet. */
const attacker = '45.83.64.17'
const day = 86_400_000

/** Path, and what shows that the screen is complete. */
const screens = [
  ['/live', 'main [role=gridcell]'],
  [`/source/${attacker}`, 'main [role=gridcell]'],
  ['/dialog/1', 'main [role=option]'],
  ['/compare?messages=1,2', 'main table'],
  ['/compare?messages=1,2&view=matrix', 'main [role=gridcell]'],
  ['/campaigns', 'main [role=gridcell]'],
  ['/campaigns/1', 'main [role=gridcell]'],
  ['/inbox', 'main [role=gridcell]'],
  ['/bans', '.ban'],
  ['/whitelists', 'main [role=gridcell]'],
  ['/sensors', 'main [role=gridcell]'],
  ['/explore?filter=method:INVITE&tab=messages', 'main [role=tabpanel] [role=gridcell]'],
  ['/settings', 'main table[aria-busy=false]'],
  [`/reports?source=${attacker}`, 'main article'],
] as const

/** Where a card is opened, and by which button. */
const cards = [
  [`/source/${attacker}`, /^Propose ban/],
  [`/source/${attacker}`, /^Whitelist/],
  [`/source/${attacker}`, /^Add to campaign/],
  ['/campaigns', /^New campaign/],
  ['/campaigns/1', /^Edit/],
  ['/campaigns/1', /^Delete/],
  ['/inbox', /^Approve/],
  ['/inbox', /^Snooze/],
  ['/bans', /^Approve/],
  ['/bans', /^Reject/],
  ['/bans', /^Add subscriber/],
  ['/whitelists', /^Add entry/],
  ['/whitelists', /^Change/],
  ['/whitelists', /^Remove/],
  ['/sensors', /^Add a sensor/],
  ['/sensors', /^Remove/],
  ['/explore?filter=method:INVITE', /^Save/],
  ['/explore?filter=method:INVITE', /^Export/],
] as const

describe('the console by keyboard and screen reader', () => {
  let running: WatchedHoneynet
  let page: Page

  beforeAll(async () => {
    running = await startWatchedHoneynet()
    page = running.page
  })

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: `test-results/access ${task.id}.png` })
  })

  afterAll(() => running.stop())

  async function visit(path: string, ready: string): Promise<void> {
    await page.goto(`${running.host.origin}${path}`)
    await page.locator(ready).first().waitFor()
  }

  const press = (name: RegExp) => page.locator('main').getByRole('button', { name }).first()

  it('greets a newcomer without a barrier', async () => {
    await visit('/live', 'main h1')
    expect(await barriersOn(page)).toEqual([])
    expect(await walkByTab(page)).toEqual([])
  })

  it('is given attacks, a campaign, a ban and a whitelist entry to show', async () => {
    await fill(await running.speak(), running.sensor)
  })

  describe.each(['dark', 'light'] as const)('in the %s theme', (theme) => {
    it('is shown', async () => {
      await visit('/campaigns', 'main')
      const other = page.getByRole('button', { name: `Use the ${theme} theme` })
      if ((await other.count()) > 0) await other.click()
      await page.locator(`html[data-theme=${theme}]`).waitFor()
    })

    it.each(screens)('has no serious barrier on %s', async (path, ready) => {
      await visit(path, ready)
      expect(await barriersOn(page)).toEqual([])
      await running.consolePage.showTables()
      expect(await barriersOn(page)).toEqual([])
    })

    it('has no serious barrier on any tab of Explore', async () => {
      await visit('/explore?filter=method:INVITE', 'main [role=tabpanel] [role=gridcell]')
      for (const tab of exploreTabs) {
        await page.getByRole('tab', { name: new RegExp(tab, 'i') }).click()
        await page.locator(`#explore-rows[aria-labelledby$=${tab}] [role=gridcell]`).first().waitFor()
        expect(await barriersOn(page), tab).toEqual([])
      }
    })

    it('has no serious barrier on the other parts of Whitelists', async () => {
      await visit('/whitelists', 'main [role=gridcell]')
      await page.getByLabel('Would this be banned?').fill('45.83.70.9')
      await page.keyboard.press('Enter')
      await page.getByText('45.83.70.9 would not be banned').waitFor()
      for (const part of ['Overlaps', 'Bundled lists']) {
        await page.getByRole('tab', { name: part }).click()
        await page.getByRole('grid', { name: part === 'Overlaps' ? 'Bans that entries meet' : part }).waitFor()
        expect(await barriersOn(page), part).toEqual([])
      }
    })

    it.each(cards)('has no serious barrier on the card of %s, %s', async (path, button) => {
      await visit(path, path === '/bans' ? '.ban' : 'main [role=gridcell]')
      await press(button).click()
      await running.consolePage.card().waitFor()
      expect(await barriersOn(page)).toEqual([])
    })

    it.each(['Control+k', '?'])('has no serious barrier on what %s opens', async (keys) => {
      await visit('/live', 'main [role=gridcell]')
      await page.getByRole('grid').first().focus()
      await page.keyboard.press(keys)
      await running.consolePage.card().waitFor()
      expect(await barriersOn(page)).toEqual([])
    })
  })

  it.each(screens)('lets Tab reach and name every control on %s', async (path, ready) => {
    await visit(path, ready)
    await running.consolePage.openPalette()
    await page.keyboard.press('Escape')
    await running.consolePage.card().waitFor({ state: 'detached' })
    expect(await walkByTab(page)).toEqual([])
  })

  it.each(cards)(
    'keeps Tab inside the card of %s, %s; Esc closes it and gives the focus back',
    async (path, button) => {
      await visit(path, path === '/bans' ? '.ban' : 'main [role=gridcell]')
      await press(button).focus()
      const opener = await page.evaluateHandle(() => document.activeElement)
      await page.keyboard.press('Enter')
      await running.consolePage.card().waitFor()
      expect(await walkByTab(page)).toEqual([])
      await page.keyboard.press('Escape')
      await running.consolePage.card().waitFor({ state: 'detached' })
      await until('the opener has the focus', () => page.evaluate((was) => document.activeElement === was, opener))
    },
  )

  it.each(screens)('lists in the ? sheet every key that is told on %s', async (path, ready) => {
    await visit(path, ready)
    const keysIn = (within: string): Promise<string[]> =>
      page.locator(`${within} :not(kbd) > kbd:first-child`).locator('..').allInnerTexts()
    await page.locator('main [data-hotkeys], main [tabindex="0"]').first().focus()
    const told = new Set([...(await keysIn('main')), ...(await keysIn('footer.status'))])
    await page.keyboard.press('?')
    await running.consolePage.card().waitFor()
    const listed = new Set(await keysIn('[role=dialog]'))
    expect(listed.size).toBeGreaterThan(15)
    expect([...told].filter((keys) => !listed.has(keys))).toEqual([])
  })

  it('had no error on the way', () => expect(running.watched.troubles).toEqual([]))
})

/** One source with calls, in a campaign, proposed for a ban; and a whitelist entry. */
async function fill(client: ConsoleClient, sensor: SensorProcess): Promise<void> {
  await client.call('sensor.add', { url: sensor.link, token: sensor.token })
  const messages = ['a', 'b', 'c'].map((callId) => request({ callId }))
  await sendHostile([{ what: 'calls', address: attacker, messages }], sensor)
  const seen = async () => (await client.call('sources.page', { order: 'messages', limit: 9 })).rows[0]?.messages === 3
  await until('the calls are stored', seen)
  await until('the feed is there', async () => (await client.call('feed.status', {})).state === 'connected')
  await client.call('campaign.create', { name: 'Night shift', note: 'Seen before', sources: [attacker] })
  const proposal = { address: attacker, reason: 'Toll fraud', duration: day, confirmation: attacker }
  await client.call('ban.propose', proposal)
  await client.call('whitelist.add', { value: '45.83.70.0/24', reason: 'A customer', duration: day })
}
