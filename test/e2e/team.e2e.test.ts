import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { barriersOn } from '../support/barriers.ts'
import { startFeed, type FeedProcess } from '../support/feed-process.ts'
import { connectConsole, createAuthor, hour, invitationOf, type LedgerClient } from '../support/ledger-client.ts'
import { takePicture } from '../support/pictures.ts'
import { until } from '../support/until.ts'
import { startWatchedConsole, type WatchedConsole } from '../support/watched-console.ts'

type Watching = typeof globalThis & { publishedSeen?: number[] }

/** Notes each moment, UTC milliseconds, at which the screen shows any ban as published, whatever drew it. */
async function watchForPublished(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: number[] = ((globalThis as Watching).publishedSeen = [])
    const lanes = ['Published', 'Expiring'].map((name) => `section[aria-label="${name}"] li`).join(', ')
    const look = (): void => {
      if (document.querySelector(lanes)) seen.push(Date.now())
    }
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true })
  })
}

const publishedOnScreen = (page: Page): Promise<readonly number[]> =>
  page.evaluate(() => (globalThis as Watching).publishedSeen ?? [])

describe('a console in a team', () => {
  let feed: FeedProcess
  let ada: LedgerClient
  let running: WatchedConsole
  let page: Page

  beforeAll(async () => {
    feed = await startFeed({ demo: true, solo: false, holdSeconds: 2 })
    ada = await connectConsole(feed, 'Ada')
    running = await startWatchedConsole({ height: 1100 })
    page = running.page
    await running.consolePage.follow('/settings')
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: `test-results/team ${task.name}.png` })
  })
  afterAll(async () => {
    await running.stop()
    await feed.stop()
  })

  const panel = (name: string): Locator => page.getByRole('region', { name, exact: true })
  const card = (): Locator => page.getByRole('dialog')
  const row = (name: string): Locator => panel('People').getByRole('listitem').filter({ hasText: name })
  const mine = (): Locator =>
    panel('People')
      .getByRole('listitem')
      .filter({ has: page.getByText('you', { exact: true }) })
  const commit = (name: string): Promise<void> => card().getByRole('button', { name }).click()
  const gone = (): Promise<void> => card().waitFor({ state: 'detached' })

  it('joins by a code, and can only read until a publisher has confirmed it', async () => {
    await mine().getByText('in the team').waitFor()
    const { code, invited } = invitationOf(ada.author, 'Bob', Date.now())
    expect((await ada.post(invited)).status).toBe(200)

    await running.consolePage.find('Join a shared feed')
    await card().getByLabel('Address of the feed').fill('http://feed.example')
    await card().getByLabel('Token for consoles').fill(feed.token)
    await card().getByText('Say that it may be unencrypted.').waitFor()
    await card().getByLabel('Address of the feed').fill(feed.url)
    await card().getByLabel('Invitation code').fill('AAAA-BBBB-CCCC-DDDD')
    await commit('Join 1 feed')
    await card().getByRole('alert').getByText('no open invitation has this code').waitFor()
    await card().getByLabel('Invitation code').fill(code)
    await takePicture(page, 'team-join')
    await commit('Join 1 feed')
    await gone()

    const band = page.getByRole('status').filter({ hasText: 'A publisher must confirm you.' })
    await band.waitFor()
    const fingerprint = await mine().locator('.mono').innerText()
    expect(await band.innerText()).toContain(fingerprint)
    const invite = panel('People').getByRole('button', { name: 'Invite' })
    expect(await invite.getAttribute('title')).toContain(fingerprint)
    await running.consolePage.openPalette()
    await page.keyboard.type('Invite a colleague')
    const offered = page.getByRole('option').filter({ hasText: 'Invite a colleague …' })
    await offered.getByText('A publisher must confirm you first').waitFor()
    expect(await offered.getAttribute('aria-disabled')).toBe('true')
    await page.keyboard.press('Escape')
    await gone()
    expect(await barriersOn(page)).toEqual([])
    await takePicture(page, 'team-unconfirmed')

    const { me } = await (await running.speak()).call('people.list', {})
    await ada.record('analyst.admitted', me.key, { roles: ['analyst', 'publisher'] })
    await band.waitFor({ state: 'detached' })
    await mine().getByText('in the team').waitFor()
  })

  it('cannot decide on what it proposed, by button, key, palette, call or bulk; “published” is the feed’s word', async () => {
    const client = await running.speak()
    const { me } = await client.call('people.list', {})
    await ada.record('analyst.changed', me.key, { roles: ['analyst', 'approver', 'publisher'] })
    await until('it is an approver', async () => (await client.call('people.list', {})).me.roles.includes('approver'))
    await watchForPublished(page)
    const proposal = {
      address: '8.8.4.7',
      reason: 'dials everything',
      duration: 7 * 24 * hour,
      confirmation: '8.8.4.7',
    }
    const { id } = await client.call('ban.propose', proposal)
    const steps = async (): Promise<readonly string[]> =>
      (await ada.records()).filter(({ intent }) => intent.subject === id).map(({ intent }) => intent.kind)

    await running.consolePage.goTo('Bans')
    const lane = (name: string): Locator => panel(name).getByText('8.8.4.7')
    await lane('Proposed').click()
    const approve = page.getByRole('button', { name: 'Approve …' })
    expect(await approve.getAttribute('title')).toBe('You proposed it: somebody else must approve it.')
    expect(await approve.getAttribute('aria-disabled')).toBe('true')
    await approve.click({ force: true })
    await page.keyboard.press('a')
    await running.consolePage.openPalette()
    await page.keyboard.type('Approve the chosen ban')
    const offered = page.getByRole('option').filter({ hasText: 'Approve the chosen ban …' })
    await offered.getByText('You proposed it: somebody else must approve it.').waitFor()
    expect(await offered.getAttribute('aria-disabled')).toBe('true')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await gone()

    await expect(client.call('ban.approve', { id })).rejects.toMatchObject({ code: 'refused', reason: 'four-eyes' })
    const { job } = await client.call('bans.decide', { act: 'approve', ids: [id] })
    const bulk = await until('the bulk is done', async () => {
      const outcome = await client.call('bans.decided', { job })
      return outcome.state === 'running' ? undefined : outcome
    })
    expect(bulk).toMatchObject({ recorded: 0, refused: [{ id }] })
    expect(bulk.refused[0]?.message).toContain('somebody else')
    expect(await steps()).toEqual(['ban.proposed'])

    await ada.record('ban.approved', id, {})
    await lane('Published').waitFor()
    expect(await steps()).toEqual(['ban.proposed', 'ban.approved', 'ban.held', 'ban.published'])
    const { recordedAt } = (await ada.records()).find(({ intent }) => intent.kind === 'ban.published') ?? expect.fail()
    const [first] = await publishedOnScreen(page)
    expect(first).toBeGreaterThanOrEqual(recordedAt)
    await running.consolePage.follow('/settings')
    await panel('People').waitFor()
  })

  it('invites a colleague, confirms the key that joined, and removes it again', async () => {
    await panel('People').getByRole('button', { name: 'Invite' }).click()
    await card().getByLabel('Name').fill('Carol')
    await commit('Invite 1 person')
    const code = await card().getByLabel('Invitation code').innerText()
    expect(code).toMatch(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/)
    await takePicture(page, 'team-code')
    await commit('Done')
    await gone()
    await row('Carol').getByText('invited', { exact: true }).waitFor()

    const carol = createAuthor()
    expect((await ada.call('POST', 'enrol', { key: carol.key, name: 'Caroline', code })).status).toBe(200)
    await row('Carol').getByRole('button', { name: 'Confirm Carol' }).click()
    await card().getByText('Compare the fingerprint first.').waitFor()
    expect(await barriersOn(page)).toEqual([])
    await takePicture(page, 'team-confirm')
    await card().getByLabel('reads the same fingerprint').check()
    await commit('Confirm 1 person')
    await gone()
    await row('Carol').getByText('in the team').waitFor()

    await page.getByRole('button', { name: 'Use the light theme' }).click()
    expect(await barriersOn(page)).toEqual([])
    await takePicture(page, 'team-light')
    await page.getByRole('button', { name: 'Use the dark theme' }).click()

    await row('Carol').getByRole('button', { name: 'Remove Carol' }).click()
    await card().getByLabel('Why are they removed?').fill('left the team')
    await card().getByText('Type the name.').waitFor()
    await card().getByLabel('Type Carol').fill('Carol')
    await commit('Remove 1 person')
    await gone()
    await row('Carol').getByText('removed', { exact: true }).waitFor()
  })

  it('goes back to its own feed', async () => {
    await panel('Feed').getByRole('button', { name: 'Leave' }).click()
    await commit('Leave 1 feed')
    await gone()
    await panel('Feed').getByText('this console’s own').waitFor()
    await until('its own feed is reached', async () => (await panel('Feed').innerText()).includes('connected'))
    await row('Carol').waitFor({ state: 'detached' })
  })
})
