import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import type { WireEvent } from '../../src/contract/wire/frames.ts'
import { recording } from '../sip/fixtures.ts'
import { barriersOn } from '../support/barriers.ts'
import { launchBrowser, openPage, type Watched } from '../support/browser.ts'
import { ConsolePage } from '../support/console-page.ts'
import { startConsole, type ConsoleProcess } from '../support/console-process.ts'
import { payloads } from '../support/hostile-traffic.ts'
import { auditPage } from '../support/page-audit.ts'
import { speakConsole } from '../support/rpc-client.ts'
import { startScriptedSensor, type ScriptedSensor } from '../support/scripted-sensor.ts'
import { walkByTab } from '../support/tab-walk.ts'
import { until } from '../support/until.ts'

/** Filters in front of an analyst: written, understood, put right, kept and shared, over what real tools sent. */
const start = (Date.now() - 10 * 60_000) * 1000
const cracker = '203.0.113.7'
const sweeper = '203.0.113.9'

const from = (source: string, name: string): WireEvent[] =>
  recording(`sip-tools/${name}.jsonl`).map(({ raw }, at) => {
    const isAnswer = Buffer.from(raw.subarray(0, 7)).equals(Buffer.from('SIP/2.0'))
    return [start + at * 100_000, isAnswer ? 1 : 0, source, 5060, '192.0.2.1', 5060, 0, 0, Buffer.from(raw)]
  })
const events = [...from(cracker, 'svcrack'), ...from(sweeper, 'sipp-prefix-sweep')].sort((a, b) => a[0] - b[0])
const received = events.filter(([, direction]) => direction === 0)

describe('the filter of Explore', () => {
  const data = mkdtempSync(join(tmpdir(), 'honeynet-explore-'))
  let sensor: ScriptedSensor
  let host: ConsoleProcess
  let browser: Browser
  let watched: Watched
  let page: Page
  let client: ConsoleClient

  beforeAll(async () => {
    sensor = await startScriptedSensor()
    sensor.events = events
    host = await startConsole(['--data', data, '--port', '0'])
    browser = await launchBrowser()
    watched = await openPage(browser, { width: 1280, height: 800 })
    page = watched.page
    page.setDefaultTimeout(10_000)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await new ConsolePage(page).open(host.url)
    const cookie = (await watched.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
    client = await speakConsole(host.origin, cookie)
    await client.call('sensor.add', { url: sensor.url, token: 'x'.repeat(16) })
    await until('all is stored', () => sensor.acked === events.length, 60)
  })

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: `test-results/explore ${task.name}.png` })
  })

  afterAll(async () => {
    await browser.close()
    await host.stop()
    await sensor.close()
    rmSync(data, { recursive: true, force: true })
  })

  const field = (): Locator => page.getByRole('combobox', { name: 'Filter' })
  const bar = (): Locator => page.getByRole('search', { name: 'Filter of Explore' })
  const option = (name: string | RegExp): Locator => page.getByRole('option', { name })
  const visit = async (query = ''): Promise<void> => {
    await page.goto(`${host.origin}/explore${query}`)
    await field().waitFor()
  }
  /** As somebody writes it: the field is emptied first. */
  const write = async (text: string): Promise<void> => {
    await field().focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Delete')
    await page.keyboard.type(text)
  }
  /** What is being read again is dimmed for a moment. */
  const settled = async (): Promise<readonly string[]> => {
    // Longer than the panels wait before they follow the typing.
    await page.waitForTimeout(500)
    await until('nothing is dimmed', async () => (await page.locator('.stale').count()) === 0)
    return barriersOn(page)
  }
  const says = async (text: string | RegExp): Promise<void> => {
    await bar().getByText(text).first().waitFor()
  }
  const paste = (text: string): Promise<void> =>
    page.evaluate((pasted) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', pasted)
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
      document.activeElement?.dispatchEvent(event)
    }, text)

  it('is opened by a key, and says in English what is typed and how much matches', async () => {
    await page.goto(`${host.origin}/live`)
    await page.locator('main [role=gridcell]').first().waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('e')
    await until('the field has the focus', () => field().evaluate((input) => input === document.activeElement))
    await says('All messages')
    await says(new RegExp(`^${received.length} messages, 2 sources \\(\\d+ ms\\)$`))
    await page.keyboard.type(`src:${sweeper} method:INVITE`)
    await says(`INVITEs from ${sweeper}`)
    const invites = received.filter(
      ([, , source, , , , , , raw]) => source === sweeper && Buffer.from(raw).includes('CSeq: 1 INVITE'),
    )
    const { hits } = await checked(`src:${sweeper} method:INVITE`)
    expect(hits.messages).toBeGreaterThanOrEqual(invites.length)
    await says(new RegExp(`^${hits.messages} messages, .*1 source \\(`))
    expect(await settled()).toEqual([])
  })

  async function checked(filter: string) {
    const query = { filter, zone: 'UTC', answers: false, range: { from: start / 1000 - 60_000, to: Date.now() } }
    const answer = await client.call('explore.check', { query })
    if (!answer.ok) throw new Error(`${filter} is refused`)
    return answer
  }

  it('is completed by keys, with counts of what is stored', async () => {
    await visit()
    await page.keyboard.type('meth')
    await option(/^method:/).waitFor()
    await page.keyboard.press('Tab')
    await expect.poll(() => field().inputValue()).toBe('method:')
    const { hits } = await checked('method:REGISTER')
    await option(new RegExp(`^REGISTER .*${hits.messages}$`)).waitFor()
    expect(await settled()).toEqual([])
    await page.keyboard.type('REG')
    await page.keyboard.press('ArrowDown')
    const chosen = await field().getAttribute('aria-activedescendant')
    expect(await page.locator(`[id="${chosen ?? ''}"]`).getAttribute('aria-selected')).toBe('true')
    await page.keyboard.press('Enter')
    await expect.poll(() => field().inputValue()).toBe('method:REGISTER')
    await says(new RegExp(`^${hits.messages} messages`))
    await write('tool:')
    await option(/^sipvicious/).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('listbox', { name: 'Completions' }).waitFor({ state: 'detached' })
    expect(await field().evaluate((input) => input === document.activeElement)).toBe(true)
  })

  it('is put right by a key, and undone by the browser', async () => {
    await visit()
    await page.keyboard.type('cuntry:DE method:INVITE')
    await says(/There is no field cuntry/)
    expect(await field().getAttribute('aria-invalid')).toBe('true')
    expect(await page.locator('.mirror .error').allInnerTexts()).toEqual(['cuntry'])
    await page.keyboard.press('Alt+Enter')
    await expect.poll(() => field().inputValue()).toBe('country:DE method:INVITE')
    await says('INVITEs from DE')
    await page.keyboard.press('Control+z')
    await expect.poll(() => field().inputValue()).toBe('cuntry:DE method:INVITE')
    await bar()
      .getByRole('button', { name: /^country/ })
      .click()
    await expect.poll(() => field().inputValue()).toBe('country:DE method:INVITE')
  })

  it('takes what is pasted from Wireshark, and says what it leaves out', async () => {
    await visit()
    await paste(`ip.src == ${sweeper} && sip.Method == "INVITE" && tcp.flags.syn == 1`)
    await expect.poll(() => field().inputValue()).toBe(`src:${sweeper} method:INVITE`)
    await says('Translated from a display filter of Wireshark.')
    await says(/tcp\.flags\.syn == 1/)
    await says(`INVITEs from ${sweeper}`)
  })

  /** As a link that is followed within the page. */
  async function link(filter: string): Promise<void> {
    await page.evaluate(
      (to) => {
        history.pushState({}, '', to)
        dispatchEvent(new PopStateEvent('popstate', { state: {} }))
      },
      `/explore?filter=${encodeURIComponent(filter)}`,
    )
    await until('it is read', async () => (await field().inputValue()).slice(0, 3) === filter.slice(0, 3))
  }

  it('shows every character of what is pasted or linked, and runs none of it', async () => {
    await visit()
    await paste('ua:a\u202eb\u200b')
    expect(await field().inputValue()).toBe('ua:"a\\u202Eb\\u200B"')
    const findings: string[] = []
    for (const text of payloads) {
      await link(`ua:"${text.slice(0, 1500).replaceAll(/["\\]/g, '\\$&')}"`)
      findings.push(...(await auditPage(page)))
    }
    await link(payloads.join(' ').slice(0, 3000))
    findings.push(...(await auditPage(page)))
    expect(findings).toEqual([])
    expect(watched.troubles).toEqual([])
  })

  it('stands in the address with all else, for links, back and forward', async () => {
    await visit('?filter=method:INVITE&answers=1&tab=sources&range=24h')
    expect(await field().inputValue()).toBe('method:INVITE')
    expect(await page.getByLabel('Answers too').isChecked()).toBe(true)
    await page.getByRole('button', { name: 'Last 24 hours' }).waitFor()
    await write('method:REGISTER')
    await page.keyboard.press('Enter')
    await page.waitForURL(/filter=method:REGISTER/)
    await page.getByLabel('Answers too').uncheck()
    await page.waitForURL((url) => !url.searchParams.has('answers'))
    await page.goBack()
    await expect.poll(() => page.getByLabel('Answers too').isChecked()).toBe(true)
    await page.goBack()
    await expect.poll(() => field().inputValue()).toBe('method:INVITE')
    await page.goForward()
    await expect.poll(() => field().inputValue()).toBe('method:REGISTER')
    await watched.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.locator('.found').focus()
    await page.keyboard.press('y')
    const link = await page.evaluate(() => navigator.clipboard.readText())
    await page.goto(link)
    await expect.poll(() => field().inputValue()).toBe('method:REGISTER')
    expect(new URL(page.url()).searchParams.get('tab')).toBe('sources')
  })

  it('is kept as a view with its count, found by the palette, renamed, removed and brought back', async () => {
    await visit()
    await write('tool:sipvicious')
    await page.keyboard.press('Control+s')
    await page.getByRole('textbox', { name: 'Name' }).fill('Guessing')
    await page.keyboard.press('Control+Enter')
    const { hits } = await checked('tool:sipvicious')
    await page.getByRole('listbox', { name: 'Saved views' }).waitFor()
    await option(new RegExp(`^Guessing\\s*${hits.messages}$`)).waitFor()
    await page.goto(`${host.origin}/live`)
    await page.locator('main [role=gridcell]').first().waitFor()
    await new ConsolePage(page).find('Guessing')
    await expect.poll(() => field().inputValue()).toBe('tool:sipvicious')
    await page.getByRole('listbox', { name: 'Saved views' }).focus()
    await page.keyboard.press('F2')
    await page.getByRole('textbox', { name: 'Name' }).fill('Passwords')
    expect(await settled()).toEqual([])
    await page.keyboard.press('Enter')
    await option(/^Passwords/).waitFor()
    await page.getByRole('listbox', { name: 'Saved views' }).focus()
    await page.keyboard.press('Delete')
    await option(/^Passwords/).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await option(/^Passwords/).waitFor()
  })

  it('remembers what was asked', async () => {
    await visit()
    for (const filter of ['class:password-guessing', 'risk:>=high']) {
      await write(filter)
      await page.keyboard.press('Enter')
      await until('it is kept', async () => (await client.call('filters.history', {}))[0] === filter)
    }
    await write('dra')
    await page.keyboard.press('Control+ArrowUp')
    await expect.poll(() => field().inputValue()).toBe('risk:>=high')
    await page.keyboard.press('Control+ArrowUp')
    await expect.poll(() => field().inputValue()).toBe('class:password-guessing')
    await page.keyboard.press('Control+ArrowDown')
    await page.keyboard.press('Control+ArrowDown')
    await expect.poll(() => field().inputValue()).toBe('dra')
    await page.getByRole('button', { name: 'Filters used before' }).click()
    await page.getByRole('menuitem', { name: 'class:password-guessing' }).click()
    await expect.poll(() => field().inputValue()).toBe('class:password-guessing')
  })

  it('says which condition to leave out when nothing matches', async () => {
    await visit(`?filter=${encodeURIComponent(`src:${cracker} method:PUBLISH`)}`)
    const chips = bar().getByRole('list', { name: 'Conditions' })
    const { hits } = await checked(`src:${cracker}`)
    await chips.getByText(`${hits.messages} without it`).waitFor()
    expect(await settled()).toEqual([])
    await chips.getByRole('button', { name: 'Remove the condition method:PUBLISH' }).click()
    await expect.poll(() => field().inputValue()).toBe(`src:${cracker}`)
    await says(new RegExp(`^${hits.messages} messages`))
  })

  it('is made from a cell elsewhere, and from what the palette was told', async () => {
    await page.goto(`${host.origin}/live`)
    const grid = page.getByRole('grid', { name: /attackers/i })
    await grid.getByRole('row').filter({ hasText: sweeper }).getByRole('gridcell').nth(1).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Filter by this cell in Explore' }).click()
    await expect.poll(() => field().inputValue()).not.toBe('')
    await page.goto(`${host.origin}/live`)
    await grid.getByRole('row').filter({ hasText: sweeper }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search commands, sources and numbers' }).waitFor()
    await page.keyboard.type('method:OPTIONS or zzz')
    await option('Explore: method:OPTIONS or zzz').click()
    await expect.poll(() => field().inputValue()).toBe('method:OPTIONS or zzz')
  })

  it('that asks for bytes becomes a hunt, whose hits show where they match', async () => {
    await visit('?filter=~"sip:9011%5Cd%2B@"')
    await bar()
      .getByRole('button', { name: /^Start hunt over \d+ messages$/ })
      .click()
    const hits = page.getByRole('grid', { name: 'Messages that the hunt found' })
    await hits.locator('b').first().waitFor()
    expect(await hits.locator('b').first().innerText()).toMatch(/^sip:9011\d+@$/)
    await page.waitForURL(/hunt=\d+/)
    const [hunt] = await client.call('hunts.list', {})
    await until('it is done', async () => (await client.call('hunts.list', {}))[0]?.state === 'done')
    const matching = received.filter(([, , , , , , , , raw]) =>
      /sip:9011\d+@/.test(Buffer.from(raw).toString('latin1')),
    )
    expect((await client.call('hunts.list', {}))[0]?.found).toBe(matching.length)
    await page.getByText(`${matching.length} found in`).waitFor()
    expect(await settled()).toEqual([])
    await page.goBack()
    await page.getByRole('region', { name: 'Results' }).waitFor()
    await page.getByRole('listbox', { name: 'Hunts' }).focus()
    await page.keyboard.press('Enter')
    await hits.waitFor()
    await page.getByRole('listbox', { name: 'Hunts' }).focus()
    await page.keyboard.press('Delete')
    await page.getByRole('listbox', { name: 'Hunts' }).waitFor({ state: 'detached' })
    expect((await client.call('hunts.list', {})).some(({ id }) => id === hunt?.id)).toBe(false)
  })

  it('can be used without a mouse in both themes', async () => {
    await visit('?filter=method:INVITE')
    for (const theme of ['light', 'dark']) {
      await page.getByRole('button', { name: `Use the ${theme} theme` }).click()
      await page.locator(`html[data-theme=${theme}]`).waitFor()
      expect(await settled()).toEqual([])
    }
    expect(await walkByTab(page)).toEqual([])
    expect(watched.troubles).toEqual([])
  })
})
