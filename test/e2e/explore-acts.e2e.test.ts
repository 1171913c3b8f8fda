import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import { barriersOn } from '../support/barriers.ts'
import { everything, startExploreResults, type ExploreResults } from '../support/explore-results.ts'
import { failing, standBetween } from '../support/late-answers.ts'

/** What an analyst does with the rows that match: selects, labels, bans, whitelists and saves them. */
describe('acts on the results of Explore', () => {
  let running: ExploreResults
  let page: Page
  let client: ConsoleClient
  let results: ExploreResults['results']

  beforeAll(async () => {
    running = await startExploreResults()
    ;({ page, client, results } = running)
  })

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: `test-results/acts ${task.name}.png` })
  })

  afterAll(() => running.stop())

  it('says exactly what is selected, and labels all that match', async () => {
    await results.visit('tab=sources&filter=method%3AINVITE')
    const { sources } = await results.found({ filter: 'method:INVITE' })
    await results.grid().focus()
    await page.keyboard.press('Control+a')
    await page.getByText(/^\d+ on this page selected$/).waitFor()
    await page.getByRole('button', { name: `Select all ${sources} matching` }).click()
    await page.getByText(`All ${sources} matching sources selected`).waitFor()
    await results.grid().focus()
    await page.keyboard.press('l')
    const card = page.getByRole('dialog', { name: `Label ${sources} sources` })
    await card.getByLabel('Add a label').fill('caller')
    await page.keyboard.press('Control+Enter')
    await card.waitFor({ state: 'detached' })
    expect((await results.found({ filter: 'label:caller' })).sources).toBe(sources)
  })

  it('obeys the mouse: a check mark selects, a press moves the cursor, the other button asks what can be done', async () => {
    await results.visit('tab=sources&sort=-matching')
    await results.rows().nth(1).locator('[role=gridcell]').first().click()
    await page.getByText('1 on this page selected').waitFor()
    expect(await results.rows().nth(1).getAttribute('aria-selected')).toBe('true')
    const cell = results.rows().nth(2).locator('[role=gridcell]').nth(3)
    await cell.click()
    await expect.poll(() => cell.getAttribute('class')).toContain('current')
    expect(await results.grid().getAttribute('aria-activedescendant')).toBe(await cell.getAttribute('id'))
    await results.rows().nth(3).locator('[role=gridcell]').nth(3).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Open the profile of its source' }).waitFor()
    expect(await results.rows().nth(3).getAttribute('class')).toContain('active')
    await page.keyboard.press('Escape')
    await results.rows().nth(2).locator('[role=gridcell]').nth(3).dblclick()
    await expect.poll(() => page.url()).toContain('/source/')
  })

  it('proposes several bans only for those who type how many', async () => {
    await results.visit('tab=sources&sort=-matching')
    await results.grid().focus()
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
    await results.visit('tab=sources&sort=-matching')
    let asked = 0
    between.change('whitelist.add', (answer) =>
      (asked += 1) === 1 ? failing('the disk is <b>full</b>')(answer) : answer,
    )
    await results.grid().focus()
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
      (await client.call('whitelist.list', {})).entries.filter(
        ({ reason, state }) => reason === 'a scan that we pay for' && state !== 'removed',
      ).length
    // The answer to the first was replaced on its way: the engine had stored it.
    expect(await reasons()).toBe(3)
    const undo = page.getByRole('button', { name: /^Undo/ })
    await undo.last().click()
    await undo.first().click()
    await expect.poll(reasons).toBe(1)
  })

  it('saves every row that matches', async () => {
    await results.visit('tab=sources&filter=method%3AINVITE')
    const { sources } = await results.found({ filter: 'method:INVITE' })
    await results.grid().focus()
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
    await results.visit('tab=sources&filter=method%3AINVITE')
    const { sources } = await results.found({ filter: 'method:INVITE' })
    await results.grid().focus()
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

  it('keeps out of Live whom the whitelist hides, and shows them on request', async () => {
    const value = '203.0.113.66'
    const entry = { value, mode: 'hide', reason: 'our own probe', duration: 86_400_000 } as const
    await client.call('whitelist.add', entry)
    await expect.poll(async () => (await results.found({ filter: 'whitelisted:hidden' })).sources).toBe(1)
    await page.goto(`${running.host.origin}/live?range=6h`)
    const hidden = page.getByRole('button', { name: '1 hidden by the whitelist' })
    await hidden.waitFor()
    const row = page.getByRole('grid', { name: 'Top attackers' }).getByRole('row').filter({ hasText: value })
    expect(await row.count()).toBe(0)
    await hidden.click()
    await row.getByText('Hidden').waitFor()
    expect(await barriersOn(page)).toEqual([])
    await page.getByRole('button', { name: 'Hide 1 again' }).click()
    await row.waitFor({ state: 'detached' })
  })
})
