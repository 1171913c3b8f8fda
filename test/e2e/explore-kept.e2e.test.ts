import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ExplorePage } from '../support/explore-page.ts'
import { until } from '../support/until.ts'
import { received, startWatchedExplore, sweeper, type WatchedExplore } from '../support/watched-explore.ts'

/** What outlives a filter: views, those used before, ways to it from elsewhere, and hunts. */
describe('a filter of Explore', () => {
  let running: WatchedExplore
  let page: Page
  let explore: ExplorePage

  beforeAll(async () => {
    running = await startWatchedExplore()
    ;({ page, explore } = running)
  })

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: `test-results/kept ${task.name}.png` })
  })

  afterAll(() => running.stop())

  const live = async (): Promise<Locator> => {
    await page.goto(`${running.host.origin}/live`)
    const grid = page.getByRole('grid', { name: 'Top attackers' })
    await grid.getByRole('row').filter({ hasText: sweeper }).waitFor()
    return grid
  }

  it('is kept as a view with its count, found by the palette, renamed, removed and brought back', async () => {
    await explore.visit()
    await explore.write('tool:sipvicious')
    await page.keyboard.press('Control+s')
    await page.getByRole('textbox', { name: 'Name' }).fill('Guessing')
    await page.keyboard.press('Control+Enter')
    const hits = await running.matching('tool:sipvicious')
    await page.getByRole('listbox', { name: 'Saved views' }).waitFor()
    await explore.option(new RegExp(`^Guessing\\s*${hits.messages}$`)).waitFor()
    await live()
    await running.consolePage.find('Guessing')
    await expect.poll(explore.value).toBe('tool:sipvicious')
    await page.getByRole('listbox', { name: 'Saved views' }).focus()
    await page.keyboard.press('F2')
    await page.getByRole('textbox', { name: 'Name' }).fill('Passwords')
    expect(await explore.barriers()).toEqual([])
    await page.keyboard.press('Enter')
    await explore.option(/^Passwords/).waitFor()
    await page.getByRole('listbox', { name: 'Saved views' }).focus()
    await page.keyboard.press('Delete')
    await explore.option(/^Passwords/).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await explore.option(/^Passwords/).waitFor()
  })

  it('remembers what was asked', async () => {
    await explore.visit()
    for (const filter of ['class:password-guessing', 'risk:>=high']) {
      await explore.write(filter)
      await page.keyboard.press('Enter')
      await until('it is kept', async () => (await running.client.call('filters.history', {}))[0] === filter)
    }
    // The page hears of it a moment later.
    await page.getByRole('button', { name: 'Filters used before' }).click()
    const used = page.getByRole('dialog', { name: 'Filters used before' })
    await used.getByRole('option', { name: 'risk:>=high' }).waitFor()
    await page.keyboard.press('Escape')
    await used.waitFor({ state: 'detached' })
    await explore.write('dra')
    await page.keyboard.press('Control+ArrowUp')
    await expect.poll(explore.value).toBe('risk:>=high')
    await page.keyboard.press('Control+ArrowUp')
    await expect.poll(explore.value).toBe('class:password-guessing')
    await page.keyboard.press('Control+ArrowDown')
    await page.keyboard.press('Control+ArrowDown')
    await expect.poll(explore.value).toBe('dra')
    await page.getByRole('button', { name: 'Filters used before' }).click()
    await used.getByRole('option', { name: 'risk:>=high' }).waitFor()
    await used.getByRole('combobox').fill('GUESS class')
    await used.getByText('1 filter', { exact: true }).waitFor()
    expect(await explore.barriers()).toEqual([])
    await page.keyboard.press('Enter')
    await used.waitFor({ state: 'detached' })
    await expect.poll(explore.value).toBe('class:password-guessing')
  })

  it('is made from a cell elsewhere, and from what the palette was told', async () => {
    const grid = await live()
    await grid.getByRole('row').filter({ hasText: sweeper }).getByRole('gridcell').nth(1).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Filter by this cell in Explore' }).click()
    await expect.poll(explore.value).not.toBe('')
    await live()
    await running.consolePage.openPalette()
    await page.keyboard.type('method:OPTIONS or zzz')
    await explore.option('Explore: method:OPTIONS or zzz').click()
    await expect.poll(explore.value).toBe('method:OPTIONS or zzz')
    await running.consolePage.openPalette()
    await page.keyboard.type('friendly-sc')
    await explore.option(/user-agent\s*friendly-scanner/).click()
    await expect.poll(explore.value).toBe('ua:friendly-scanner')
  })

  it('of what the palette found outside the range looks where it was seen, and says so', async () => {
    await explore.visit('?range=2020-01-01T00:00:00.000Z..2020-01-02T00:00:00.000Z')
    await running.consolePage.openPalette()
    await page.keyboard.type('friendly-sc')
    await explore.option(/user-agent\s*friendly-scanner/).click()
    await page.getByText(/^friendly-scanner was not seen in the 2020-01-01 .*: the range is now/).waitFor()
    await expect.poll(explore.value).toBe('ua:friendly-scanner')
    await page.getByRole('tabpanel').locator('[role=row][aria-selected]').first().waitFor()
    await page.goBack()
    await expect.poll(explore.value).toBe('')
    expect(page.url()).toContain('range=2020-01-01')
  })

  it('becomes one that asks for bytes, and then a hunt, by a key or from the menu of a row', async () => {
    await explore.visit('?tab=messages&filter=method%3AOPTIONS or method%3AREGISTER')
    const rows = page.getByRole('tabpanel').locator('[role=row][aria-selected]')
    await rows.first().click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Search the bytes of what matches' }).click()
    await expect.poll(explore.value).toBe('(method:OPTIONS or method:REGISTER) ~"')
    await page.keyboard.type('friendly')
    await page.keyboard.type('"')
    await page.keyboard.press('Escape')
    await page.getByText('Candidates, not matches:').waitFor()
    await page.getByRole('tabpanel').getByRole('grid').focus()
    await page.keyboard.press('Shift+B')
    await page.waitForURL(/hunt=\d+/)
    const [hunt] = await running.client.call('hunts.list', {})
    expect(hunt?.filter).toBe('(method:OPTIONS or method:REGISTER) ~"friendly"')
    await running.client.call('hunt.remove', { id: hunt?.id ?? 0 })
  })

  it('that asks for bytes becomes a hunt, whose hits show where they match', async () => {
    await explore.visit('?filter=~"sip:9011%5Cd%2B@"')
    await explore
      .bar()
      .getByRole('button', { name: /^Start hunt over \d+ messages$/ })
      .click()
    const hits = page.getByRole('grid', { name: 'Messages that the hunt found' })
    await hits.locator('b').first().waitFor()
    expect(await hits.locator('b').first().innerText()).toMatch(/^sip:9011\d+@$/)
    await page.waitForURL(/hunt=\d+/)
    const [hunt] = await running.client.call('hunts.list', {})
    await until('it is done', async () => (await running.client.call('hunts.list', {}))[0]?.state === 'done')
    const matching = received.filter(([, , , , , , , , raw]) =>
      /sip:9011\d+@/.test(Buffer.from(raw).toString('latin1')),
    )
    expect((await running.client.call('hunts.list', {}))[0]?.found).toBe(matching.length)
    await page.getByText(`${matching.length} found in`).waitFor()
    expect(await explore.barriers()).toEqual([])
    await hits.focus()
    await page.keyboard.press('Shift+E')
    await expect.poll(explore.value).toBe(`hunt:${hunt?.id}`)
    await explore.says(new RegExp(`^${matching.length} messages, .*sources? \\(`))
    await page.goBack()
    await hits.locator('b').first().waitFor()
    await hits.focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/dialog\/\d+\?message=\d+&bytes=\d+-\d+/)
    const marked = page.getByRole('group', { name: 'Message as sent, line by line' }).locator('.selected')
    await marked.first().waitFor()
    expect((await marked.allInnerTexts()).join('')).toMatch(/^sip:9011\d+@$/)
    await page.goBack()
    await hits.waitFor()
    await page.goBack()
    await page.getByRole('region', { name: 'Results' }).waitFor()
    await page.getByRole('listbox', { name: 'Hunts' }).focus()
    await page.keyboard.press('Enter')
    await hits.waitFor()
    await page.getByRole('listbox', { name: 'Hunts' }).focus()
    await page.keyboard.press('Delete')
    await page.getByRole('listbox', { name: 'Hunts' }).waitFor({ state: 'detached' })
    await page.getByText(/^Removed the hunt/).waitFor()
    expect((await running.client.call('hunts.list', {})).some(({ id }) => id === hunt?.id)).toBe(false)
  })
})
