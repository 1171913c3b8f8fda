import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { barriersOn } from '../support/barriers.ts'
import { repository } from '../support/console-process.ts'
import { damageIndex } from '../support/damage.ts'
import { capturedAt } from '../support/old-capture.ts'
import { standBetween } from '../support/late-answers.ts'
import { walkByTab } from '../support/tab-walk.ts'
import { until } from '../support/until.ts'
import { startWatchedConsole, type WatchedConsole } from '../support/watched-console.ts'

const capture = readFileSync(join(repository, 'test/fixtures/captures/lab-both-directions.pcap'))
/** In each repetition of the capture. */
const messages = 190
const day = 86_400_000
/** So many that verifying them can be stopped. */
const copies = { old: 120, new: 2 }
const old = (messages * copies.old).toLocaleString('en-US')

describe('Settings & data in the page', () => {
  let running: WatchedConsole
  let page: Page

  beforeAll(async () => take(await startWatchedConsole()))

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: `test-results/settings ${task.name}.png` })
  })

  afterAll(() => running.stop())

  function take(opened: WatchedConsole): void {
    running = opened
    page = running.page
  }

  const panel = (name: string): Locator => page.getByRole('region', { name, exact: true })
  const card = (): Locator => page.getByRole('dialog')
  const storage = async (): Promise<string> => panel('Storage').innerText()
  const rowsOf = async (name: string): Promise<number> => {
    const head = page.getByRole('rowheader', { name: new RegExp(`^${name}`) })
    const cells = panel('Retention').getByRole('row').filter({ has: head }).getByRole('cell')
    return Number(/^[\d,]+/.exec(await cells.nth(1).innerText())?.[0].replaceAll(',', ''))
  }
  const previewed = async (): Promise<readonly number[]> => {
    await panel('Retention').locator('table[aria-busy=false]').waitFor()
    return Promise.all(['Raw bytes', 'Messages and dialogs', 'Counts by minute', 'Sources'].map(rowsOf))
  }
  const commit = async (name: RegExp): Promise<void> => {
    await card().getByRole('button', { name }).click()
    await card().waitFor({ state: 'detached' })
  }

  it('opens by its keys, empty, without a barrier in either theme, and Tab reaches everything', async () => {
    await running.consolePage.chord('g', ',')
    await page.waitForURL('**/settings')
    await panel('Backups').getByText('There is no backup').waitFor()
    await expect.poll(storage).toMatch(/Messages\s+0\b/)
    expect(await barriersOn(page)).toEqual([])
    expect(await walkByTab(page)).toEqual([])
    await page.getByRole('button', { name: 'Use the light theme' }).click()
    expect(await barriersOn(page)).toEqual([])
    await page.getByRole('button', { name: 'Use the dark theme' }).click()
  })

  it('shows what is stored', async () => {
    const times = (count: number, from: number): number[] => Array.from({ length: count }, (_, at) => from + at * 1000)
    const now = Date.now()
    const file = join(running.data, 'old-and-new.pcap')
    writeFileSync(file, capturedAt(capture, [...times(copies.old, now - 40 * day), ...times(copies.new, now - 60_000)]))
    const chooser = page.waitForEvent('filechooser')
    await running.consolePage.find('Import a capture')
    await (await chooser).setFiles(file)
    const stored = messages * (copies.old + copies.new)
    await page
      .getByRole('status')
      .getByText(`${stored.toLocaleString('en-US')} messages stored`)
      .first()
      .waitFor({ timeout: 90_000 })
    await page.reload()
    await expect.poll(storage).toMatch(new RegExp(`Messages\\s+${stored.toLocaleString('en-US')}\\s`))
    expect(await storage()).toMatch(/times smaller/)
  })

  it('verifies everything, and stops that when asked to', async () => {
    const checks = panel('Checks')
    const outcome = (): Promise<string> => checks.getByRole('listitem').innerText()
    // One that is over before the page can stop it is begun again.
    await until('one is stopped', async () => {
      await checks.getByRole('button', { name: /^Verify everything/ }).click()
      const cancel = checks.getByRole('button', { name: /^Cancel/ })
      await cancel.or(checks.getByText(/took/)).first().waitFor()
      await cancel.click({ timeout: 1000 }).catch(() => undefined)
      await checks.getByText(/took/).waitFor()
      return /cancelled|stopped/i.test(await outcome())
    })
    await page.locator('main').click({ position: { x: 2, y: 2 } })
    await page.keyboard.press('v')
    await checks.getByText('Sound', { exact: true }).waitFor()
    expect(await checks.innerText()).toMatch(/and all counts are in order/)
  })

  it('makes a backup by a key and restores it on trial', async () => {
    const backups = panel('Backups')
    await page.locator('main').click({ position: { x: 2, y: 2 } })
    await page.keyboard.press('b')
    const row = backups.getByRole('row').filter({ hasText: 'manual-' })
    await row.waitFor()
    await expect.poll(() => row.innerText()).toContain((messages * (copies.old + copies.new)).toLocaleString('en-US'))
    await row.click()
    await page.keyboard.press('r')
    await row.getByText(/restored/).waitFor()
    expect(await row.innerText()).toContain('nothing is missing')
    expect(await barriersOn(page)).toEqual([])
  })

  it('sets a schedule, takes it back, and says what cannot be read', async () => {
    const backups = panel('Backups')
    await backups.getByLabel('Automatic backup', { exact: true }).selectOption('week')
    await backups.getByLabel('keep the newest').fill('0')
    await backups.getByText('A number from 1 to 100').first().waitFor()
    expect(await backups.getByRole('button', { name: 'Set schedule' }).getAttribute('aria-disabled')).toBe('true')
    await backups.getByLabel('keep the newest').fill('3')
    await backups.getByRole('button', { name: 'Set schedule' }).click()
    await page.getByText('Backups are made every week, the newest 3 are kept.').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => backups.getByLabel('Automatic backup', { exact: true }).inputValue()).toBe('never')
  })

  it('says why deletion by itself is paused, and takes nothing but the date for a clock in doubt', async () => {
    const between = await standBetween(page)
    const clock = { now: Date.UTC(2037, 4, 4), known: Date.UTC(2026, 10, 23) }
    between.change('data.status', (answer) => ({ ...answer, value: { ...(answer.value as object), clock } }))
    const asked: unknown[] = []
    between.change('retention.preview', (answer) => {
      const goes = { rows: 7, bytes: 700, before: clock.now }
      return { ...answer, value: { ...(answer.value as object), events: goes } }
    })
    between.change('retention.run', (answer) => (asked.push(answer.kind), answer))
    await page.reload()
    const retention = panel('Retention')
    await retention.getByText('Deletion by itself is paused.').waitFor()
    await retention.getByText(/says 2037-05-04, but the last sure time is 2026-11-23/).waitFor()
    await retention.getByRole('button', { name: 'Delete now' }).click()
    const button = card().getByRole('button', { name: /^Delete 7 messages/ })
    const field = card().getByLabel('Type the date of today in UTC')
    await field.fill('delete')
    expect(await button.isDisabled()).toBe(true)
    expect(await barriersOn(page)).toEqual([])
    await field.fill('2037-05-04')
    await button.click()
    await card().waitFor({ state: 'detached' })
    expect(asked).toEqual(['result'])
    for (const call of ['data.status', 'retention.preview', 'retention.run']) between.release(call)
    await page.reload()
    await retention.getByText('what is too old goes every hour').waitFor()
  })

  it('deletes exactly what was previewed, after a card that asks for a word', async () => {
    const retention = panel('Retention')
    expect(await previewed()).toEqual([0, 0, 0, 0])
    for (const name of ['Raw bytes', 'Messages and dialogs', 'Counts by minute and hour'])
      await retention.getByRole('checkbox', { name: `${name}: for ever` }).uncheck()
    await retention.getByRole('textbox', { name: 'Raw bytes: days' }).fill('31')
    await retention.getByRole('textbox', { name: 'Messages and dialogs: days' }).fill('30')
    await retention.getByText('Raw bytes cannot be kept longer than their messages').waitFor()
    await retention.getByRole('textbox', { name: 'Raw bytes: days' }).fill('1')
    await retention.getByRole('textbox', { name: 'Counts by minute and hour: days' }).fill('30')
    await expect.poll(async () => (await previewed())[1]).toBe(messages * copies.old)
    const preview = await previewed()
    expect(preview[0]).toBe(messages * copies.old)
    expect(preview[2]).toBeGreaterThan(0)

    await retention.getByRole('button', { name: /^Set retention/ }).click()
    await card().getByText('Messages and dialogs: for ever → 30 days').waitFor()
    expect(await barriersOn(page)).toEqual([])
    expect(await walkByTab(page)).toEqual([])
    const set = card().getByRole('button', { name: new RegExp(`^Set retention, delete ${old} messages`) })
    expect(await set.isDisabled()).toBe(true)
    await card()
      .getByLabel(/^Type delete/)
      .fill('delete')
    await commit(/^Set retention/)

    await expect
      .poll(() => retention.getByRole('button', { name: 'Delete now' }).getAttribute('aria-disabled'))
      .toBe(null)
    await expect.poll(previewed).toEqual(preview)
    await retention.getByRole('button', { name: 'Delete now' }).click()
    await card()
      .getByLabel(/^Type delete/)
      .fill('delete')
    await commit(new RegExp(`^Delete ${old} messages`))
    const outcome = retention.getByText(/^Deleted the bytes of/)
    await outcome.waitFor()
    const gone = [...(await outcome.innerText()).replaceAll(',', '').matchAll(/(\d+) (?:messages|counts|sources)/g)]
    expect(gone.map(([, rows]) => Number(rows))).toEqual([preview[0], preview[1], preview[2], preview[3]])
    await expect.poll(storage).toMatch(new RegExp(`Messages\\s+${messages * copies.new}\\s`))
    await expect.poll(previewed).toEqual([0, 0, 0, 0])
  })

  it('removes a backup only by its typed name', async () => {
    const backups = panel('Backups')
    const row = backups.getByRole('row').filter({ hasText: 'manual-' })
    // The schedule that was set for a moment may have made one too.
    const kept = (): string[] =>
      readdirSync(join(running.data, 'backups')).filter((name) => /^manual-.*\.db$/.test(name))
    const [file = ''] = kept()
    await row.click()
    await page.keyboard.press('Delete')
    await card()
      .getByText(/It is the only backup|other backup/)
      .waitFor()
    const remove = card().getByRole('button', { name: /^Remove 1 backup/ })
    await card().getByLabel('Name of the file').fill(file.slice(1))
    expect(await remove.isDisabled()).toBe(true)
    await card().getByLabel('Name of the file').fill(file)
    await commit(/^Remove 1 backup/)
    await row.waitFor({ state: 'detached' })
    expect(kept()).toEqual([])
  })

  it('opens a damaged store to look at: says so on every screen, closes what writes with its reason', async () => {
    take(await running.reopen((data) => damageIndex(data, 'event_time')))
    const band = page.getByRole('alert').filter({ hasText: 'Nothing new is stored' })
    await band.getByRole('link', { name: 'The way out' }).click()
    const recovery = page.getByRole('region', { name: 'Recovery: nothing is being stored' })
    await recovery.waitFor()
    expect(await recovery.innerText()).toMatch(/damaged[^]*can be exported[^]*restore the newest backup/)
    const set = panel('Retention').getByRole('button', { name: /^Set retention/ })
    expect(await set.getAttribute('aria-disabled')).toBe('true')
    expect(await set.getAttribute('title')).toMatch(/^Nothing can be written: the database/)
    expect(await panel('Retention').getByRole('checkbox').first().isDisabled()).toBe(true)
    expect(await panel('Backups').getByRole('button', { name: 'Set schedule' }).getAttribute('aria-disabled')).toBe(
      'true',
    )
    expect(await barriersOn(page)).toEqual([])
    await panel('Checks')
      .getByRole('button', { name: /^Verify everything/ })
      .click()
    await panel('Checks').getByText('Not sound').waitFor()
  })

  it('meets no error on its way', () => expect(running.watched.troubles).toEqual([]))
})
