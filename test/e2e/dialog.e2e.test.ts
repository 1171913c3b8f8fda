import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Watched } from '../support/browser.ts'
import type { ConsoleProcess } from '../support/console-process.ts'
import { sendHostile } from '../support/hostile-traffic.ts'
import { auditPage } from '../support/page-audit.ts'
import { takePicture } from '../support/pictures.ts'
import type { SensorProcess } from '../support/sensor-process.ts'
import { until } from '../support/until.ts'
import { startWatchedHoneynet, type WatchedHoneynet } from '../support/watched-console.ts'

/** Reading a dialog: tree, text and bytes linked, faults with their rules, messages side by side, what varies. */
const attacker = '45.83.64.21'
const guesses = 8

/** A guess as svcrack sends it: account and password stand in the From tag, in hex. */
function guess(at: number): string {
  const tag = Buffer.from(`101:${4711 + at}\x01${7_000_000 + at}`).toString('hex')
  const headers = [
    `Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK-${1_000_000_000 + at * 7919};rport`,
    'Max-Forwards: 70',
    'To: "101" <sip:101@192.0.2.250>',
    `From: "101" <sip:101@192.0.2.250>;tag=${tag}`,
    `User-Agent: ${at === 1 ? 'Cisco-SIPGateway/IOS-12.x' : 'friendly-scanner'}`,
    'Call-ID: 4242424242',
    'Contact: sip:123@1.1.1.1',
    `CSeq: ${at + 2} REGISTER`,
    'Accept: application/sdp',
    `Content-Length: ${at === 2 ? 'many' : '0'}`,
  ]
  const ordered = at === 1 ? [headers[0], ...headers.slice(2, 6), headers[1], ...headers.slice(6)] : headers
  return ['REGISTER sip:192.0.2.250 SIP/2.0', ...ordered, '', ''].join('\r\n')
}

describe('a dialog', () => {
  let running: WatchedHoneynet
  let sensor: SensorProcess
  let host: ConsoleProcess
  let watched: Watched
  let page: Page

  beforeAll(async () => {
    running = await startWatchedHoneynet()
    ;({ sensor, host, watched, page } = running)
    const client = await running.speak()
    await client.call('sensor.add', { url: sensor.link, token: sensor.token })
    const messages = Array.from({ length: guesses }, (_, at) => guess(at))
    await sendHostile([{ what: 'guesses', address: attacker, messages }], sensor)
    const stored = async () => (await client.call('sources.page', { order: 'messages', limit: 9 })).rows[0]?.messages
    await until('the guesses are stored', async () => (await stored()) === guesses)
    await page.goto(`${host.origin}/dialog/1`)
    await ladder()
      .getByRole('option')
      .nth(guesses - 1)
      .waitFor()
  })

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: `test-results/dialog ${task.name}.png` })
  })

  afterAll(async () => {
    await running.stop()
  })

  const ladder = (): Locator => page.getByRole('listbox', { name: 'Messages of this dialog' })
  const field = (name: string): Locator => page.getByRole('treeitem').filter({ hasText: name })
  const raw = (): Locator => page.getByRole('group', { name: 'Message as sent, line by line' })
  const hex = (): Locator => page.getByRole('group', { name: 'Bytes of the message, 16 in a row' })
  const markedIn = async (view: Locator): Promise<string> =>
    (await view.locator('.selected').allTextContents()).join('')
  const chosen = (): Locator => page.locator('[role=treeitem][aria-selected=true]')
  /** The received messages, by their turn; our answers stand between them. */
  const guessed = (at: number): Locator =>
    ladder()
      .getByRole('option')
      .filter({ hasNotText: /\d{3} \(/ })
      .nth(at)
  const tagOf = (at: number): string => /tag=([0-9a-f]+)/.exec(guess(at))?.[1] ?? ''

  it('says in words what the sender encoded, beside the field', async () => {
    await guessed(0).click()
    await field('tries the password 4711 for 101').waitFor()
    await page.getByText('svcrack', { exact: false }).first().waitFor()
  })

  it('says in words what our challenge asks for, beside the field', async () => {
    await ladder().getByRole('option').filter({ hasText: '401 (' }).first().click()
    await field('WWW-Authenticate').getByText('Asks for a digest of the password, MD5').waitFor()
    await guessed(0).click()
  })

  it('marks the exact bytes of the chosen field in text and bytes', async () => {
    await page
      .getByRole('treeitem', { name: tagOf(0) })
      .last()
      .click()
    await expect.poll(() => markedIn(raw())).toBe(`tag=${tagOf(0)}`)
    const marked = async (): Promise<string> =>
      (await hex().locator('[data-half=hex] .selected').allTextContents()).join('').replaceAll(' ', '')
    const digits = Buffer.from(`tag=${tagOf(0)}`).toString('hex')
    await expect.poll(marked).toContain(digits.slice(0, 40))
  })

  it('chooses the innermost field of a byte that is clicked in the text', async () => {
    await raw()
      .getByText('z9hG4bK-', { exact: false })
      .first()
      .click({ position: { x: 300, y: 8 } })
    await expect.poll(() => chosen().innerText()).toMatch(/^branch/)
    await expect.poll(() => markedIn(raw())).toBe('branch=z9hG4bK-1000000000')
  })

  it('moves through bytes, lines and fields by keys', async () => {
    await hex().focus()
    for (let step = 0; step < 30; step++) await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Home')
    await expect.poll(() => markedIn(raw())).toBe('REGISTER')
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => chosen().innerText()).toMatch(/^host/)
    await raw().focus()
    await page.keyboard.press('j')
    await expect.poll(() => chosen().innerText()).toMatch(/^▾?▸?\s*Via/)
    await page.getByRole('tree').focus()
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => chosen().innerText()).toMatch(/^protocol/)
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => chosen().getAttribute('aria-expanded')).toBe('false')
  })

  it('keeps the field chosen from message to message', async () => {
    await page
      .getByRole('treeitem', { name: tagOf(0) })
      .last()
      .click()
    await guessed(3).click()
    await expect.poll(() => markedIn(raw())).toBe(`tag=${tagOf(3)}`)
  })

  it('shows what is wrong at its place, with the rule it breaks', async () => {
    await guessed(2).click()
    await field('Content-Length is no number').getByText('RFC 3261 §20.14').waitFor()
    await raw().getByText('RFC 3261 §20.14').waitFor()
    expect(await raw().locator('.fault').allTextContents()).toContain('Content-Length: many')
  })

  it('says which program wrote it, whatever it claims', async () => {
    await guessed(1).click()
    await page.getByText(/Claims “Cisco-SIPGateway\/IOS-12\.x”/).waitFor()
    expect(await auditPage(page)).toEqual([])
    await takePicture(page, 'dialog-fields')
  })

  it('shows and hides each way to see a message, and remembers it', async () => {
    await ladder().focus()
    await page.keyboard.press('Shift+R')
    await hex().waitFor({ state: 'detached' })
    await page.reload()
    await raw().waitFor()
    expect(await hex().count()).toBe(0)
    await ladder().focus()
    await page.keyboard.press('Shift+R')
    await hex().waitFor()
  })

  it('compares two messages side by side: moved, changed and made anew are told apart', async () => {
    await ladder().focus()
    await guessed(0).click()
    await page.keyboard.press('x')
    await guessed(1).click()
    await page.keyboard.press('x')
    await page.keyboard.press('d')
    await page.getByRole('heading', { name: '2 messages compared' }).waitFor()
    const row = (name: string): Locator => page.getByRole('row', { name: new RegExp(`^\\S*\\s*${name}`) })
    expect(await row('Max-Forwards').innerText()).toContain('moved here')
    expect(await row('From').locator('.expected').allTextContents()).toEqual([`tag=${tagOf(0)}`, `tag=${tagOf(1)}`])
    expect(await row('User-Agent').locator('.differs').count()).toBe(2)
    await page.keyboard.press('s')
    await row('Accept').waitFor({ state: 'detached' })
    expect(await auditPage(page)).toEqual([])
    await takePicture(page, 'compare')
  })

  it('tells what varies across eight messages', async () => {
    await page.goBack()
    await guessed(0).waitFor()
    await ladder().focus()
    await page.keyboard.press('v')
    await page.getByRole('heading', { name: `What varies across ${guesses} messages` }).waitFor()
    const row = (name: string): Locator => page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) })
    expect(await row('Via.branch').innerText()).toMatch(/unique[^]*“z9hG4bK-” \+ decimal 10/)
    expect(await row('From.tag').innerText()).toMatch(/unique[^]*lower-case hex/)
    expect(await row('User-Agent').innerText()).toContain('2 values')
    expect(await row('Order of headers').innerText()).toContain('2 values')
    expect(await row('Contact.URI.host').innerText()).toContain('constant')
    await page.keyboard.press('s')
    await row('Contact.URI.host').waitFor({ state: 'detached' })
    expect(await auditPage(page)).toEqual([])
    await takePicture(page, 'varies')
  })

  it('says what to do where there is nothing to compare', async () => {
    await page.goto(`${host.origin}/compare?messages=%3Cb%3E`)
    await page.getByText('Nothing to compare').waitFor()
  })

  it('had no error on the way', () => expect(watched.troubles).toEqual([]))
})
