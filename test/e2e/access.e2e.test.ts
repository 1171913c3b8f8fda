import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type AxeRun from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import type { Watched } from '../support/browser.ts'
import type { ConsolePage } from '../support/console-page.ts'
import type { ConsoleProcess } from '../support/console-process.ts'
import { request, sendHostile } from '../support/hostile-traffic.ts'
import type { SensorProcess } from '../support/sensor-process.ts'
import { walkByTab } from '../support/tab-walk.ts'
import { until } from '../support/until.ts'
import { startWatchedConsole, type WatchedConsole } from '../support/watched-console.ts'

/** Every screen and card for those who use keys or a screen reader: axe, a walk with Tab, Esc, and the key sheet. */
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
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
  ['/bans', '.ban'],
  ['/whitelists', 'main [role=gridcell]'],
  ['/sensors', 'main [role=gridcell]'],
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
  ['/bans', /^Approve/],
  ['/bans', /^Reject/],
  ['/bans', /^Add subscriber/],
  ['/whitelists', /^Add entry/],
  ['/whitelists', /^Remove/],
  ['/sensors', /^Add a sensor/],
  ['/sensors', /^Remove/],
] as const

describe('the console by keyboard and screen reader', () => {
  let running: WatchedConsole
  let sensor: SensorProcess
  let host: ConsoleProcess
  let watched: Watched
  let page: Page
  let console_: ConsolePage

  beforeAll(async () => {
    running = await startWatchedConsole()
    ;({ sensor, host, watched, page } = running)
    console_ = running.consolePage
  })

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: `test-results/access ${task.id}.png` })
  })

  afterAll(async () => {
    await running.stop()
  })

  async function visit(path: string, ready: string): Promise<void> {
    await page.goto(`${host.origin}${path}`)
    await page.locator(ready).first().waitFor()
    await page.evaluate(axeSource)
  }

  const press = (name: RegExp) => page.locator('main').getByRole('button', { name }).first()

  it('greets a newcomer without a barrier', async () => {
    await visit('/live', 'main h1')
    expect(await barriers(page)).toEqual([])
    expect(await walkByTab(page)).toEqual([])
  })

  it('is given attacks, a campaign, a ban and a whitelist entry to show', async () => {
    await fill(await running.speak(), sensor)
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
      expect(await barriers(page)).toEqual([])
      const twin = page.getByRole('button', { name: 'View as table' })
      while ((await twin.count()) > 0) await twin.first().click()
      expect(await barriers(page)).toEqual([])
    })

    it.each(cards)('has no serious barrier on the card of %s, %s', async (path, button) => {
      await visit(path, path.startsWith('/bans') ? '.ban' : 'main [role=gridcell]')
      await press(button).click()
      await console_.card().waitFor()
      expect(await barriers(page)).toEqual([])
    })

    it.each(['Control+k', '?'])('has no serious barrier on what %s opens', async (keys) => {
      await visit('/live', 'main [role=gridcell]')
      await page.getByRole('grid').first().focus()
      await page.keyboard.press(keys)
      await console_.card().waitFor()
      expect(await barriers(page)).toEqual([])
    })
  })

  it.each(screens)('lets Tab reach and name every control on %s', async (path, ready) => {
    await visit(path, ready)
    await page.keyboard.press('Control+k')
    await page.keyboard.press('Escape')
    expect(await walkByTab(page)).toEqual([])
  })

  it.each(cards)(
    'keeps Tab inside the card of %s, %s; Esc closes it and gives the focus back',
    async (path, button) => {
      await visit(path, path.startsWith('/bans') ? '.ban' : 'main [role=gridcell]')
      await press(button).focus()
      const opener = await page.evaluateHandle(() => document.activeElement)
      await page.keyboard.press('Enter')
      await console_.card().waitFor()
      expect(await walkByTab(page)).toEqual([])
      await page.keyboard.press('Escape')
      await console_.card().waitFor({ state: 'detached' })
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
    await console_.card().waitFor()
    const listed = new Set(await keysIn('[role=dialog]'))
    expect(listed.size).toBeGreaterThan(15)
    expect([...told].filter((keys) => !listed.has(keys))).toEqual([])
  })

  it('had no error on the way', () => expect(watched.troubles).toEqual([]))
})

declare const axe: typeof AxeRun

/** Serious and critical findings, told by rule and place. */
async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  const found = await page.evaluate(async () => {
    const { violations } = await axe.run(document, { resultTypes: ['violations'] })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`))
  })
  return found.map((text) => text.slice(0, 400))
}

/** One source with calls, in a campaign, proposed for a ban; and a whitelist entry. */
async function fill(client: ConsoleClient, sensor: SensorProcess): Promise<void> {
  await client.call('sensor.add', { url: sensor.link, token: sensor.token })
  const messages = ['a', 'b', 'c'].map((callId) => request({ callId }))
  await sendHostile([{ what: 'calls', address: attacker, messages }], sensor.port('udp'))
  const seen = async () => (await client.call('sources.page', { order: 'messages', limit: 9 })).rows[0]?.messages === 3
  await until('the calls are stored', seen)
  await until('the feed is there', async () => (await client.call('feed.status', {})).state === 'connected')
  await client.call('campaign.create', { name: 'Night shift', note: 'Seen before', sources: [attacker] })
  const proposal = { address: attacker, reason: 'Toll fraud', duration: day, confirmation: attacker }
  await client.call('ban.propose', proposal)
  await client.call('whitelist.add', { value: '45.83.70.0/24', reason: 'A customer', duration: day })
}
