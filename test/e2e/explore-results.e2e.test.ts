import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import { barriersOn } from '../support/barriers.ts'
import { everything, hostileSource, startExploreResults, type ExploreResults } from '../support/explore-results.ts'
import { auditPage } from '../support/page-audit.ts'

/** What matches, in front of an analyst: rows far down, what they have in common, when they came. */
describe('the results of Explore', () => {
  let running: ExploreResults
  let page: Page
  let client: ConsoleClient
  let results: ExploreResults['results']

  beforeAll(async () => {
    running = await startExploreResults()
    ;({ page, client, results } = running)
  })

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: `test-results/results ${task.name}.png` })
  })

  afterAll(() => running.stop())

  it('counts all that match, and reaches the last of them by a key', async () => {
    await results.visit('tab=messages')
    const { messages } = await results.found({})
    await expect.poll(() => results.scope().innerText()).toBe(`${messages.toLocaleString('en-US')} messages`)
    await expect.poll(() => results.grid().getAttribute('aria-rowcount')).toBe(String(messages + 1))
    await results.grid().focus()
    await page.keyboard.press('End')
    await page.locator(`[aria-rowindex="${messages + 1}"].active [role=gridcell] time`).waitFor()
    const oldest = await page
      .locator(`[aria-rowindex="${messages + 1}"] time`)
      .first()
      .getAttribute('datetime')
    const first = await client.call('explore.messages', {
      query: everything,
      sort: { by: 'time', descending: false },
      limit: 1,
    })
    expect(oldest).toBe(new Date(first.rows[0]?.time ?? 0).toISOString())
  })

  it('shows places for rows on their way when somebody jumps, and then the rows', async () => {
    await results.visit('tab=messages')
    const { messages } = await results.found({})
    await expect.poll(() => results.grid().getAttribute('aria-rowcount')).toBe(String(messages + 1))
    await results.grid().evaluate((element) => (element.scrollTop = element.scrollHeight / 2))
    const first = (): Promise<number> =>
      results
        .rows()
        .first()
        .evaluate((row) => Number(row.getAttribute('aria-rowindex')))
    await expect.poll(first).toBeGreaterThan(1000)
    await expect.poll(() => results.grid().locator('.waiting').count()).toBe(0)
    const shown = await results
      .rows()
      .first()
      .evaluate((row) => [row.getAttribute('aria-rowindex'), row.querySelector('time')?.dateTime])
    const offset = Number(shown[0]) - 2
    const {
      rows: [there],
    } = await client.call('explore.messages', { query: everything, offset, limit: 1 })
    expect(shown[1]).toBe(new Date(there?.time ?? 0).toISOString())
  })

  it('lets the engine sort, by a press on a heading, and a link keeps it', async () => {
    await results.visit('tab=sources')
    await page.getByRole('columnheader', { name: 'Last seen' }).getByRole('button').click()
    await expect.poll(() => page.url()).toContain('sort=-lastSeen')
    const wanted = await client.call('explore.sources', {
      query: everything,
      sort: { by: 'lastSeen', descending: true },
      limit: 1,
    })
    await expect.poll(() => results.rows().first().innerText()).toContain(wanted.rows[0]?.address ?? 'none')
    await results.grid().focus()
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Shift+O')
    await expect.poll(() => page.url()).toMatch(/sort=-ma?/)
  })

  it('narrows by +, leaves out by - and keeps nothing else by = on a cell', async () => {
    await results.visit('tab=messages&filter=method%3AINVITE')
    await results.grid().focus()
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight')
    const source = await results.rows().first().locator('[role=gridcell]').nth(3).innerText()
    await page.keyboard.press('+')
    await expect.poll(results.filter).toBe(`method:INVITE src:${source}`)
    await page.goBack()
    await results.visit('tab=messages&filter=method%3AINVITE')
    await results.grid().focus()
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight')
    const other = await results.rows().first().locator('[role=gridcell]').nth(3).innerText()
    await page.keyboard.press('=')
    await expect.poll(results.filter).toBe(`src:${other}`)
  })

  it('lists what matches have in common; a press narrows, Shift leaves out, keys do both', async () => {
    await results.visit('tab=sources')
    const methods = page.getByRole('region', { name: 'Values' }).getByRole('region', { name: 'Method' })
    const invites = await results.found({ filter: 'method:INVITE' })
    await methods.getByRole('button', { name: /^INVITE/ }).click()
    await expect.poll(results.filter).toBe('method:INVITE')
    await expect.poll(() => results.scope().innerText()).toBe(`${invites.sources} sources`)
    await results.visit('tab=sources')
    await methods.getByRole('button', { name: /^OPTIONS/ }).click({ modifiers: ['Shift'] })
    await expect.poll(results.filter).toBe('-method:OPTIONS')
    await methods.getByRole('button', { name: 'Leave out INVITE' }).click({ force: true })
    await expect.poll(results.filter).toBe('-method:OPTIONS,INVITE')
    await results.visit('tab=sources')
    await methods.getByRole('button').first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('=')
    await expect.poll(results.filter).toMatch(/^method:[A-Z]+$/)
  })

  it('pins a stretch of the histogram by keys alone', async () => {
    await results.visit('tab=messages')
    const histogram = page.getByRole('group', { name: /Matches over time/ })
    await histogram.focus()
    for (const key of ['Home', 'ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight']) await page.keyboard.press(key)
    await histogram.getByRole('status').filter({ hasText: 'message' }).waitFor({ state: 'attached' })
    await page.keyboard.press('Escape')
    await expect.poll(() => histogram.getByRole('status').innerText()).toBe('')
    await page.keyboard.press('End')
    await page.keyboard.press('Shift+ArrowLeft')
    await page.keyboard.press('Enter')
    await expect.poll(() => new URL(page.url()).searchParams.get('range')).toMatch(/\.\./)
    const [from, to] = (new URL(page.url()).searchParams.get('range') ?? '').split('..').map(Date.parse)
    const { messages } = await results.found({ range: { from: from ?? 0, to: to ?? 0 } })
    await expect.poll(() => page.getByRole('tab', { name: /Messages/ }).innerText()).toContain(String(messages))
  })

  it('keeps the columns that were chosen, for each tab', async () => {
    await results.visit('tab=messages')
    await results.grid().focus()
    await page.keyboard.press('Shift+C')
    await page.getByRole('menuitemcheckbox', { name: 'Port', exact: true }).click()
    await page.getByRole('menuitemcheckbox', { name: 'User agent' }).click()
    await page.keyboard.press('Escape')
    const headings = (): Promise<string[]> => results.grid().getByRole('columnheader').allInnerTexts()
    await expect.poll(headings).toEqual(expect.arrayContaining(['Port']))
    await page.reload()
    await results.rows().first().waitFor()
    expect(await headings()).toEqual(expect.arrayContaining(['Port']))
    expect(await headings()).not.toContain('User agent')
  })

  it('offers to take out a condition when nothing matches', async () => {
    await results.open(`tab=messages&filter=${encodeURIComponent('method:INVITE code:418')}`)
    const conditions = page.getByRole('list', { name: 'Conditions' })
    await conditions.getByRole('listitem').filter({ hasText: 'code:418' }).getByRole('button').click()
    await results.rows().first().waitFor()
    await expect.poll(results.filter).toBe('method:INVITE')
  })

  it('opens dialogs, profiles, and the dialogs with a number', async () => {
    await results.visit('tab=dialogs')
    await results.grid().focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.url()).toContain('/dialog/')
    await results.visit('tab=sources')
    await results.grid().focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.url()).toContain('/source/')
    await results.visit('tab=numbers')
    await results.grid().focus()
    await page.keyboard.press('Enter')
    await expect.poll(results.filter).toMatch(/^num:\d+$/)
    await results.rows().first().waitFor()
    await expect.poll(() => page.getByRole('tab', { selected: true }).innerText()).toContain('Dialogs')
  })

  it('shows what attackers wrote as text alone, and bars nobody', async () => {
    for (const tab of ['messages', 'dialogs', 'sources', 'numbers', 'fingerprints']) {
      await results.visit(tab === 'numbers' ? 'tab=numbers' : `tab=${tab}&filter=src%3A${hostileSource}`)
      expect(await auditPage(page), tab).toEqual([])
      expect(await barriersOn(page), tab).toEqual([])
    }
    expect(running.watched.troubles).toEqual([])
  })
})
