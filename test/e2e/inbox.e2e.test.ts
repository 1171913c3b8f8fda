import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import { barriersOn } from '../support/barriers.ts'
import { failing, standBetween } from '../support/late-answers.ts'
import { takePicture } from '../support/pictures.ts'
import { configureOwnFeed, request, seed } from '../support/triage.ts'
import { until } from '../support/until.ts'
import { startWatchedConsole, type WatchedConsole } from '../support/watched-console.ts'

const day = 86_400_000
const start = Date.UTC(2026, 2, 1) * 1000
const hostile = '"><img src=x onerror=alert(1)> \u202Egninekopsni'
const callers = Array.from({ length: 24 }, (_, at) => `203.0.113.${at + 101}`)
const [injecting, scanning, proposed] = ['198.51.100.7', '2001:db8:85a3::8a2e:370:7334', '198.51.100.9'] as const
const waiting = callers.length + 2

/** Everything that waits is decided, put away and brought back without a mouse. */
describe('the Inbox by keys', () => {
  let running: WatchedConsole
  let page: Page
  let client: ConsoleClient

  beforeAll(async () => {
    running = await startWatchedConsole({
      fill: (data) => {
        seed(data, [
          ...callers.flatMap((source, at) =>
            Array.from({ length: 30 - at }, (_, n) => request({ source, at: start + n * 1e6 + at })),
          ),
          ...Array.from({ length: 9 }, (_, n) =>
            request({ source: injecting, at: start + n, user: "1' OR '1'='1", agent: hostile, proof: 3 }),
          ),
          ...Array.from({ length: 40 }, (_, n) =>
            request({ source: scanning, at: start + n, method: 'OPTIONS', agent: 'friendly-scanner', proof: 0 }),
          ),
          request({ source: proposed, at: start }),
        ])
        configureOwnFeed(data, { holdSeconds: 0 })
      },
    })
    page = running.page
    client = await running.speak()
    await until('the feed is followed', async () => (await client.call('feed.status', {})).state === 'connected')
    await client.call('ban.propose', { address: proposed, reason: hostile, duration: 7 * day })
    await until('it is recorded, and all are judged', async () => {
      const [{ waiting: queued }, { counts, risks }] = [
        await client.call('feed.status', {}),
        await client.call('inbox.sources', {}),
      ]
      return queued === 0 && counts.open === waiting && risks.critical === 1
    })
    await running.consolePage.chord('g', 'i')
    await listed(`1 decision · ${waiting} sources`)
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: `test-results/inbox ${task.name}.png` })
    expect(running.watched.troubles).toEqual([])
  })
  afterAll(() => running.stop())

  const listed = (words: string): Promise<void> => page.getByText(words).first().waitFor()
  const grid = (): Locator => page.getByRole('grid', { name: 'Inbox' })
  const row = (text: string): Locator => grid().getByRole('row').filter({ hasText: text })
  const isActive = (text: string): Promise<void> => page.locator('.row.active').filter({ hasText: text }).waitFor()
  const card = (): Locator => page.getByRole('dialog')
  const counts = async () => (await client.call('inbox.sources', {})).counts

  it('shows decisions before sources, the worst first, with the reasons and evidence of the one under the cursor', async () => {
    await isActive('Approve?')
    expect((await grid().getByRole('row').nth(2).innerText()).toLowerCase()).toContain('critical')
    const rail = page.getByRole('navigation').getByRole('link', { name: /^Inbox/ })
    await rail.getByText(`1 approval and ${waiting} sources wait`).waitFor({ state: 'attached' })
    await page.keyboard.press('j')
    await isActive(injecting)
    await page.getByRole('region', { name: 'Source', exact: true }).getByRole('region', { name: 'Evidence' }).waitFor()
    expect(await barriersOn(page)).toEqual([])
    await takePicture(page, 'inbox')
  })

  it('puts one away and comes to the next; undo brings it back', async () => {
    await page.keyboard.press('e')
    await isActive(callers[0] ?? '')
    await listed(`1 decision · ${waiting - 1} sources`)
    expect(await counts()).toMatchObject({ open: waiting - 1, done: 1 })
    await page.keyboard.press('e')
    await isActive(callers[1] ?? '')
    await expect.poll(counts).toMatchObject({ done: 2 })
    await page.keyboard.press('Control+z')
    await row(callers[0] ?? '').waitFor()
    await isActive(callers[1] ?? '')
    await page.keyboard.press('Control+z')
    await row(injecting).waitFor()
    expect(await counts()).toMatchObject({ open: waiting, done: 0 })
  })

  it('snoozes for a time, which the list of the snoozed tells', async () => {
    await page.keyboard.press('s')
    await card().getByLabel('For').selectOption('One week')
    await running.consolePage.commit()
    await expect.poll(counts).toMatchObject({ snoozed: 1 })
    await isActive(callers[2] ?? '')
    await page.keyboard.press('Shift+S')
    await isActive(callers[1] ?? '')
    await page.getByText('Snoozed until').first().waitFor()
    await page.keyboard.press('e')
    await page.getByText('Nothing is snoozed').waitFor()
    await page.getByRole('tab', { name: /^Waiting/ }).click()
    await listed(`1 decision · ${waiting} sources`)
  })

  it('approves what others proposed on the card of Bans', async () => {
    await page.keyboard.press('Home')
    await isActive('Approve?')
    await page.keyboard.press('a')
    await running.consolePage.commit()
    await listed(`0 decisions · ${waiting} sources`)
    expect((await client.call('feed.status', {})).published).toBe(1)
    expect(await counts()).toMatchObject({ banned: 1 })
  })

  it('shows the sources of one risk alone, and says how many there are', async () => {
    await page.keyboard.press('1')
    await listed('1 source of critical risk')
    await isActive(injecting)
    expect(await grid().getByRole('row').count()).toBe(2)
    await page.keyboard.press('0')
    await listed(`0 decisions · ${waiting} sources`)
  })

  it('holds what others do back while it would move the row under the cursor', async () => {
    const [first = '', second = ''] = callers
    const mark = (mark: 'done' | 'open') => client.call('inbox.mark', { subjects: [first], mark })
    await row(second).getByRole('gridcell').nth(3).click()
    const place = await row(second).boundingBox()
    await mark('done')
    await page.getByRole('button', { name: '1 gone' }).waitFor()
    await row(first).getByText('Gone').waitFor()
    await page.keyboard.press('r')
    await row(first).waitFor({ state: 'detached' })
    await row(second).getByRole('gridcell').nth(3).click()
    await mark('open')
    await page.getByRole('button', { name: '1 new above' }).waitFor()
    expect(await row(first).count()).toBe(0)
    await isActive(second)
    expect((await row(second).boundingBox())?.y).toBe((place?.y ?? 0) - (place?.height ?? 0))
    await page.keyboard.press('r')
    await row(first).waitFor()
    await isActive(injecting)
  })

  it('rejects those selected with one reason, and what came above is shown when it is asked for', async () => {
    for (const address of callers.slice(-2))
      await client.call('ban.propose', { address, reason: hostile, duration: 7 * day })
    await page.getByRole('button', { name: '2 new above' }).waitFor()
    await page.keyboard.press('r')
    await listed(`2 decisions · ${waiting - 2} sources`)
    await isActive(callers.at(-2) ?? '')
    await page.keyboard.press('x')
    await page.keyboard.press('j')
    await isActive(callers.at(-1) ?? '')
    await page.keyboard.press('x')
    await page.getByText(/^2 of \d+ listed rows selected$/).waitFor()
    await page.keyboard.press('n')
    await card().getByRole('heading', { name: 'Reject 2 bans' }).waitFor()
    await card().getByLabel('Why are they rejected?').fill('These are ours')
    await running.consolePage.commit()
    await listed(`0 decisions · ${waiting} sources`)
    await isActive(injecting)
  })

  it('says what could not be read, and reads it again', async () => {
    const between = await standBetween(page)
    for (const call of ['inbox.sources', 'inbox.decisions']) between.change(call, failing('the disk is full'))
    await page.reload()
    await grid().getByText('Inbox could not be read').waitFor()
    between.release('inbox.sources')
    await grid().getByRole('button', { name: 'Try again' }).click()
    await isActive(injecting)
    await page.getByText('Decisions about bans could not be read: the disk is full').waitFor()
    expect(await barriersOn(page)).toEqual([])
    between.release('inbox.decisions')
    await page.getByRole('button', { name: 'Try again' }).click()
    await listed(`0 decisions · ${waiting} sources`)
    await page.getByText('could not be read').waitFor({ state: 'detached' })
  })

  it('puts many away only after their number was typed, and says where they are when nothing is left', async () => {
    await grid().focus()
    await page.keyboard.press('Control+a')
    await page.getByText(`${waiting} of ${waiting} listed rows selected`).waitFor()
    await page.keyboard.press('e')
    expect(
      await card()
        .getByRole('button', { name: `Mark ${waiting} rows as done` })
        .isEnabled(),
    ).toBe(false)
    await card().getByLabel(`Type ${waiting}`).fill(`${waiting}`)
    expect(await barriersOn(page)).toEqual([])
    await running.consolePage.commit()
    await page.getByText('Nothing waits for a decision').waitFor()
    await page.getByRole('button', { name: `Done: ${waiting}` }).waitFor()
    expect(await counts()).toMatchObject({ open: 0, done: waiting })
    await takePicture(page, 'inbox-empty')
    await page.keyboard.press('Control+z')
    await row(injecting).waitFor()
    expect(await counts()).toMatchObject({ open: waiting, done: 0 })
  })
})
