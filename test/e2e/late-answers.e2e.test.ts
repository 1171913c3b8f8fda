import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { WireEvent } from '../../src/contract/wire/frames.ts'
import { recording } from '../sip/fixtures.ts'
import { launchBrowser, openPage } from '../support/browser.ts'
import { ConsolePage } from '../support/console-page.ts'
import { startConsole, type ConsoleProcess } from '../support/console-process.ts'
import { holdAnswers } from '../support/late-answers.ts'
import { speakConsole } from '../support/rpc-client.ts'
import { startScriptedSensor, type ScriptedSensor } from '../support/scripted-sensor.ts'
import { until } from '../support/until.ts'

/** What comes late from the engine must not change what an analyst is writing. */
const gravest = '203.0.113.7'
const other = '203.0.113.9'
const start = (Date.now() - 10 * 60_000) * 1000

const sent = (source: string, tool: string): WireEvent[] =>
  recording(`sip-tools/${tool}.jsonl`)
    .filter(({ raw }) => !Buffer.from(raw.subarray(0, 7)).equals(Buffer.from('SIP/2.0')))
    .map(({ raw }, at) => [start + at * 100_000, 0, source, 5060, '192.0.2.1', 5060, 0, 0, Buffer.from(raw)])

describe('an engine that answers late', () => {
  const data = mkdtempSync(join(tmpdir(), 'honeynet-late-'))
  let sensor: ScriptedSensor
  let host: ConsoleProcess
  let browser: Browser
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    sensor = await startScriptedSensor()
    sensor.events = [...sent(gravest, 'svcrack'), ...sent(other, 'sipp-register-digest')].sort((a, b) => a[0] - b[0])
    host = await startConsole(['--data', data, '--port', '0'])
    browser = await launchBrowser()
    const watched = await openPage(browser)
    context = watched.context
    context.setDefaultTimeout(15_000)
    await new ConsolePage(watched.page).open(host.url)
    const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
    const client = await speakConsole(host.origin, cookie)
    await client.call('sensor.add', { url: sensor.url, token: 'x'.repeat(16) })
    await until('all is stored', () => sensor.acked === sensor.events.length, 60)
    await client.call('campaign.create', { name: 'Night shift', note: '', sources: [gravest] })
    client.close()
    await watched.page.close()
  })

  beforeEach(async () => {
    page = await context.newPage()
  })

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: `test-results/late ${task.name}.png` })
    await page.close()
  })

  afterAll(async () => {
    await browser.close()
    await host.stop()
    await sensor.close()
    rmSync(data, { recursive: true, force: true })
  })

  const field = (): Locator => page.getByLabel('Source address')
  const reportOn = (address: string): Locator =>
    page.getByRole('heading', { name: `SIP attack report: ${address}`, exact: true })
  /** The sources to choose from come with the answer that also suggests one. */
  const suggested = (): Promise<void> => page.locator('#report-sources option').first().waitFor({ state: 'attached' })

  it('leaves the address alone that is being typed, and the report is about that one', async () => {
    const answers = await holdAnswers(page, 'sources.page')
    await page.goto(`${host.origin}/reports`)
    await field().pressSequentially(other.slice(0, 6))
    answers.release()
    await suggested()
    expect(await field().inputValue()).toBe(other.slice(0, 6))
    await field().pressSequentially(other.slice(6))
    await page.keyboard.press('Tab')
    await reportOn(other).waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save CSV' }).click()
    expect(readFileSync(await (await download).path(), 'utf8')).toContain(other)
  })

  it('puts nothing into a field somebody just went to, and suggests once it is left empty', async () => {
    const answers = await holdAnswers(page, 'sources.page')
    await page.goto(`${host.origin}/reports`)
    await field().focus()
    answers.release()
    await suggested()
    expect(await field().inputValue()).toBe('')
    await page.keyboard.press('Tab')
    await reportOn(gravest).waitFor()
    expect(await field().inputValue()).toBe(gravest)
  })

  it('asks for no new campaign before it knows the old ones', async () => {
    const answers = await holdAnswers(page, 'campaigns.list')
    await page.goto(`${host.origin}/source/${other}`)
    await page.getByRole('grid').first().focus()
    await page.keyboard.press('c')
    const card = page.getByRole('dialog')
    await card.getByText('Reading the campaigns …').waitFor()
    expect(await card.getByRole('textbox').count()).toBe(0)
    expect(await card.getByRole('button', { name: 'Add 1 source' }).isDisabled()).toBe(true)
    answers.release()
    await card.getByLabel('Campaign').waitFor()
    expect(await card.getByLabel('Campaign').locator('option:checked').innerText()).toContain('Night shift')
    expect(await card.getByRole('button', { name: 'Add 1 source' }).isEnabled()).toBe(true)
  })
})
