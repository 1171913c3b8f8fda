import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { liveLimits } from '../../src/demo/traffic/traffic.ts'
import { launchBrowser, openPage, type Watched } from '../support/browser.ts'
import { ConsolePage } from '../support/console-page.ts'
import { startConsole, type ConsoleProcess } from '../support/console-process.ts'
import { takePicture, wantedPictures } from '../support/pictures.ts'
import { until } from '../support/until.ts'

/**
 * What somebody sees who tries the console for the first time: the demo honeynet, with the story of the seed study in
 * it. Nothing is stubbed: five sensors, a feed and the traffic run as processes of their own on loopback.
 */
describe('the demo honeynet', () => {
  const data = mkdtempSync(join(tmpdir(), 'honeynet-demo-'))
  let host: ConsoleProcess
  let browser: Browser
  let watched: Watched
  let console_: ConsolePage
  let began: number

  beforeAll(async () => {
    browser = await launchBrowser()
    began = performance.now()
    host = await startConsole(['--demo', '--data', data, '--port', '0'])
    watched = await openPage(browser)
    console_ = new ConsolePage(watched.page)
    await console_.open(host.url)
  })

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await watched.page.screenshot({ path: `test-results/${task.name}.png` })
  })

  afterAll(async () => {
    await browser.close()
    await host.stop()
    rmSync(data, { recursive: true, force: true })
  })

  const region = (name: string): Locator => watched.page.getByRole('region', { name, exact: true })
  const profile = async (address: string): Promise<string> => {
    await console_.find(address)
    await watched.page.getByRole('heading', { level: 1 }).filter({ hasText: address }).waitFor()
    return console_.text()
  }
  /** The rows behind a chart: each has a table twin. */
  const rowsBehind = async (chart: string): Promise<string[][]> => {
    await region(chart).getByRole('button', { name: 'View as table' }).click()
    const rows = await region(chart).locator('tbody tr').all()
    const cells = await Promise.all(rows.map((row) => row.locator('td').allInnerTexts()))
    await region(chart).getByRole('button', { name: 'View as chart' }).click()
    return cells
  }

  it('shows live attacks', async () => {
    const feed = watched.page.getByRole('grid', { name: 'Messages as they arrive' })
    await feed.getByRole('row').nth(1).waitFor()
    await watched.page.getByRole('grid', { name: 'Top attackers' }).getByRole('row').nth(1).waitFor()
    await until('messages are counted', async () => (await console_.figure('Messages received')) > 0)
  })

  it('says on every screen that this is a demo', async () => {
    for (const screen of ['Campaigns', 'Bans', 'Whitelists', 'Sensors', 'Reports', 'Live'] as const) {
      await console_.goTo(screen)
      await watched.page.getByText('DEMO', { exact: true }).waitFor()
    }
  })

  it('counts attempts by the second, no more than the demo may send', async () => {
    await until(
      'half a minute was seen',
      async () => {
        const rows = await rowsBehind('Rate by method')
        // The newest and the oldest step may be cut short.
        const sums = rows.slice(1).map(([, ...rates]) => rates.reduce((sum, text) => sum + Number.parseFloat(text), 0))
        const busy = sums.filter((sum) => sum > 20).slice(0, -1)
        return busy.length >= 6
      },
      120,
    )
    const received = await console_.figure('Messages received')
    expect(received).toBeLessThanOrEqual(liveLimits.burst + (liveLimits.rate * (performance.now() - began)) / 1000)
  })

  it('finds one Swedish number behind forty prefixes and more, called by sipcli', async () => {
    const shown = await until(
      'the sweep went round',
      async () => {
        const text = await profile('203.0.113.')
        return /4684650\d+\s+.*?(\d+) prefixes/s.test(text) ? text : undefined
      },
      120,
    )
    expect(Number(/(\d+) prefixes/.exec(await region('Numbers dialled').innerText())?.[1])).toBeGreaterThanOrEqual(40)
    expect(shown).toMatch(/Tried \d+ prefixes in front of one number/)
    expect(shown).toContain('sipcli/v1.8')
    expect(shown).toContain('address proven by To tag')
    expect(shown).toMatch(/AS64\d{3} [^\n]*Example[^\n]*, approximate/)
  })

  it('shows that the attacks begin after midnight, wherever the sensor stands', async () => {
    const begins = await until(
      'a night was told',
      async () => {
        for (const last of [9, 10, 11, 12, 13, 14]) {
          await profile(`203.0.113.${last}`)
          const nights = (await rowsBehind('Hours of the day')).filter(([, zone = '', ...hours]) =>
            isNight(zone, hours),
          )
          if (nights.length > 0) return nights.map(([sensor]) => sensor)
        }
        return undefined
      },
      120,
    )
    expect(begins.length).toBeGreaterThan(0)
  })

  it('knows scanners, guessers and a disguise by what they send', async () => {
    const scanner = await profile('192.0.2.40')
    expect(scanner).toMatch(/friendly-scanner\s+claims SIPVicious\s+→\s+is SIPVicious/)
    expect(scanner).toContain('Extension enumeration')
    const guesser = await profile('192.0.2.71')
    expect(guesser).toContain('Password guessing')
    expect(guesser).toContain('address proven by nonce')
    const disguise = await profile('203.0.113.66')
    expect(disguise).toMatch(/Cisco-SIPGateway\/IOS-12\.x\s+claims Cisco\s+→\s+is PJSIP/)
    const injection = await profile('192.0.2.140')
    expect(injection).toContain('SQL injection')
    expect(injection).toMatch(/Critical/i)
  })

  it('tells research from attack, and a proven address from one that may be forged', async () => {
    const research = await profile('203.0.113.130')
    expect(research).toMatch(/Benign/i)
    expect(research).toContain('Research scan')
    const spoofed = await profile('198.51.100.')
    expect(spoofed).toContain('address unproven, may be forged')
  })

  it('takes bans through their whole life', async () => {
    await addSubscriber(console_, 'pbx-berlin')
    for (const address of ['203.0.113.13', '203.0.113.10', '192.0.2.71']) await propose(console_, address)
    await console_.goTo('Bans')
    for (const address of ['203.0.113.13', '203.0.113.10', '192.0.2.71']) await approve(console_, address)
    for (const address of ['203.0.113.13', '203.0.113.10', '192.0.2.71'])
      await region('Published').getByText(address, { exact: true }).waitFor()
    await region('Published').getByText('192.0.2.71', { exact: true }).click()
    await watched.page.getByRole('button', { name: /^Revoke/ }).click()
    await console_.card().getByLabel(/Why/).fill('A penetration test that the customer had ordered')
    await console_.commit()
    await region('Revoked').getByText('192.0.2.71', { exact: true }).waitFor()
  })

  it('pictures the ban board', async () => {
    for (const address of ['192.0.2.70', '203.0.113.66', '203.0.113.14']) await propose(console_, address)
    await console_.goTo('Bans')
    await approve(console_, '203.0.113.14')
    await region('Held').getByText('203.0.113.14', { exact: true }).waitFor()
    await region('Published').getByText('203.0.113.13', { exact: true }).click()
    await takePicture(watched.page, 'bans')
  })

  it(
    'pictures Live, a source, a dialog and Explore',
    async () => {
      // For the documents a full picture is worth waiting for: five minutes of traffic in a range of five minutes.
      if (wantedPictures !== undefined) await sleep(Math.max(0, 310_000 - (performance.now() - began)))
      await console_.goTo('Live')
      await watched.page.getByRole('button', { name: /Last 15 minutes/ }).click()
      await watched.page.getByRole('menuitem', { name: /Last 5 minutes/ }).click()
      await drawn(4000)
      await takePicture(watched.page, 'live')
      await profile('203.0.113.12')
      await region('Attempts per second').locator('canvas').waitFor()
      await drawn(2500)
      await takePicture(watched.page, 'source')
      const grid = watched.page.getByRole('grid', { name: 'Dialogs of this source' })
      await grid.getByRole('row').filter({ hasText: 'INVITE ACK' }).first().click()
      await watched.page.keyboard.press('Enter')
      await watched.page.waitForURL('**/dialog/*')
      await watched.page.getByRole('option', { name: /ACK/ }).first().waitFor()
      expect(await watched.page.getByRole('listbox').innerText()).toMatch(/INVITE[\s\S]*401[\s\S]*ACK[\s\S]*to-tag/)
      await drawn(1000)
      await takePicture(watched.page, 'dialog')
      await console_.follow(`/explore?filter=${encodeURIComponent('risk:>=high -label:research')}&tab=sources`)
      const matches = watched.page.getByRole('tabpanel').getByRole('grid')
      await matches.getByRole('row').nth(5).waitFor()
      await matches.focus()
      await region('Over time').locator('canvas').waitFor()
      await drawn(2500)
      await takePicture(watched.page, 'explore')
    },
    wantedPictures === undefined ? 300_000 : 900_000,
  )

  it('had no error, no foreign request and no CSP report on the way', () => {
    expect(watched.troubles).toEqual([])
    expect(host.log()).not.toMatch(/csp|violation/i)
  })
})

it('starts the demo from the first card with Enter', async () => {
  const data = mkdtempSync(join(tmpdir(), 'honeynet-first-'))
  const host = await startConsole(['--data', data, '--port', '0'])
  const browser = await launchBrowser()
  const { page, troubles } = await openPage(browser)
  const console_ = new ConsolePage(page)
  try {
    await console_.open(host.url)
    await page.getByRole('button', { name: /Start demo honeynet/ }).waitFor()
    await page.keyboard.press('Enter')
    // Eight programs start.
    await page.getByText('DEMO', { exact: true }).waitFor({ timeout: 120_000 })
    await page.getByRole('grid', { name: 'Top attackers' }).getByRole('row').nth(1).waitFor({ timeout: 120_000 })
    await until('messages are counted', async () => (await console_.figure('Messages received')) > 0)
    expect(troubles).toEqual([])
  } finally {
    await browser.close()
    await host.stop()
    rmSync(data, { recursive: true, force: true })
  }
})

/** Nobody waits for charts to come to rest unless the picture is for the documents. */
const drawn = (milliseconds: number): Promise<void> => sleep(wantedPictures === undefined ? 0 : milliseconds)

/** Began in the first hour of the day, and no evening; the hour that is now there has live traffic and says nothing. */
function isNight(zone: string, hours: readonly string[]): boolean {
  const now = Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', timeZone: zone }).format(new Date()))
  const counts = hours.map((text) => Number(text.replaceAll(',', '')))
  const evening = counts.filter((_, hour) => hour >= 18 && hour !== now)
  return now !== 0 && (counts[0] ?? 0) > 0 && evening.every((count) => count === 0)
}

async function propose(console_: ConsolePage, address: string): Promise<void> {
  await console_.find(address)
  await console_.page.waitForURL(`**/source/${address}`)
  await console_.page.getByRole('button', { name: /^Propose ban/ }).click()
  await until('evidence is gathered', async () => (await console_.card().getByRole('listitem').count()) >= 3)
  await console_.commit()
}

async function approve(console_: ConsolePage, address: string): Promise<void> {
  const proposed = console_.page.getByRole('region', { name: 'Proposed' })
  await proposed.getByText(address, { exact: true }).click()
  await console_.page.getByRole('button', { name: /^Approve/ }).click()
  await console_.commit()
}

/** Makes a key, and pulls the list once as its holder would. */
async function addSubscriber(console_: ConsolePage, name: string): Promise<void> {
  await console_.goTo('Bans')
  await console_.page.getByRole('button', { name: /Add subscriber/ }).click()
  await console_.card().getByLabel('Name').fill(name)
  await console_.card().getByRole('button', { name: 'Create 1 key' }).click()
  const key = await console_.card().getByLabel(/^Key/).inputValue()
  const url = await console_.card().getByLabel('Address to pull').inputValue()
  await console_.card().getByRole('button', { name: 'Done' }).click()
  await fetch(`${new URL(url).origin}/api/${key}/banned`)
}
