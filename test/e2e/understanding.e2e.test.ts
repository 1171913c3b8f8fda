import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import type { Watched } from '../support/browser.ts'
import type { ConsoleProcess } from '../support/console-process.ts'
import { startForgingRelay } from '../support/forging-relay.ts'
import { auditPage } from '../support/page-audit.ts'
import { takePicture } from '../support/pictures.ts'
import type { SensorProcess } from '../support/sensor-process.ts'
import { runTool } from '../support/sip-tools.ts'
import { until } from '../support/until.ts'
import { startWatchedHoneynet, type WatchedHoneynet } from '../support/watched-console.ts'

/**
 * From the bytes to "this is svcrack pretending to be a Cisco gateway, it tried password 4711 on extension 101, it answered
 * our nonce": the real tool against a real sensor, with only its name and its address forged on the way.
 */
const attacker = '45.83.64.29'
const disguise = 'Cisco-SIPGateway/IOS-12.x'
/** svcrack tries the user's own name first. */
const passwords = ['101', ...Array.from({ length: 12 }, (_, at) => String(4704 + at))]

const disguised = (datagram: Buffer): Buffer =>
  Buffer.from(datagram.toString('latin1').replace('friendly-scanner', disguise), 'latin1')

describe('svcrack that pretends to be a Cisco gateway', () => {
  let running: WatchedHoneynet
  let sensor: SensorProcess
  let host: ConsoleProcess
  let watched: Watched
  let page: Page
  let client: ConsoleClient

  beforeAll(async () => {
    running = await startWatchedHoneynet()
    ;({ sensor, host, watched, page } = running)
    client = await running.speak()
    await client.call('sensor.add', { url: sensor.link, token: sensor.token })
    await attack()
    await page.goto(`${host.origin}/source/${attacker}`)
  })

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: `test-results/understanding ${task.name}.png` })
  })

  afterAll(async () => {
    await running.stop()
  })

  async function attack(): Promise<void> {
    const relay = await startForgingRelay(sensor.port('udp'), attacker, disguised)
    const run = await runTool('svcrack', [`-p${relay.port}`, '-u101', '-r4704-4715', '-z4', '127.0.0.1'])
    relay.stop()
    expect(run.output).toContain('found nothing')
    const tried = async (): Promise<number> => {
      const { rows } = await client.call('sources.page', {})
      return rows.length === 0 ? 0 : (await client.call('source.profile', { address: attacker })).guesses.passwords
    }
    await until('every password is stored', async () => (await tried()) === passwords.length)
  }

  const panel = (name: string): Locator => page.getByRole('region', { name, exact: true })

  it('is told by the verdict on its source: what it did, what it is, and that the address is its own', async () => {
    await page.getByRole('heading', { name: attacker }).waitFor()
    const text = await page.locator('main').innerText()
    expect(text).toMatch(/High\s+Guessed passwords 13 times for one user/)
    expect(text).toContain('We know 13 passwords that it tried')
    expect(text).toContain('Claims to be Cisco, is SIPVicious (svcrack)')
    expect(text).toContain('Proved its address by answering our challenge')
    expect(text).toContain('address proven by nonce')
  })

  it('is told by the tools it claims and is, and by every password it tried', async () => {
    const tools = await panel('Tools: claimed versus proven').innerText()
    expect(tools).toMatch(/False claim\s+Cisco-SIPGateway\/IOS-12\.x\s+claims Cisco\s+→\s+is SIPVicious\s+by structure/)
    expect(tools).not.toContain('friendly-scanner')
    const guesses = page.getByRole('grid', { name: 'Passwords guessed by this source' })
    await guesses.getByText('4711', { exact: true }).waitFor()
    expect(await guesses.getByRole('row').filter({ hasText: '4711' }).innerText()).toMatch(/101\s+4711\s+In clear\s+1/)
    const { rows } = await client.call('source.guesses', { address: attacker })
    expect(rows.map(({ password }) => password).sort()).toEqual([...passwords].sort())
    expect(await auditPage(page)).toEqual([])
    await takePicture(page, 'understanding-profile')
  })

  it('is told by evidence for a ban', async () => {
    await page.keyboard.press('b')
    const card = page.getByRole('dialog')
    await card.getByText('REGISTER as 101 with a password').first().waitFor()
    expect(await card.innerText()).toMatch(/REGISTER as 101 with a password, claims “Cisco-SIPGateway/)
    await page.keyboard.press('Escape')
    await card.waitFor({ state: 'detached' })
  })

  it('is told by the dialog: the tag in words beside its bytes, and the nonce that proves the address', async () => {
    await page.goto(`${host.origin}/dialog/${await dialogOf('4711')}`)
    const ladder = page.getByRole('listbox', { name: 'Messages of this dialog' })
    await ladder.getByRole('option').filter({ hasText: 'nonce' }).click()
    const tag = page.getByRole('treeitem').filter({ hasText: 'tries the password 4711 for 101' }).last()
    await tag.click()
    const written = Buffer.from('101:4711\x01').toString('hex')
    const raw = page.getByRole('group', { name: 'Message as sent, line by line' })
    const marked = async (): Promise<string> => (await raw.locator('.selected').allTextContents()).join('')
    await expect.poll(marked).toMatch(new RegExp(`^tag=${written}[0-9a-f]+$`))
    const hex = page.getByRole('group', { name: 'Bytes of the message, 16 in a row' })
    const bytes = async (): Promise<string> =>
      (await hex.locator('[data-half=hex] .selected').allTextContents()).join('').replaceAll(' ', '')
    await expect.poll(bytes).toContain(Buffer.from(`tag=${written}`).toString('hex'))
    const text = await page.locator('main').innerText()
    expect(text).toContain(`Claims “${disguise}”, is SIPVicious (svcrack`)
    expect(text).toContain('It sent back the nonce that we had given it')
    expect(await auditPage(page)).toEqual([])
    await takePicture(page, 'understanding-dialog')
  })

  it('has a proven address in every message of that dialog', async () => {
    await page.getByRole('listbox', { name: 'Messages of this dialog' }).getByRole('option').first().click()
    await page.getByText('SIPVicious svcrack asks for a nonce to guess with').waitFor()
    const address = page.locator('dl div').filter({ has: page.getByText('Address', { exact: true }) })
    expect(await address.innerText()).toMatch(/nonce[^]*It sent back the nonce/)
    expect(await address.innerText()).not.toContain('unproven')
  })

  it('is told by a report', async () => {
    const subject = { kind: 'source', address: attacker } as const
    const { bytes } = await client.call('report.build', { subject, format: 'markdown', tlp: 'AMBER' })
    const report = Buffer.from(bytes).toString()
    expect(report).toContain('Claims to be Cisco, is SIPVicious (svcrack)')
    expect(report).toContain('| ` 101 ` | ` 4711 ` | the message, in clear | 1 |')
  })

  it('had no error on the way', () => expect(watched.troubles).toEqual([]))

  async function dialogOf(password: string): Promise<number> {
    const written = Buffer.from(`101:${password}\x01`).toString('hex')
    const { rows } = await client.call('dialogs.page', { source: attacker, limit: 100 })
    for (const { id } of rows) {
      const { messages } = await client.call('dialog.get', { id })
      if (messages.some(({ raw }) => Buffer.from(raw).includes(`tag=${written}`))) return id
    }
    throw new Error(`no dialog tries ${password}`)
  }
})
