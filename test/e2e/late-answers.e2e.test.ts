import { readFileSync } from 'node:fs'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { barriersOn } from '../support/barriers.ts'
import { ExplorePage } from '../support/explore-page.ts'
import { failing, holdAnswers, standBetween, type Answer } from '../support/late-answers.ts'
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

  it('takes more sources out of a campaign than one call takes, and brings back exactly those that were in it', async () => {
    const client = await running.speak()
    const many = Array.from({ length: 1_203 }, (_, at) => `198.51.${100 + (at >> 8)}.${at & 255}`)
    const [first = ''] = many
    const { id } = await client.call('campaign.create', { name: 'Sweep', sources: [other, ...many.slice(0, 400)] })
    for (const at of [400, 900])
      await client.call('campaign.addSources', { id, sources: many.slice(at, Math.min(at + 500, 1_203)) })
    const between = await standBetween(page)
    await page.goto(`${running.host.origin}/campaigns/${id}`)
    await page.getByText('1,204 sources, 1,203 not seen here').waitFor()
    const grid = page.getByRole('grid', { name: 'Sources of this campaign' })
    await grid.getByText('not seen').first().waitFor()
    await grid.focus()
    await page.keyboard.press('Control+a')
    await page.getByText('1204 of 1204 listed sources selected').waitFor()
    await client.call('campaign.removeSources', { id, sources: [first] })
    await page.getByText('1203 of 1203 listed sources selected + 1 not listed now').waitFor()
    between.change('campaign.removeSources', failing('the disk is <b>full</b>'))
    await page.keyboard.press('Delete')
    await page.getByText(/could not all be taken out.*the disk is <b>full<\/b>/).waitFor()
    between.release('campaign.removeSources')
    const left = async (): Promise<number> => (await client.call('campaign.get', { id })).campaign.sources
    // The answer was replaced on its way: the engine had taken the first five hundred out.
    await expect.poll(left).toBe(704)
    await page.getByText('704 sources, 704 not seen here').waitFor()
    await grid.focus()
    await page.keyboard.press('Delete')
    await page.getByText('704 sources left the campaign.').waitFor()
    expect(await left()).toBe(0)
    await page.getByRole('button', { name: /^Undo/ }).last().click()
    await page.getByText('704 sources put back into the campaign.').waitFor()
    const { sources, unseen } = await client.call('campaign.get', { id })
    expect([sources.length + unseen.length, unseen.includes(first)]).toEqual([704, false])
    client.close()
  })

  const inTab = (): Locator => page.getByRole('tabpanel')
  const rows = (): Locator => inTab().locator('[role=row][aria-selected]')
  const openExplore = async (query: string): Promise<ExplorePage> => {
    const explore = new ExplorePage(page, running.host.origin)
    await explore.visit(`?range=24h&${query}`)
    return explore
  }
  const histogram = (): Locator => page.getByRole('region', { name: 'Over time' })
  const values = (): Locator => page.getByRole('region', { name: 'Values' })

  it('can be stopped when it takes long, says that it was, and goes on when asked to', async () => {
    const between = await standBetween(page)
    between.hold('explore.messages')
    await openExplore('tab=messages')
    const asked = Date.now()
    await inTab().getByRole('button', { name: 'Cancel' }).click()
    expect(Date.now() - asked).toBeGreaterThan(1_500)
    await inTab().getByText('Stopped: not all was looked at').waitFor()
    await inTab().getByText('No message found before it was stopped').waitFor()
    between.release('explore.messages')
    await inTab().getByRole('button', { name: 'Go on' }).first().click()
    await rows().first().waitFor()
    expect(await inTab().getByRole('button', { name: 'Go on' }).count()).toBe(0)
  })

  it('says how long it looks for all that match before a card, which can be stopped, and opens the card then', async () => {
    const between = await standBetween(page)
    between.hold('explore.addresses')
    await openExplore('tab=sources')
    await rows().first().waitFor()
    await inTab().getByRole('grid').focus()
    await page.keyboard.press('Control+Shift+A')
    await page.getByText(/^All( 2)? matching sources selected$/).waitFor()
    await page.keyboard.press('l')
    const looking = page.getByRole('dialog', { name: 'Looking for the matching sources' })
    await looking.getByText(/^[1-9]\d* s$/).waitFor()
    expect(await barriersOn(page)).toEqual([])
    await looking.getByRole('button', { name: 'Cancel' }).click()
    await looking.waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid')
    await page.keyboard.press('b')
    await looking.waitFor()
    between.release('explore.addresses')
    await page
      .getByRole('dialog', { name: 'Ban 2 sources' })
      .getByLabel(/Reason/)
      .waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid')
  })

  it('names each part of Explore that could not be read, and reads it when asked to', async () => {
    const between = await standBetween(page)
    const calls = ['explore.histogram', 'explore.facets', 'explore.messages', 'explore.check']
    for (const call of calls) between.change(call, failing(`${call} broke <b>`))
    const explore = await openExplore('tab=messages')
    await histogram().getByText('The histogram could not be read').waitFor()
    await histogram().getByText('explore.histogram broke <b>').waitFor()
    await values().getByText('The values could not be read').waitFor()
    await inTab().getByText('Messages could not be read').waitFor()
    await explore.says('Not counted: explore.check broke <b>')
    expect(await barriersOn(page)).toEqual([])
    for (const call of calls) between.release(call)
    for (const part of [histogram(), values(), inTab()]) await part.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('group', { name: /Matches over time/ }).waitFor()
    await values().getByRole('region', { name: 'Method' }).waitFor()
    await rows().first().waitFor()
  })

  it('calls the answer to an earlier question by its name', async () => {
    const between = await standBetween(page)
    const explore = await openExplore('tab=messages')
    await rows().first().waitFor()
    await values().getByRole('region', { name: 'Method' }).waitFor()
    await page.getByRole('group', { name: /Matches over time/ }).waitFor()
    await explore.says(/\d messages?\b.*\(\d+ ms\)$/)
    await between.lose()
    await explore.write('method:REGISTER')
    await histogram().getByText('below is the answer to an earlier question').waitFor()
    await values().getByText('below is the answer to an earlier question').waitFor()
    await explore.says(/^Not counted: /)
    // What is read aloud follows once the typing rests.
    const counted = (): Promise<number> =>
      explore
        .bar()
        .getByText(/\d messages?\b.*\(\d+ ms\)$/)
        .count()
    await expect.poll(counted).toBe(0)
    between.find()
    await page.getByText('below is the answer to an earlier question').first().waitFor({ state: 'detached' })
    await explore.says(/\d messages?\b.*\(\d+ ms\)$/)
    await rows().first().waitFor()
  })

  it('refuses a filter in words, and shows no rows for it', async () => {
    const explore = await openExplore('tab=messages')
    await rows().first().waitFor()
    await explore.write('~"(unclosed"')
    await page.locator('.problems .error').waitFor()
    await inTab().getByText('Messages could not be read').waitFor()
    expect(await rows().count()).toBe(0)
    await explore.write('method:REGISTER')
    await rows().first().waitFor()
  })

  it('is told from a whole answer where it was cut short', async () => {
    const between = await standBetween(page)
    const exactFrom = Date.now() - 60_000
    const cut = (more: object) => (answer: Answer) => ({
      ...answer,
      value: { ...(answer.value as object), complete: false, ...more },
    })
    between.change('explore.histogram', cut({ exactFrom }))
    const left = { field: 'num', values: [], more: 0, leftOut: true }
    between.change('explore.facets', cut({ lists: [left], counted: 12_000 }))
    between.change('explore.numbers', cut({ newest: 100_432 }))
    await openExplore('tab=numbers')
    await histogram()
      .getByText(/Cut short: bars before .* are too low\. Narrow the time/)
      .waitFor()
    await histogram()
      .getByText(/^at least \d+ messages/)
      .waitFor()
    await values()
      .getByText(/Cut short: values of 12,000 matches, not of all\. Narrow the time/)
      .waitFor()
    await values()
      .getByRole('region', { name: 'Number' })
      .getByText(/Not counted: too many/)
      .waitFor()
    await inTab()
      .getByText(/among the newest 100,432 matches looked at/)
      .waitFor()
    expect(await barriersOn(page)).toEqual([])
  })
})
