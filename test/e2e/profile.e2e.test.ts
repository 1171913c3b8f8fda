import Database from 'better-sqlite3'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import { rulesVersion } from '../../src/sip/rules.ts'
import { barriersOn } from '../support/barriers.ts'
import { digestLine, loginText } from '../support/guessing-traffic.ts'
import { standBetween } from '../support/late-answers.ts'
import { eventsFrom, inOrder, sentByTool } from '../support/recorded-events.ts'
import { seed } from '../support/triage.ts'
import { until } from '../support/until.ts'
import { startWatchedConsole, type WatchedConsole } from '../support/watched-console.ts'

/** What the profile says of recorded tools, in front of an analyst; and what improved rules do to stored events. */
const start = (Date.now() - 60_000) * 1000
const cracker = '203.0.113.7'
const registrar = '203.0.113.8'
const sweeper = '203.0.113.9'
const many = '203.0.113.10'

const login = (at: number): Uint8Array => {
  const lines = [digestLine('101', `no list has this ${at}`, `n${at}`)]
  return Buffer.from(loginText({ at, source: many, user: '101', tag: `t${at}`, via: many, lines }))
}

const logins = Array.from({ length: 250 }, (_, at) => login(at))
const events = inOrder([
  ...eventsFrom(cracker, sentByTool('svcrack'), start),
  ...eventsFrom(registrar, sentByTool('sipp-register-digest'), start),
  ...eventsFrom(sweeper, sentByTool('sipp-prefix-sweep'), start),
  ...eventsFrom(many, logins, start),
])

describe('the profile of a source', () => {
  let running: WatchedConsole
  let page: Page
  let client: ConsoleClient

  beforeAll(async () => {
    const fill = (data: string): void => seed(data, events)
    await take(await startWatchedConsole({ fill, width: 1280, height: 800 }))
  })

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: `test-results/profile ${task.name}.png` })
  })

  afterAll(() => running.stop())

  async function take(opened: WatchedConsole): Promise<void> {
    running = opened
    page = running.page
    client = await running.speak()
  }

  async function visit(address: string): Promise<void> {
    await page.goto(`${running.host.origin}/source/${address}`)
    await page.getByRole('heading', { name: address }).waitFor()
  }

  const panel = (name: string): Locator => page.getByRole('region', { name, exact: true })
  const guesses = (): Locator => page.getByRole('grid', { name: 'Passwords guessed by this source' })

  it('says what svcrack did, that it is what it says, and which passwords it tried', async () => {
    await visit(cracker)
    const did = panel('What it did')
    await did.getByRole('heading', { name: 'Password brute force' }).waitFor()
    expect(await did.innerText()).toMatch(/High\s+Password brute force\s+36\s+Guessed passwords 36 times for one user/)
    expect(await did.innerText()).toContain('Password guessing 72')
    const tools = await panel('Tools: claimed versus proven').innerText()
    expect(tools).toMatch(/Proven\s+friendly-scanner\s+claims SIPVicious\s+→\s+is SIPVicious\s+by structure/)
    expect(await panel('Passwords guessed').innerText()).toContain('36 attempts · 1 user · 36 known passwords')
    const row = guesses().getByRole('row').filter({ hasText: '1201' })
    expect(await row.first().innerText()).toMatch(/101\s+1201\s+In clear\s+1/)
    expect(await page.getByRole('button', { name: /^Check digests/ }).isDisabled()).toBe(true)
    expect(await barriersOn(page)).toEqual([])
  })

  it('names a program that pretends to be another, and reads its fingerprint field by field', async () => {
    await visit(sweeper)
    const tools = await panel('Tools: claimed versus proven').innerText()
    expect(tools).toMatch(/False claim\s+Cisco-SIPGateway\/IOS-12\.x\s+claims Cisco\s+→\s+is SIPp\s+by structure/)
    const prints = panel('Fingerprints')
    await prints.getByText(/^f\d+:INVITE/).click()
    expect(await prints.innerText()).toMatch(/Headers in order\s+v f t i cs/)
    await running.watched.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await prints.getByRole('button', { name: /^Copy the fingerprint/ }).click()
    await page.getByText('Copied: fingerprint').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^f\d+:INVITE/)
    expect(await panel('Numbers dialled').innerText()).toMatch(/46812345678[^]*prefixes[^]*9011/)
    expect(await barriersOn(page)).toEqual([])
  })

  it('finds the passwords behind digests by a key, says so, and lists them from then on', async () => {
    await visit(registrar)
    await guesses().getByText('unknown, digest only').first().waitFor()
    await guesses().focus()
    await page.keyboard.press('p')
    await page.getByRole('status').filter({ hasText: 'Found the passwords of' }).waitFor()
    const { rows } = await client.call('source.guesses', { address: registrar })
    const known = rows.flatMap(({ password = [] }) => password)
    expect(known.length).toBeGreaterThan(0)
    for (const password of known) await guesses().getByText(password, { exact: true }).first().waitFor()
    expect(await barriersOn(page)).toEqual([])
  })

  it('stops a check when asked, and keeps the list', async () => {
    const between = await standBetween(page)
    between.hold('source.checkGuesses')
    await visit(many)
    await page.getByRole('button', { name: 'Check the newest 200 digests against known passwords' }).click()
    await page.getByRole('progressbar', { name: 'Trying known passwords on its digests' }).waitFor()
    expect(await barriersOn(page)).toEqual([])
    const cancel = panel('Passwords guessed').getByRole('button', { name: 'Cancel' })
    await until('it has the focus', () => cancel.evaluate((button) => button === document.activeElement))
    await page.keyboard.press('Enter')
    await page.getByRole('status').filter({ hasText: 'Stopped.' }).waitFor()
    await guesses().getByText('unknown, digest only').waitFor()
    between.release('source.checkGuesses')
  })

  it('exports the passwords as other lists do', async () => {
    await visit(cracker)
    await guesses().getByText('1201', { exact: true }).waitFor()
    await guesses().focus()
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Control+e')])
    const csv = readFileSync(await download.path(), 'utf8')
    expect(csv).toContain('User,Password,Read from,Attempts,First seen,Last seen\r\n')
    expect(csv).toMatch(/\r\n101,1234,In clear,1,\d{4}-/)
    expect(csv.trim().split('\r\n')).toHaveLength(37)
  })

  it('shows every figure of the attack as a table, by key, and exports it in UTC without formulas', async () => {
    await visit(sweeper)
    const exported = async (what: string): Promise<string> => {
      const button = page.getByRole('button', { name: `Export ${what} as CSV` })
      const [download] = await Promise.all([page.waitForEvent('download'), button.press('Enter')])
      return readFileSync(await download.path(), 'utf8')
    }
    expect(await exported('attempts per second')).toMatch(/^\ufeffTime,Messages in [^\r]+\r\n\d{4}-\d\d-\d\dT[\d:.]+Z,/)
    expect(await exported('hours of the day')).toMatch(/^\ufeffSensor,Zone,00,01,/)
    expect(await exported('tools')).toContain(
      'False claim,Cisco-SIPGateway/IOS-12.x,claims Cisco,is SIPp,by structure,',
    )
    const numbers = await exported('numbers dialled')
    expect(numbers).toMatch(/\r\n46812345678,SE,9011,\d+,/)
    expect(numbers).not.toMatch(/(^|[,\n])"?[=+@-]/)
    const names = ['Attempts per second', 'Hours of the day', 'Tools: claimed versus proven', 'Numbers dialled']
    for (const name of names) {
      await panel(name).getByRole('button', { name: 'View as table' }).press('Enter')
      await panel(name).getByRole('table').waitFor()
      expect(await panel(name).getByRole('columnheader').count()).toBeGreaterThan(2)
    }
    expect(await barriersOn(page)).toEqual([])
  })

  it('shows how a campaign attacked, all its sources together', async () => {
    const name = 'Night <b>shift</b>'
    const { id } = await client.call('campaign.create', { name, sources: [cracker, sweeper] })
    await page.goto(`${running.host.origin}/campaigns/${id}`)
    await panel('Attempts per second')
      .getByText(/2 sources, .* steps/)
      .waitFor()
    await page.getByText(/First INVITE after .* in the median of/).waitFor()
    const tools = panel('Tools: claimed versus proven')
    expect(await tools.innerText()).toMatch(/False claim\s+Cisco-SIPGateway[^]*Proven\s+friendly-scanner/)
    const button = page.getByRole('button', { name: 'Export attempts per second as CSV' })
    const [download] = await Promise.all([page.waitForEvent('download'), button.press('Enter')])
    expect(download.suggestedFilename()).toBe('attempts-per-second-Night-b-shift-b-.csv')
    const [, ...lines] = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\r\n')
    const sent = [...sentByTool('svcrack'), ...sentByTool('sipp-prefix-sweep')]
    expect(lines.reduce((sum, line) => sum + Number(line.split(',')[1]), 0)).toBe(sent.length)
    for (const region of [
      'Attempts per second',
      'Hours of the day',
      'Tools: claimed versus proven',
      'Numbers dialled',
    ]) {
      await panel(region).getByRole('button', { name: 'View as table' }).press('Enter')
      await panel(region).getByRole('table').waitFor()
    }
    expect(await barriersOn(page)).toEqual([])
  })

  it('stays where it was read when the palette closes', async () => {
    await visit(sweeper)
    const place = (): Promise<number> => page.evaluate(() => document.querySelector('main')?.scrollTop ?? -1)
    const focused = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.getAttribute('role') ?? null)
    const before = await focused()
    expect(await place()).toBe(0)
    await running.consolePage.openPalette()
    await page.keyboard.press('Escape')
    await page.getByRole('combobox').waitFor({ state: 'detached' })
    await until('the focus is back', async () => (await focused()) === before)
    expect(await place()).toBe(0)
  })

  it('peeks at the gravest of it', async () => {
    await page.goto(`${running.host.origin}/live`)
    const grid = page.getByRole('grid', { name: /attackers/i })
    await grid.getByRole('row').filter({ hasText: sweeper }).getByRole('gridcell').nth(3).click()
    await page.keyboard.press('Space')
    const peek = page.getByRole('complementary', { name: `Peek: Source ${sweeper}` })
    await peek.getByText('Prefix sweep').waitFor()
    expect(await peek.innerText()).toContain('claims Cisco, is SIPp')
    expect(await barriersOn(page)).toEqual([])
  })

  it('offers to judge events again that older rules judged, and does it', async () => {
    expect(await page.getByRole('region', { name: 'Rules have improved' }).count()).toBe(0)
    expect(running.watched.troubles).toEqual([])
    await take(
      await running.reopen((data) => {
        const store = new Database(join(data, 'console.db'))
        store.exec('UPDATE judged SET rules = 1')
        store.close()
      }),
    )
    const band = page.getByRole('region', { name: 'Rules have improved' })
    await band.waitFor()
    const said = `Rules have improved (version ${rulesVersion}): All ${events.length} stored events were judged by older rules.`
    expect((await band.innerText()).replaceAll(/\s+/g, ' ')).toContain(said)
    expect(await barriersOn(page)).toEqual([])
    await band.getByRole('button', { name: 'Not now' }).click()
    await band.waitFor({ state: 'detached' })
    await running.consolePage.openPalette()
    await page.keyboard.type('judge stored events again')
    await page.getByRole('option', { name: /Judge stored events again/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText(`Rules version ${rulesVersion} has now judged all ${events.length} stored events`).waitFor()
    await band.waitFor({ state: 'detached' })
    expect(await client.call('analysis.status', {})).toMatchObject({ older: 0, state: 'idle' })
    expect(running.watched.troubles).toEqual([])
  })
})
