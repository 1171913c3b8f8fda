import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import { violationPath } from '../../src/contract/console/page.ts'
import { launchBrowser, openPage, type Watched } from '../support/browser.ts'
import { ConsolePage } from '../support/console-page.ts'
import { startConsole, type ConsoleProcess } from '../support/console-process.ts'
import { discardHostileHoneynet, startHostileHoneynet, type HostileHoneynet } from '../support/hostile-honeynet.ts'
import { hostileSources, payloads } from '../support/hostile-traffic.ts'
import { expectInertCsv, expectInertMarkdown, expectInertPdf } from '../support/inert-files.ts'
import { auditPage } from '../support/page-audit.ts'
import { speakConsole } from '../support/rpc-client.ts'
import { until } from '../support/until.ts'

/**
 * Text of attackers, of analysts and of a sensor that was taken over, in every field that is shown, in front of every
 * screen, card and export. It may be seen; it may not act.
 */
const sources = hostileSources()

describe('hostile text', () => {
  const data = mkdtempSync(join(tmpdir(), 'honeynet-hostile-'))
  let honeynet: HostileHoneynet | undefined
  let host: ConsoleProcess
  let browser: Browser
  let watched: Watched
  let console_: ConsolePage
  let client: ConsoleClient
  let cookie: string
  const findings = new Map<string, string>()

  beforeAll(async () => {
    host = await startConsole(['--data', data, '--port', '0'])
    browser = await launchBrowser()
    watched = await openPage(browser)
    watched.page.setDefaultTimeout(10_000)
    console_ = new ConsolePage(watched.page)
    await console_.open(host.url)
    cookie = (await watched.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
    client = await speakConsole(host.origin, cookie)
    honeynet = await startHostileHoneynet(client, sources)
  })

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await watched.page.screenshot({ path: `test-results/hostile ${task.name}.png` })
  })

  afterAll(async () => {
    await browser.close()
    await host.stop()
    if (honeynet) await discardHostileHoneynet(honeynet)
    rmSync(data, { recursive: true, force: true })
  })

  /** Each finding is told once, with the first place that has it. */
  async function look(where: string): Promise<void> {
    for (const finding of await auditPage(watched.page)) if (!findings.has(finding)) findings.set(finding, where)
  }

  async function visit(path: string, ready: string): Promise<void> {
    await watched.page.evaluate((to) => {
      history.pushState({}, '', to)
      dispatchEvent(new PopStateEvent('popstate', { state: {} }))
    }, path)
    await watched.page.locator(ready).first().waitFor()
    await look(path)
  }

  const told = (): string[] => {
    const all = [...findings].map(([finding, where]) => `${where}: ${finding}`)
    findings.clear()
    return all
  }

  it('is inert on Live: its tables, its charts and their tooltips, and what narrows it', async () => {
    const { page } = watched
    await visit('/live', 'main [role=row]')
    for (const panel of ['Rate by method', 'Origins']) {
      const region = page.getByRole('region', { name: panel })
      const chart = region.getByRole('img')
      await chart.waitFor()
      await hoverAcross(chart, () => look(`tooltips of ${panel}`))
      await region.getByRole('button', { name: 'View as table' }).click()
      await look(`${panel} as a table`)
    }
    for (const text of payloads) {
      await visit(`/live?agent=${encodeURIComponent(text)}`, 'main [role=grid]')
      await visit(`/live?number=${encodeURIComponent(text)}`, 'main [role=grid]')
    }
    expect(told()).toEqual([])
  })

  it.each(sources)('is inert in the profile of a source and its dialogs: $what', async ({ what, address }) => {
    const { page } = watched
    await visit(`/source/${address}`, 'main h1')
    const twin = page.getByRole('button', { name: 'View as table' })
    while ((await twin.count()) > 0) await twin.first().click()
    for (const summary of await page.locator('summary').all()) await summary.click()
    await look(`profile of ${what}`)
    const { rows } = await client.call('dialogs.page', { source: address, limit: 100 })
    expect(rows.length).toBeGreaterThan(0)
    for (const [at, { id }] of rows.entries()) {
      if (at === 0) await visit(`/dialog/${id}`, 'main [role=option]')
      else await page.keyboard.press(']')
      await page.waitForURL(`**/dialog/${id}`)
      await page.getByRole('option').first().waitFor()
      const messages = await page.getByRole('option').count()
      for (let message = 0; message < messages; message++) {
        await look(`message ${message} of dialog ${id} (${what})`)
        await page.keyboard.press('j')
      }
    }
    expect(told()).toEqual([])
  })

  it('is inert in campaigns, bans, whitelists and sensors, row by row', async () => {
    const { page } = watched
    await visit('/campaigns', 'main [role=row]')
    for (const { id } of await client.call('campaigns.list', {})) await visit(`/campaigns/${id}`, 'main h1')
    await visit('/bans', '.ban')
    for (const ban of await page.locator('.ban .choose').all()) {
      await ban.click()
      await look('detail of a ban')
    }
    for (const [path, grid] of [
      ['/whitelists', 'Whitelist entries'],
      ['/sensors', 'Sensors'],
    ] as const) {
      await visit(path, 'main [role=gridcell]')
      const rows = Number(await page.getByRole('grid', { name: grid }).getAttribute('aria-rowcount'))
      await page.getByRole('grid', { name: grid }).focus()
      for (let row = 1; row < rows; row++) {
        await page.keyboard.press('j')
        await look(`${path}, row ${row}`)
      }
    }
    expect(told()).toEqual([])
  })

  it('is inert in every card and in what the palette finds', async () => {
    const { page } = watched
    const card = async (where: string, open: () => Promise<void>): Promise<void> => {
      await open()
      await console_.card().waitFor()
      await until(
        `${where} is filled`,
        async () => (await page.locator('[role=dialog] [aria-busy=true]').count()) === 0,
      )
      await look(`card: ${where}`)
      await page.keyboard.press('Escape')
      await console_.card().waitFor({ state: 'detached' })
    }
    const press = (name: RegExp) => () => page.locator('main').getByRole('button', { name }).first().click()
    for (const { address } of sources) {
      await visit(`/source/${address}`, 'main h1')
      await card('ban', async () => {
        await press(/^Propose ban/)()
        await console_
          .card()
          .getByLabel(/Reason/)
          .waitFor()
      })
      await card('campaign', press(/^Add to campaign/))
    }
    await card('whitelist', press(/^Whitelist/))
    await visit('/campaigns', 'main [role=row]')
    await card('new campaign', press(/^New campaign/))
    for (const { id } of await client.call('campaigns.list', {})) {
      await visit(`/campaigns/${id}`, 'main h1')
      await card('edit campaign', press(/^Edit/))
      await card('delete campaign', press(/^Delete/))
    }
    await visit('/bans', '.ban')
    for (const ban of await page.locator('.ban .choose').all()) {
      await ban.click()
      for (const name of [/^Approve/, /^Reject/, /^Revoke/])
        if ((await page.locator('main').getByRole('button', { name }).count()) > 0) await card('ban step', press(name))
    }
    await card('subscriber', press(/^Add subscriber/))
    await visit('/whitelists', 'main [role=gridcell]')
    await card('remove from whitelist', press(/^Remove/))
    await visit('/sensors', 'main [role=gridcell]')
    await card('remove sensor', press(/^Remove/))
    for (const text of ['ran', 'script', '45.83', 'http', '_', '=', 'DROP', 'W', 'Z', '\\', '@', '46'])
      await card(`palette: ${text}`, async () => {
        await page.keyboard.press('Control+k')
        await page.keyboard.type(text)
        await page.waitForTimeout(300)
      })
    expect(told()).toEqual([])
  })

  it('is inert in reports, on screen and as files', async () => {
    const { page } = watched
    for (const { address } of sources) await visit(`/reports?source=${address}`, 'main article')
    for (const { id } of await client.call('campaigns.list', {})) {
      await visit(`/reports?campaign=${id}`, 'main article')
    }
    expect(told()).toEqual([])
    await page.getByLabel('Title').fill('<script>window.ran=1</script>=1+1')
    await page.getByLabel('Title').blur()
    const report = await openPage(browser)
    for (const subject of await subjects()) {
      const file = async (format: 'html' | 'pdf' | 'markdown' | 'csv') =>
        Buffer.from(
          (await client.call('report.build', { subject, format, title: '=<script>window.ran=1</script>' })).bytes,
        )
      const html = join(data, 'report.html')
      // Without its own policy: escaping alone must hold.
      writeFileSync(html, (await file('html')).toString().replace(/<meta http-equiv[^>]*>/, ''))
      await report.page.goto(pathToFileURL(html).href)
      expect(await auditPage(report.page)).toEqual([])
      expectInertMarkdown((await file('markdown')).toString())
      expectInertCsv((await file('csv')).toString())
      expectInertPdf(await file('pdf'), join(data, 'report.pdf'))
    }
    expect(report.troubles.filter((trouble) => !trouble.startsWith('request: file:'))).toEqual([])
    await report.context.close()
  })

  it('ran nothing, asked for nothing and broke no policy on the way', async () => {
    expect(watched.troubles).toEqual([])
    const reports = await fetch(`${host.origin}${violationPath}`, { headers: { cookie } })
    expect(await reports.json()).toMatchObject({ count: 0 })
    expect(host.log()).not.toMatch(/"level":(50|60)/)
  })

  async function subjects() {
    const campaigns = await client.call('campaigns.list', {})
    return [
      ...campaigns.slice(-2).map(({ id }) => ({ kind: 'campaign', id }) as const),
      ...sources.map(({ address }) => ({ kind: 'source', address }) as const),
    ]
  }
})

/** Rests the pointer at points of a chart, so that its tooltips open. */
async function hoverAcross(chart: Locator, at: () => Promise<void>): Promise<void> {
  const box = await chart.boundingBox()
  if (!box) throw new Error('the chart is not on screen')
  for (let step = 1; step < 12; step++) {
    const position = { x: (box.width * step) / 12, y: box.height / 2 }
    await chart.hover({ position, force: true })
    await chart.page().waitForTimeout(60)
    await at()
  }
}
