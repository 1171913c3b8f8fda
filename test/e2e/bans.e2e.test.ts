import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import { barriersOn } from '../support/barriers.ts'
import { standBetween } from '../support/late-answers.ts'
import { takePicture } from '../support/pictures.ts'
import { configureOwnFeed, request, seed } from '../support/triage.ts'
import { until } from '../support/until.ts'
import { startWatchedConsole, type WatchedConsole } from '../support/watched-console.ts'

const day = 86_400_000
const start = Date.UTC(2026, 2, 1) * 1000
/** The first one goes on attacking long after anything that is recorded here. */
const attackers = Array.from({ length: 27 }, (_, at) => `203.0.113.${at + 1}`)
const [regretted = ''] = attackers
/** Nothing is done about them before the steps that are about them. */
const later = ['198.51.100.1', '198.51.100.2', '198.51.100.3']
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
        const calm = later.map((source, at) => request({ source, at: start + at }))
        seed(data, [...events, ...calm, request({ source: regretted, at: Date.UTC(2099, 0, 1) * 1000 })])
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
  const focused = (): Promise<string | null | undefined> =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
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

  it('gives a key that only Done takes from sight, and takes one only from whose name was typed', async () => {
    await running.watched.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.getByRole('button', { name: 'Add subscriber' }).click()
    await card().getByLabel('Name').fill('pbx-berlin')
    await commit()
    const key = card().getByLabel('Key, shown only now')
    await key.waitFor()
    await page.mouse.click(5, 5)
    await page.keyboard.press('Escape')
    await card().getByRole('button', { name: 'Copy key' }).click()
    await page.getByText('Copied: key').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await key.inputValue())
    expect(await barriersOn(page)).toEqual([])
    await card().getByRole('button', { name: 'Done' }).click()
    await gone()

    const subscribers = page.getByRole('list', { name: 'Subscribers' })
    await subscribers.getByText('APIBAN shell script, last pull').waitFor()
    await subscribers
      .getByRole('button', { name: /^Remove key of ">/ })
      .first()
      .click()
    await card().getByText('it may go on blocking').waitFor()
    await page.keyboard.press('Control+Enter')
    expect(await card().getByRole('button', { name: 'Remove 1 key' }).isEnabled()).toBe(false)
    expect(await barriersOn(page)).toEqual([])
    await card().getByLabel(/^Type/).fill(hostile)
    await commit()
    await gone()
    await page
      .getByRole('group', { name: 'Reach' })
      .getByText('Revoked. 1 of 2 subscribers may still block it, 1 until somebody clears it there')
      .waitFor()
    await page.getByRole('group', { name: 'Reach' }).getByText('The key of 1 subscriber was removed').waitFor()
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
    const first = grid.getByRole('row').nth(1)
    const add = (value: string) => client.call('whitelist.add', { value, reason: 'a colleague', duration: day })
    await add('192.0.2.1')
    await first.getByText('192.0.2.1').waitFor()
    // Whoever reads further down is not moved.
    await grid.evaluate((element) => element.scrollTo({ top: 900 }))
    await expect.poll(() => grid.getByText('192.0.2.1').count()).toBe(0)
    await add('192.0.2.2')
    await page.getByRole('button', { name: '1 newer record' }).waitFor()
    expect(await grid.evaluate((element) => element.scrollTop)).toBe(900)
    await grid.focus()
    await page.keyboard.press('n')
    await first.getByText('192.0.2.2').waitFor()
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

  it('shows no other ban in the place of one that a link names', async () => {
    const detail = page.getByRole('region', { name: 'Ban', exact: true })
    await running.consolePage.follow('/bans?ban=00000000-0000-4000-8000-000000000000')
    await detail.getByText('This console knows no such ban').waitFor()
    expect(await detail.getByRole('button', { name: /Revoke|Approve/ }).count()).toBe(0)
    await detail.getByRole('button', { name: 'Show the bans' }).click()
    await detail.getByRole('heading', { level: 3 }).waitFor()
    // Ended long before the day to which the lanes are narrowed: none of them holds it.
    const [ended] = await client.call('bans.list', { address: regretted })
    await running.consolePage.follow(`/bans?day=2099-01-01&ban=${ended?.id ?? ''}`)
    await detail.getByText(regretted, { exact: true }).waitFor()
    await lane('Published').getByText('Nothing is on the list.').waitFor()
  })

  it('takes a proposal back by one key, tells what waits as waiting, and keeps the keys with the ban', async () => {
    const between = await standBetween(page)
    for (const address of later) await client.call('ban.propose', { address, reason: hostile, duration: 7 * day })
    await page.reload()
    await running.consolePage.goTo('Bans')
    await lane('Proposed')
      .getByText(later[0] ?? '', { exact: true })
      .click()
    await running.consolePage.find('Withdraw the chosen proposal')
    await page.getByText(`The ban of ${later[0] ?? ''} was undone. No subscriber saw it.`).waitFor()
    between.change('ban.withdraw', ({ id }) => ({ kind: 'result', id, value: { queued: true } }))
    await lane('Proposed')
      .getByText(later[1] ?? '', { exact: true })
      .click()
    await page
      .getByRole('region', { name: 'Ban', exact: true })
      .getByRole('button', { name: 'Withdraw' })
      .press('Enter')
    await page.getByText(`The ban of ${later[1] ?? ''} is not undone yet: this waits in the outbox`).waitFor()
    await lane('Ended')
      .getByText(later[1] ?? '', { exact: true })
      .waitFor()
    expect(await focused()).toBe('Bans by state')
    between.release('ban.withdraw')
  })

  it('keeps what is selected while another part is looked at, and goes on when its card is closed', async () => {
    const between = await standBetween(page)
    await page.reload()
    await running.consolePage.goTo('Bans')
    await lane('Proposed')
      .getByText(later[2] ?? '', { exact: true })
      .click()
    await page.keyboard.press('x')
    await page.getByText(/^1 of \d+ listed bans selected$/).waitFor()
    await page.keyboard.press('Shift+X')
    await page.getByRole('tabpanel', { name: 'Expiries' }).waitFor()
    await page.keyboard.press('Shift+L')
    await page.getByText(/^1 of \d+ listed bans selected$/).waitFor()
    between.hold('bans.decided')
    await page.getByRole('button', { name: /^Approve 1/ }).click()
    await commit()
    await card().getByText('Asking the feed …').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('Approving 1 ban goes on as a task.').waitFor()
    between.release('bans.decided')
    await page.getByText('1 ban approved.').waitFor()
  })
})
