import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { launchBrowser, openPage, type Watched } from '../support/browser.ts'
import { startCapture } from '../support/capture.ts'
import { ConsolePage } from '../support/console-page.ts'
import { repository, startConsole, type ConsoleProcess } from '../support/console-process.ts'
import { startForgingRelay } from '../support/forging-relay.ts'
import { startKamailio, type Kamailio } from '../support/kamailio.ts'
import { speakBeside } from '../support/rpc-client.ts'
import { discardSensor, startSensor, type SensorProcess } from '../support/sensor-process.ts'
import { runTool } from '../support/sip-tools.ts'
import { until } from '../support/until.ts'

/**
 * The main job in one browser, with tools that no one here wrote: attacks arrive, are read, tagged, banned, pulled by
 * Kamailio, revoked, whitelisted and reported. Everything is real and on loopback; the second sensor takes its sources
 * from a PROXY header, because loopback itself may never be banned. The address is data only: nothing is sent to it.
 */
const attacker = '45.83.64.17'
const holdSeconds = 3
const sipp = (file: string): string => join(repository, 'test', 'fixtures', 'sipp', file)

describe('the main job', () => {
  const data = mkdtempSync(join(tmpdir(), 'honeynet-e2e-'))
  let plain: SensorProcess
  let forged: SensorProcess
  let host: ConsoleProcess
  let browser: Browser
  let watched: Watched
  let console_: ConsolePage
  let kamailio: Kamailio | undefined
  let feed: { readonly url: string; readonly key: string }

  beforeAll(async () => {
    const answers = { perSourcePerSecond: 1000 }
    plain = await startSensor({ config: { name: 'Plain', answers } })
    forged = await startSensor({
      config: { name: 'Forged', demo: true, answers, listen: [{ transport: 'udp', address: '127.0.0.1', port: 0 }] },
    })
    writeFeedConfig(data)
    host = await startConsole(['--data', data, '--port', '0'])
    browser = await launchBrowser()
    watched = await openPage(browser)
    console_ = new ConsolePage(watched.page)
    await console_.open(host.url)
  })

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await watched.page.screenshot({ path: `test-results/${task.name}.png` })
  })

  afterAll(async () => {
    await kamailio?.stop()
    await browser.close()
    await host.stop()
    await Promise.all([discardSensor(plain), discardSensor(forged)])
    rmSync(data, { recursive: true, force: true })
  })

  it('prints one line, and offers the first steps to a newcomer', async () => {
    expect(host.lines).toHaveLength(1)
    await watched.page.getByRole('button', { name: /Start demo honeynet/ }).waitFor()
  })

  it('connects to two sensors by hand', async () => {
    await console_.goTo('Sensors')
    for (const sensor of [plain, forged]) {
      await watched.page.getByRole('button', { name: /^Add/ }).first().click()
      await console_.card().getByLabel('Link address').fill(sensor.link)
      await console_.card().getByLabel('Token').fill(sensor.token)
      await console_.commit()
    }
    await until('both sensors are live', async () => (await watched.page.getByText(/^Sensors 2\/2$/).count()) > 0)
  })

  it('counts every message of svmap, svwar, svcrack and sipp, exactly as tshark does', async () => {
    const port = plain.port('udp')
    const capture = await startCapture(port)
    await runTool('svmap', ['-p', String(port), '127.0.0.1'])
    await runTool('svwar', ['-p', String(port), '-e', '100-130', '127.0.0.1'])
    await runTool('svcrack', ['-p', String(port), '-u', '101', '-r', '1200-1230', '-z', '4', '127.0.0.1'])
    const sweep = await runSipp(port, 450)
    expect(sweep).toMatchObject({ calls: 450, failed: 0 })
    const onWire = await capture.countTo(port)
    expect(onWire).toBeGreaterThan(sweep.sent)

    await console_.goTo('Live')
    await until(`Live shows ${onWire} messages`, async () => (await console_.figure('Messages received')) === onWire)
    const metrics = await (await fetch(`${plain.health}/healthz`)).text()
    expect(metrics).toContain(String(onWire))
    const row = watched.page
      .getByRole('grid', { name: 'Top attackers' })
      .getByRole('row')
      .filter({ hasText: '127.0.0.1' })
    await row.waitFor()
    await until('the stage shows the sweep', async () => (await row.innerText()).includes('Toll fraud'))
  })

  it('profiles an attacker that proved its address', async () => {
    const relay = await startForgingRelay(forged.port('udp'), attacker)
    const cracked = await runTool('svcrack', [
      '-p',
      String(relay.port),
      '-u',
      '101',
      '-r',
      '1200-1240',
      '-z',
      '4',
      '127.0.0.1',
    ])
    relay.stop()
    expect(cracked.output).not.toContain('Traceback')
    await console_.find(attacker)
    await watched.page.waitForURL(`**/source/${attacker}`)
    const shown = await until('the profile is complete', async () => {
      const text = await console_.text()
      return /nonce/.test(text) && /SIPVicious/.test(text) && /Password guessing/i.test(text) && /Forged/.test(text)
        ? text
        : undefined
    })
    expect(shown).toContain('101')
  })

  it('opens a message and shows its exact bytes', async () => {
    const grid = watched.page.getByRole('grid', { name: /dialogs/i })
    await grid.getByRole('gridcell').first().waitFor()
    await grid.focus()
    await watched.page.keyboard.press('Enter')
    await watched.page.waitForURL('**/dialog/*')
    const raw = watched.page.getByRole('group', { name: /as sent/ })
    await raw.waitFor()
    await expect.poll(() => raw.innerText()).toMatch(/REGISTER sip:127\.0\.0\.1 SIP\/2\.0/)
    await watched.page.goBack()
  })

  it('tags a campaign', async () => {
    await focusMain(watched)
    await watched.page.keyboard.press('c')
    await console_.card().getByLabel('Name').fill('Night shift')
    await console_.commit()
    await console_.goTo('Campaigns')
    const row = watched.page.getByRole('row').filter({ hasText: 'Night shift' })
    await expect.poll(() => row.getByRole('gridcell').nth(2).innerText()).toBe('1')
  })

  it('bans with evidence, holds, publishes, and Kamailio pulls it', async () => {
    feed = await addSubscriber(console_)
    kamailio = await startKamailio({ feedUrl: new URL(feed.url).origin, key: feed.key })
    expect(await kamailio.entries()).toEqual([])

    await console_.find(attacker)
    await focusMain(watched)
    await watched.page.keyboard.press('b')
    await until('evidence is gathered', async () => (await console_.card().getByRole('listitem').count()) >= 3)
    await console_.commit()
    await console_.goTo('Bans')
    await watched.page.getByRole('region', { name: 'Proposed' }).getByText(attacker).waitFor()
    expect(await listed(feed)).toEqual([])
    await watched.page.getByRole('button', { name: /^Approve/ }).click()
    await console_.commit()
    const published = watched.page.getByRole('region', { name: 'Published' })
    await until('the list has it', async () => (await listed(feed)).length > 0)
    expect(await listed(feed)).toEqual([attacker])
    await published.getByText(attacker).waitFor()
    const client = await speakBeside(watched.context, host.origin)
    const [row] = await client.call('bans.list', {})
    const ban = await client.call('ban.get', { id: row?.id ?? '' })
    const timeOf = (wanted: string): number => ban.steps.find(({ kind }) => kind === wanted)?.time ?? NaN
    expect(timeOf('ban.published') - timeOf('ban.approved')).toBeGreaterThanOrEqual(holdSeconds * 1000)
    await kamailio.waitFor((entries) => entries.includes(attacker))
  })

  it('revokes: once the console says so it is gone from every endpoint', async () => {
    await watched.page.getByRole('button', { name: /^Revoke/ }).click()
    await console_.card().getByLabel(/Why/).fill('The customer was warned')
    await console_.commit()
    await watched.page.getByRole('region', { name: 'Revoked' }).getByText(attacker).waitFor()
    expect(await listed(feed)).toEqual([])
    expect((await fetch(`${apiban(feed)}/check/${attacker}`)).status).toBe(400)
  })

  it('lets nobody propose or publish what is whitelisted', async () => {
    await console_.find(attacker)
    await propose(console_)
    await console_.goTo('Whitelists')
    await watched.page.getByRole('button', { name: /Add entry/ }).click()
    await console_.card().getByLabel('Address or range (CIDR)').fill('45.83.64.0/24')
    await console_.card().getByLabel('Reason').fill('Our own test network')
    await until('the preview counts the proposal', async () =>
      /Withdraws\s+1\s+proposal/.test(await console_.card().innerText()),
    )
    await console_.commit()
    await watched.page.getByText('1 proposal withdrawn; Undo does not bring that back').waitFor()
    await console_.goTo('Bans')
    const ended = watched.page.getByRole('region', { name: 'Ended' })
    // The name of the lane opens it.
    await ended.getByRole('heading').getByRole('button').click()
    await ended
      .getByText(/Blocked/)
      .first()
      .waitFor()
    expect(await listed(feed)).toEqual([])
    await console_.find(attacker)
    await focusMain(watched)
    await watched.page.keyboard.press('b')
    await until('the card refuses', async () => /whitelist/i.test(await console_.card().innerText()))
    const proposing = console_.card().getByRole('button', { name: /Propose/ })
    expect(await proposing.isEnabled()).toBe(false)
    await watched.page.keyboard.press('Escape')
  })

  it('says why an address would not be banned, and what a change of the entry makes of that', async () => {
    const { page } = watched
    await console_.goTo('Whitelists')
    await page.locator('main [role=grid]').first().focus()
    await page.keyboard.press('Shift+T')
    await page.keyboard.type(attacker)
    await page.keyboard.press('Enter')
    await page.getByText(`${attacker} would not be banned: it is whitelisted.`).waitFor()
    const entries = page.getByRole('grid', { name: 'Whitelist entries' })
    await entries.getByText('45.83.64.0/24').waitFor()
    await entries.focus()
    await page.keyboard.press('e')
    await console_
      .card()
      .getByRole('radio', { name: /inform/ })
      .check()
    await console_.card().getByLabel('Why is it changed?').fill('They asked to be watched')
    await console_.card().getByText('Ends no ban.').waitFor()
    await console_.commit()
    await page.getByText(`${attacker} could be banned, after a second look`).waitFor()
    await page.locator('main [role=grid]').first().focus()
    await page.keyboard.press('2')
    await page.getByRole('grid', { name: 'Bans that entries meet' }).getByText(attacker).waitFor()
    await page.keyboard.press('3')
    await page.getByRole('grid', { name: 'Bundled lists' }).getByText('Public DNS resolvers').waitFor()
  })

  it('finds the entry by an address in it and removes it, and shows who did and why', async () => {
    const { page } = watched
    const entries = page.getByRole('grid', { name: 'Whitelist entries' })
    await page.keyboard.press('1')
    await entries.getByText('45.83.64.0/24').waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('192.0.2.1')
    await page.getByText('No entry fits the search').waitFor()
    await page.getByLabel('Search the whitelist').fill(attacker)
    await entries.getByText('45.83.64.0/24').waitFor()
    await entries.focus()
    await page.keyboard.press('Delete')
    await console_.card().getByText('From then on').or(console_.card().getByText('No other entry in force')).waitFor()
    await console_.card().getByLabel('Why is it removed?').fill('They left')
    await console_.commit()
    await page.getByRole('region', { name: 'History' }).getByText('They left').waitFor()
    await page.getByText('It would have stood until').waitFor()
    await page.getByText(`${attacker} could be banned, after a second look`).waitFor({ state: 'detached' })
  })

  it('hands over a report that opens', async () => {
    await console_.goTo('Reports')
    await watched.page.getByLabel('Source address').fill(attacker)
    await watched.page.keyboard.press('Tab')
    await watched.page.getByRole('heading', { name: `SIP attack report: ${attacker}` }).waitFor()
    const files: Record<string, Buffer> = {}
    for (const format of ['HTML', 'PDF', 'CSV']) {
      const download = watched.page.waitForEvent('download')
      await watched.page.getByRole('button', { name: `Save ${format}` }).click()
      files[format] = readFileSync(await (await download).path())
    }
    expect(files['PDF']?.subarray(0, 5).toString()).toBe('%PDF-')
    expect(files['CSV']?.toString()).toContain(attacker)
    const report = await openPage(browser)
    await report.page.setContent(files['HTML']?.toString() ?? '')
    expect(await report.page.locator('body').innerText()).toContain(attacker)
    await report.context.close()
  })

  it('had no error, no foreign request and no CSP report on the way', () => {
    expect(watched.troubles).toEqual([])
    expect(host.log()).not.toMatch(/csp|violation/i)
    expect(host.lines).toHaveLength(1)
  })
})

/** The console's own feed with a short hold; otherwise as the console writes it. */
function writeFeedConfig(directory: string): void {
  const folder = join(directory, 'feed')
  mkdirSync(folder, { recursive: true })
  const config = {
    listen: { address: '127.0.0.1', port: 0 },
    directory: folder,
    consoleToken: 'a console token for tests',
    solo: true,
    holdSeconds,
  }
  writeFileSync(join(folder, 'feed.yaml'), stringify(config))
}

/** `sent`: messages by sipp's own statistics. */
async function runSipp(port: number, calls: number): Promise<{ calls: number; failed: number; sent: number }> {
  const work = mkdtempSync(join(tmpdir(), 'sipp-'))
  const scenario = ['-sf', sipp('invite_sweep.xml'), '-inf', sipp('sweep.csv')]
  const limits = ['-m', String(calls), '-r', '150', '-nostdin', '-timeout', '100s']
  const { output } = await runTool('sipp', [`127.0.0.1:${port}`, ...scenario, '-i', '127.0.0.1', ...limits], 120, work)
  rmSync(work, { recursive: true })
  const last = output.slice(output.lastIndexOf('Scenario Screen'))
  const sent = [...last.matchAll(/-{2,}>\s+(\d+)\s+(\d+)/g)].reduce(
    (sum, [, first, again]) => sum + Number(first) + Number(again),
    0,
  )
  const cumulative = (label: string): number =>
    Number(new RegExp(`${label}\\s+\\|\\s+\\d+\\s+\\|\\s+(\\d+)`).exec(last)?.[1])
  return { calls: cumulative('Successful call'), failed: cumulative('Failed call'), sent }
}

async function focusMain({ page }: Watched): Promise<void> {
  await page.getByRole('grid').first().focus()
}

async function propose(console_: ConsolePage): Promise<void> {
  await console_.page.getByRole('grid').first().focus()
  await console_.page.keyboard.press('b')
  await console_
    .card()
    .getByRole('button', { name: /Propose/ })
    .waitFor()
  await console_.commit()
}

async function addSubscriber(console_: ConsolePage): Promise<{ url: string; key: string }> {
  await console_.goTo('Bans')
  await console_.page.getByRole('button', { name: /Add subscriber/ }).click()
  await console_.card().getByLabel('Name').fill('pbx')
  await console_.card().getByRole('button', { name: 'Create 1 key' }).click()
  const key = await console_.card().getByLabel(/^Key/).inputValue()
  const url = await console_.card().getByLabel('Address to pull').inputValue()
  await console_.card().getByRole('button', { name: 'Done' }).click()
  return { key, url }
}

const apiban = ({ url, key }: { url: string; key: string }): string => `${new URL(url).origin}/api/${key}`

/** What any APIBAN client would be told now. */
async function listed(feed: { url: string; key: string }): Promise<string[]> {
  const answer = await fetch(`${apiban(feed)}/banned`)
  const { ipaddress } = (await answer.json()) as { ipaddress: string[] }
  return answer.status === 200 ? ipaddress : []
}
