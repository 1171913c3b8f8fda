import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import { barriersOn } from '../support/barriers.ts'
import { takePicture } from '../support/pictures.ts'
import { configureOwnFeed, request, seed } from '../support/triage.ts'
import { until } from '../support/until.ts'
import { startWatchedConsole, type WatchedConsole } from '../support/watched-console.ts'

const day = 86_400_000
const start = Date.UTC(2026, 2, 1) * 1000
/** The first one goes on attacking long after anything that is recorded here. */
const attackers = Array.from({ length: 27 }, (_, at) => `203.0.113.${at + 1}`)
const [regretted = ''] = attackers
const hostile = '"><img src=x onerror=alert(1)> \u202Egninekopsni'

/** Approver and analyst in one person, without a mouse. */
describe('the screen of bans by keys', () => {
  let running: WatchedConsole
  let page: Page
  let client: ConsoleClient

  beforeAll(async () => {
    running = await startWatchedConsole({
      fill: (data) => {
        const events = attackers.map((source, at) => request({ source, at: start + at }))
        seed(data, [...events, request({ source: regretted, at: Date.UTC(2099, 0, 1) * 1000 })])
        configureOwnFeed(data, { holdSeconds: 0 })
      },
    })
    page = running.page
    client = await running.speak()
    await until('the feed is followed', async () => (await client.call('feed.status', {})).state === 'connected')
    for (const address of attackers) await client.call('ban.propose', { address, reason: hostile, duration: 7 * day })
    await until('all are recorded', async () => (await client.call('feed.status', {})).waiting === 0)
    await running.consolePage.goTo('Bans')
    await lane('Proposed').getByText(`Proposed ${attackers.length}`).waitFor()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: `test-results/bans ${task.name}.png` })
    expect(running.watched.troubles).toEqual([])
  })
  afterAll(() => running.stop())

  const lane = (name: string): Locator => page.getByRole('region', { name, exact: true })
  const card = (): Locator => page.getByRole('dialog')
  const gone = (): Promise<void> => card().waitFor({ state: 'detached' })
  const board = (): Promise<void> => page.getByRole('group', { name: 'Bans by state' }).focus()
  const commit = async (): Promise<void> => {
    await expect.poll(() => card().locator('footer button').last().isEnabled()).toBe(true)
    await page.keyboard.press('Control+Enter')
  }

  it('approves many at once only after their number was typed, and shows the list before and after', async () => {
    await board()
    await page.keyboard.press('Control+a')
    await page.getByText('27 of 27 listed bans selected').waitFor()
    await page.keyboard.press('a')
    await card().getByText('0 → 27').waitFor()
    const button = card().getByRole('button', { name: 'Publish 27 bans' })
    expect(await button.isEnabled()).toBe(false)
    await page.keyboard.press('Control+Enter')
    expect((await client.call('feed.status', {})).published).toBe(0)
    await card()
      .getByLabel(/^Type 27/)
      .fill('27')
    expect(await barriersOn(page)).toEqual([])
    await commit()
    await gone()
    await lane('Published').getByText('Published 27').waitFor()
  })

  it('proposes more time and approves it, which lists the address again', async () => {
    await lane('Published')
      .getByText(attackers[5] ?? '', { exact: true })
      .click()
    const detail = page.getByRole('region', { name: 'Ban', exact: true })
    const listed = await detail.getByText(/^list ID \d+$/).innerText()
    await page.keyboard.press('e')
    await card().getByText('Without more time it ends').waitFor()
    await commit()
    await gone()
    await lane('Expiring').getByText('extension proposed').waitFor()
    await page.keyboard.press('a')
    await card()
      .getByRole('heading', { name: /^Approve more time for/ })
      .waitFor()
    await commit()
    await gone()
    await expect.poll(() => detail.getByText(/^list ID \d+$/).innerText()).not.toBe(listed)
    await lane('Published').getByText('Published 27').waitFor()
  })

  it('revokes with who may still block it before and after, and tells that it attacks again', async () => {
    const { url } = await client.call('feed.addSubscriber', { name: hostile })
    expect((await fetch(url, { headers: { 'user-agent': 'curl/8.5' } })).status).toBe(200)
    await lane('Published').getByText(regretted, { exact: true }).click()
    await page.keyboard.press('v')
    await card().getByText('27 → 26').waitFor()
    await card().getByText('1 of 1 subscriber has it. If it is revoked now, 1 may go on blocking it').waitFor()
    expect(await barriersOn(page)).toEqual([])
    await page.keyboard.press('Control+Enter')
    await card().getByText('Give a reason.').waitFor()
    await card().getByLabel(/Why/).fill('a customer')
    await commit()
    await gone()
    await lane('Revoked').getByText('attacks again').waitFor()
    await lane('Revoked').getByText(regretted, { exact: true }).click()
    await page
      .getByRole('group', { name: 'Reach' })
      .getByText('Revoked. 1 of 1 subscriber may still block it, 1 until somebody clears it there')
      .waitFor()
    expect(await barriersOn(page)).toEqual([])
    await takePicture(page, 'bans-revoked')
  })

  it('leads from the day on which bans end to these bans', async () => {
    await page.keyboard.press('Shift+X')
    const days = page.getByRole('tabpanel', { name: 'Expiries' }).getByRole('button', { name: /bans? ends?/ })
    await days.first().waitFor()
    expect(await barriersOn(page)).toEqual([])
    await takePicture(page, 'bans-expiries')
    await days.first().press('Enter')
    await page.getByText(/Published bans that end on \d{4}-\d\d-\d\d/).waitFor()
    await lane('Revoked').getByText('None was revoked.').waitFor()
    await page.goBack()
    await days.first().waitFor()
  })

  it('verifies the ledger, and leads from a record to its ban', async () => {
    await page.keyboard.press('Shift+T')
    const grid = page.getByRole('grid', { name: 'Records of the ledger' })
    await grid.getByText('Revoked').first().waitFor()
    expect(await barriersOn(page)).toEqual([])
    await page.keyboard.press('r')
    await page.getByText(/records: each hash, each link .* holds/).waitFor()
    await takePicture(page, 'bans-audit')
    await page.getByLabel('Records about').selectOption('ban')
    await expect.poll(() => grid.getByRole('row').nth(1).innerText()).toContain('Revoked')
    await grid.focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/bans?ban=*')
    await page.getByRole('region', { name: 'Ban', exact: true }).getByText(regretted, { exact: true }).waitFor()
  })

  it('keeps an open card with its ban when somebody else decides on it first', async () => {
    const faster = attackers[8] ?? ''
    await running.consolePage.goTo('Bans')
    await lane('Published').getByText(faster, { exact: true }).click()
    await page.keyboard.press('v')
    await card().getByLabel(/Why/).fill('no attacker')
    const [ban] = await client.call('bans.list', { address: faster })
    await client.call('ban.revoke', { id: ban?.id ?? '', reason: 'a colleague was faster' })
    await card().getByText('Somebody has decided on it meanwhile.').waitFor()
    await card()
      .getByRole('heading', { name: `Revoke the ban of ${faster}` })
      .waitFor()
    expect(await card().getByRole('button', { name: 'Revoke 1 ban' }).isEnabled()).toBe(false)
    await page.keyboard.press('Escape')
    await gone()
  })
})
