import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import type { Hits, Query } from '../../src/contract/console/explore.ts'
import { barriersOn } from '../support/barriers.ts'
import { ExplorePage, hitsOf } from '../support/explore-page.ts'
import { failing, standBetween } from '../support/late-answers.ts'
import { auditPage } from '../support/page-audit.ts'
import { attackTraffic } from '../support/sip-events.ts'
import { configureOwnFeed, request, seed } from '../support/triage.ts'
import { startWatchedConsole, type WatchedConsole } from '../support/watched-console.ts'

/** What matches, in front of an analyst: rows far down, what they have in common, when they came, and acts on them. */
const start = (Date.now() - 50 * 60_000) * 1000
const traffic = attackTraffic(5, { sources: 180, start, perSecond: 8 }).take(6000).toArray()
const hostile = request({
  source: '203.0.113.66',
  at: Date.now() * 1000 - 60_000_000,
  agent: '\u202e<b>x</b>\u0007=cmd|calc',
  user: '900<script>alert(1)</script>',
})
const everything: Query = { filter: '', zone: 'UTC', answers: false }

describe('the results of Explore', () => {
  let running: WatchedConsole
  let page: Page
  let client: ConsoleClient

  beforeAll(async () => {
    running = await startWatchedConsole({
      fill: (data) => {
        seed(data, [...traffic, hostile])
        configureOwnFeed(data, { solo: true })
      },
    })
    page = running.page
    client = await running.speak()
  })

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: `test-results/results ${task.name}.png` })
  })

  afterAll(() => running.stop())

  const grid = (): Locator => page.getByRole('tabpanel').getByRole('grid')
  const rows = (): Locator => grid().locator('[role=row][aria-selected]')
  const scope = (): Locator => page.getByRole('tabpanel').getByRole('status').first()
  const filter = (): Promise<string> => new ExplorePage(page, running.host.origin).value()
  const range = '&range=6h'
  const visit = async (query: string): Promise<void> => {
    await page.goto(`${running.host.origin}/explore?${query}${range}`)
    await rows().first().waitFor()
  }
  const found = (query: Partial<Query>): Promise<Hits> => hitsOf(client, query)

  it('counts all that match, and reaches the last of them by a key', async () => {
    await visit('tab=messages')
    const { messages } = await found({})
    await expect.poll(() => scope().innerText()).toBe(`${messages.toLocaleString('en-US')} messages`)
    await expect.poll(() => grid().getAttribute('aria-rowcount')).toBe(String(messages + 1))
    await grid().focus()
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
    await visit('tab=messages')
    const { messages } = await found({})
    await expect.poll(() => grid().getAttribute('aria-rowcount')).toBe(String(messages + 1))
    await grid().evaluate((element) => (element.scrollTop = element.scrollHeight / 2))
    const first = (): Promise<number> =>
      rows()
        .first()
        .evaluate((row) => Number(row.getAttribute('aria-rowindex')))
    await expect.poll(first).toBeGreaterThan(1000)
    await expect.poll(() => grid().locator('.waiting').count()).toBe(0)
    const shown = await rows()
      .first()
      .evaluate((row) => [row.getAttribute('aria-rowindex'), row.querySelector('time')?.dateTime])
    const offset = Number(shown[0]) - 2
    const {
      rows: [there],
    } = await client.call('explore.messages', { query: everything, offset, limit: 1 })
    expect(shown[1]).toBe(new Date(there?.time ?? 0).toISOString())
  })

  it('lets the engine sort, by a press on a heading, and a link keeps it', async () => {
    await visit('tab=sources')
    await page.getByRole('columnheader', { name: 'Last seen' }).getByRole('button').click()
    await expect.poll(() => page.url()).toContain('sort=-lastSeen')
    const wanted = await client.call('explore.sources', {
      query: everything,
      sort: { by: 'lastSeen', descending: true },
      limit: 1,
    })
    await expect.poll(() => rows().first().innerText()).toContain(wanted.rows[0]?.address ?? 'none')
    await grid().focus()
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Shift+O')
    await expect.poll(() => page.url()).toMatch(/sort=-ma?/)
  })

  it('narrows by +, leaves out by - and keeps nothing else by = on a cell', async () => {
    await visit('tab=messages&filter=method%3AINVITE')
    await grid().focus()
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight')
    const source = await rows().first().locator('[role=gridcell]').nth(3).innerText()
    await page.keyboard.press('+')
    await expect.poll(filter).toBe(`method:INVITE src:${source}`)
    await page.goBack()
    await visit('tab=messages&filter=method%3AINVITE')
    await grid().focus()
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight')
    const other = await rows().first().locator('[role=gridcell]').nth(3).innerText()
    await page.keyboard.press('=')
    await expect.poll(filter).toBe(`src:${other}`)
  })

  it('lists what matches have in common; a press narrows, Shift leaves out, keys do both', async () => {
    await visit('tab=sources')
    const methods = page.getByRole('region', { name: 'Values' }).getByRole('region', { name: 'Method' })
    const invites = await found({ filter: 'method:INVITE' })
    await methods.getByRole('button', { name: /^INVITE/ }).click()
    await expect.poll(filter).toBe('method:INVITE')
    await expect.poll(() => scope().innerText()).toBe(`${invites.sources} sources`)
    await visit('tab=sources')
    await methods.getByRole('button', { name: /^OPTIONS/ }).click({ modifiers: ['Shift'] })
    await expect.poll(filter).toBe('-method:OPTIONS')
    await methods.getByRole('button', { name: 'Leave out INVITE' }).click({ force: true })
    await expect.poll(filter).toBe('-method:OPTIONS,INVITE')
    await visit('tab=sources')
    await methods.getByRole('button').first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('=')
    await expect.poll(filter).toMatch(/^method:[A-Z]+$/)
  })

  it('pins a stretch of the histogram by keys alone', async () => {
    await visit('tab=messages')
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
    const { messages } = await found({ range: { from: from ?? 0, to: to ?? 0 } })
    await expect.poll(() => page.getByRole('tab', { name: /Messages/ }).innerText()).toContain(String(messages))
  })

  it('says exactly what is selected, and labels all that match', async () => {
    await visit('tab=sources&filter=method%3AINVITE')
    const { sources } = await found({ filter: 'method:INVITE' })
    await grid().focus()
    await page.keyboard.press('Control+a')
    await page.getByText(/^\d+ on this page selected$/).waitFor()
    await page.getByRole('button', { name: `Select all ${sources} matching` }).click()
    await page.getByText(`All ${sources} matching sources selected`).waitFor()
    await grid().focus()
    await page.keyboard.press('l')
    const card = page.getByRole('dialog', { name: `Label ${sources} sources` })
    await card.getByLabel('Add a label').fill('caller')
    await page.keyboard.press('Control+Enter')
    await card.waitFor({ state: 'detached' })
    expect((await found({ filter: 'label:caller' })).sources).toBe(sources)
  })

  it('obeys the mouse: a check mark selects, a press moves the cursor, the other button asks what can be done', async () => {
    await visit('tab=sources&sort=-matching')
    await rows().nth(1).locator('[role=gridcell]').first().click()
    await page.getByText('1 on this page selected').waitFor()
    expect(await rows().nth(1).getAttribute('aria-selected')).toBe('true')
    const cell = rows().nth(2).locator('[role=gridcell]').nth(3)
    await cell.click()
    await expect.poll(() => cell.getAttribute('class')).toContain('current')
    expect(await grid().getAttribute('aria-activedescendant')).toBe(await cell.getAttribute('id'))
    await rows().nth(3).locator('[role=gridcell]').nth(3).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Open the profile of its source' }).waitFor()
    expect(await rows().nth(3).getAttribute('class')).toContain('active')
    await page.keyboard.press('Escape')
    await rows().nth(2).locator('[role=gridcell]').nth(3).dblclick()
    await expect.poll(() => page.url()).toContain('/source/')
  })

  it('proposes several bans only for those who type how many', async () => {
    await visit('tab=sources&sort=-matching')
    await grid().focus()
    await page.keyboard.press('x')
    await page.keyboard.press('Shift+J')
    await page.getByText('2 on this page selected').waitFor()
    await page.keyboard.press('b')
    const card = page.getByRole('dialog', { name: 'Ban 2 sources' })
    const button = card.getByRole('button', { name: /Propose 2 bans/ })
    await card.getByLabel(/Reason/).fill('tried many prefixes')
    expect(await button.isDisabled()).toBe(true)
    await card.getByLabel(/Type 2/).fill('2')
    await expect.poll(() => button.isEnabled()).toBe(true)
    await page.keyboard.press('Escape')
  })

  it('whitelists several at once, does nothing twice after a failure, and takes all back', async () => {
    const between = await standBetween(page)
    await visit('tab=sources&sort=-matching')
    let asked = 0
    between.change('whitelist.add', (answer) =>
      (asked += 1) === 1 ? failing('the disk is <b>full</b>')(answer) : answer,
    )
    await grid().focus()
    await page.keyboard.press('x')
    await page.keyboard.press('Shift+J')
    await page.getByText('2 on this page selected').waitFor()
    await page.keyboard.press('w')
    const card = page.getByRole('dialog', { name: 'Whitelist 2 sources' })
    await card.getByLabel(/Reason/).fill('a scan that we pay for')
    const button = card.getByRole('button', { name: /Whitelist 2 entries/ })
    expect(await button.isDisabled()).toBe(true)
    await card.getByLabel(/Type 2/).fill('2')
    await button.click()
    const rest = page.getByRole('dialog', { name: 'Whitelist 1 source' })
    await rest.getByText('the disk is <b>full</b>').waitFor()
    await rest.getByText('1 source left out').waitFor()
    await page.getByText('1 entry added to the whitelist.').waitFor()
    await rest.getByLabel(/Type 1/).fill('1')
    await rest.getByRole('button', { name: /Whitelist 1 entry/ }).click()
    await rest.waitFor({ state: 'detached' })
    expect(asked).toBe(3)
    const reasons = async (): Promise<number> =>
      (await client.call('whitelist.list', {})).filter(
        ({ reason, state }) => reason === 'a scan that we pay for' && state !== 'removed',
      ).length
    // The answer to the first was replaced on its way: the engine had stored it.
    expect(await reasons()).toBe(3)
    const undo = page.getByRole('button', { name: /^Undo/ })
    await undo.last().click()
    await undo.first().click()
    await expect.poll(reasons).toBe(1)
  })

  it('keeps the columns that were chosen, for each tab', async () => {
    await visit('tab=messages')
    await grid().focus()
    await page.keyboard.press('Shift+C')
    await page.getByRole('menuitemcheckbox', { name: 'Port', exact: true }).click()
    await page.getByRole('menuitemcheckbox', { name: 'User agent' }).click()
    await page.keyboard.press('Escape')
    const headings = (): Promise<string[]> => grid().getByRole('columnheader').allInnerTexts()
    await expect.poll(headings).toEqual(expect.arrayContaining(['Port']))
    await page.reload()
    await rows().first().waitFor()
    expect(await headings()).toEqual(expect.arrayContaining(['Port']))
    expect(await headings()).not.toContain('User agent')
  })

  it('saves every row that matches', async () => {
    await visit('tab=sources&filter=method%3AINVITE')
    const { sources } = await found({ filter: 'method:INVITE' })
    await grid().focus()
    await page.keyboard.press('Control+e')
    const download = page.waitForEvent('download')
    await page
      .getByRole('dialog', { name: 'Export' })
      .getByRole('button', { name: `Export ${sources} sources` })
      .click()
    const lines = readFileSync(await (await download).path(), 'utf8')
      .trimEnd()
      .split('\r\n')
    expect(lines.length - 1).toBe(sources)
  })

  it('saves the selected rows alone, and all that match when asked to', async () => {
    await visit('tab=sources&filter=method%3AINVITE')
    const { sources } = await found({ filter: 'method:INVITE' })
    await grid().focus()
    await page.keyboard.press('x')
    await page.keyboard.press('Shift+J')
    await page.getByText('2 on this page selected').waitFor()
    const wanted = (
      await client.call('explore.sources', { query: { ...everything, filter: 'method:INVITE' }, limit: 2 })
    ).rows
    await page.keyboard.press('Control+e')
    const card = page.getByRole('dialog', { name: 'Export' })
    await card.getByRole('radio', { name: /All that match/ }).check()
    await card.getByRole('button', { name: `Export ${sources} sources` }).waitFor()
    await card.getByRole('radio', { name: /2 selected sources/ }).check()
    await card.getByRole('radio', { name: /pcapng/ }).check()
    await card.getByRole('button', { name: 'Export messages of 2 selected sources' }).waitFor()
    await card.getByRole('radio', { name: /CSV/ }).check()
    expect(await barriersOn(page)).toEqual([])
    const download = page.waitForEvent('download')
    await card.getByRole('button', { name: 'Export 2 sources' }).click()
    const lines = readFileSync(await (await download).path(), 'utf8')
      .trimEnd()
      .split('\r\n')
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(wanted.map(({ address }) => address))
  })

  it('offers to take out a condition when nothing matches', async () => {
    await page.goto(
      `${running.host.origin}/explore?tab=messages&filter=${encodeURIComponent('method:INVITE code:418')}${range}`,
    )
    const conditions = page.getByRole('list', { name: 'Conditions' })
    await conditions.getByRole('listitem').filter({ hasText: 'code:418' }).getByRole('button').click()
    await rows().first().waitFor()
    await expect.poll(filter).toBe('method:INVITE')
  })

  it('opens dialogs, profiles, and the dialogs with a number', async () => {
    await visit('tab=dialogs')
    await grid().focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.url()).toContain('/dialog/')
    await visit('tab=sources')
    await grid().focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.url()).toContain('/source/')
    await visit('tab=numbers')
    await grid().focus()
    await page.keyboard.press('Enter')
    await expect.poll(filter).toMatch(/^num:\d+$/)
    await rows().first().waitFor()
    await expect.poll(() => page.getByRole('tab', { selected: true }).innerText()).toContain('Dialogs')
  })

  it('shows what attackers wrote as text alone, and bars nobody', async () => {
    for (const tab of ['messages', 'dialogs', 'sources', 'numbers', 'fingerprints']) {
      await visit(tab === 'numbers' ? 'tab=numbers' : `tab=${tab}&filter=src%3A203.0.113.66`)
      expect(await auditPage(page), tab).toEqual([])
      expect(await barriersOn(page), tab).toEqual([])
    }
    expect(running.watched.troubles).toEqual([])
  })
})
