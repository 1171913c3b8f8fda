import { readFileSync } from 'node:fs'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { holdAnswers } from '../support/late-answers.ts'
import { eventsFrom, inOrder, sentByTool } from '../support/recorded-events.ts'
import { seed } from '../support/triage.ts'
import { startWatchedConsole, type WatchedConsole } from '../support/watched-console.ts'

/** What comes late from the engine must not change what an analyst is writing. */
const gravest = '203.0.113.7'
const other = '203.0.113.9'
const start = (Date.now() - 10 * 60_000) * 1000

const events = inOrder([
  ...eventsFrom(gravest, sentByTool('svcrack'), start),
  ...eventsFrom(other, sentByTool('sipp-register-digest'), start),
])

describe('an engine that answers late', () => {
  let running: WatchedConsole
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    running = await startWatchedConsole({ fill: (data) => seed(data, events) })
    context = running.watched.context
    context.setDefaultTimeout(15_000)
    const client = await running.speak()
    await client.call('campaign.create', { name: 'Night shift', note: '', sources: [gravest] })
    client.close()
    await running.page.close()
  })

  beforeEach(async () => {
    page = await context.newPage()
  })

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: `test-results/late ${task.name}.png` })
    await page.close()
  })

  afterAll(() => running.stop())

  const field = (): Locator => page.getByLabel('Source address')
  const reportOn = (address: string): Locator =>
    page.getByRole('heading', { name: `SIP attack report: ${address}`, exact: true })
  /** The sources to choose from come with the answer that also suggests one. */
  const suggested = (): Promise<void> => page.locator('#report-sources option').first().waitFor({ state: 'attached' })

  it('leaves the address alone that is being typed, and the report is about that one', async () => {
    const answers = await holdAnswers(page, 'sources.page')
    await page.goto(`${running.host.origin}/reports`)
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
    await page.goto(`${running.host.origin}/reports`)
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
    await page.goto(`${running.host.origin}/source/${other}`)
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
