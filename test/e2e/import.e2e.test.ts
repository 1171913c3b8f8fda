import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { repository } from '../support/console-process.ts'
import { standBetween } from '../support/late-answers.ts'
import { startWatchedConsole, type WatchedConsole } from '../support/watched-console.ts'

const capture = readFileSync(join(repository, 'test/fixtures/captures/lab-both-directions.pcap'))
/** Acts on eyes and on markup: it turns what follows around, and would be a tag. */
const hostileName = '\u202epcap.<img src=x onerror=alert(1)>.pcap'

describe('importing a capture in the page', () => {
  let running: WatchedConsole
  let page: Page

  beforeAll(async () => {
    running = await startWatchedConsole()
    page = running.page
  })

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: `test-results/import ${task.name}.png` })
  })

  afterAll(() => running.stop())

  const toast = (text: string | RegExp): Locator => page.getByRole('status').getByText(text).first()
  const dialog = (): Locator => page.getByRole('dialog')

  /** Drags a file over the window and lets it go there, as a hand does. */
  async function drop(name: string, bytes: Buffer): Promise<void> {
    const transfer = await page.evaluateHandle(
      ({ name: called, base64 }) => {
        const given = new DataTransfer()
        const content = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
        given.items.add(new File([content], called))
        return given
      },
      { name, base64: bytes.toString('base64') },
    )
    await page.dispatchEvent('main', 'dragenter', { dataTransfer: transfer })
    await page.dispatchEvent('main', 'dragover', { dataTransfer: transfer })
    await page.getByText('pcap, pcapng, or SentryPeer’s JSON lines').waitFor()
    await page.dispatchEvent('main', 'drop', { dataTransfer: transfer })
    await expect.poll(() => page.getByText('Drop to import').count()).toBe(0)
  }

  it('is offered to whoever starts with nothing', async () => {
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Import a capture' }).click()
    expect((await chooser).isMultiple()).toBe(true)
  })

  it('stores what is dropped anywhere on the window, and accounts for it', async () => {
    await drop('lab.pcap', capture)
    await toast('190 messages stored, 0 packets skipped (lab.pcap)').waitFor()
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await dialog().getByText('Every packet gave a message.').waitFor()
    expect(await dialog().innerText()).toMatch(/Packets read\s+190/)
    await page.keyboard.press('Escape')
    await running.consolePage.goTo('Sensors')
    await page.getByRole('row').filter({ hasText: 'lab.pcap' }).getByText('File').waitFor()
  })

  it('stores nothing twice, and names what it skipped with its first place', async () => {
    const link = Buffer.from(capture)
    // The first packet is said to be ARP.
    link.writeUInt16BE(0x0806, 24 + 16 + 12)
    await drop(hostileName, link)
    await toast(/189 messages stored, 1 packet skipped/).waitFor()
    await drop('again.pcap', capture)
    await toast('0 messages stored, 190 messages known already, 0 packets skipped (again.pcap)').waitFor()
    await page.getByRole('button', { name: /^Tasks/ }).click()
    await expect.poll(() => dialog().getByRole('listitem').count()).toBe(3)
    await dialog()
      .getByRole('button', { name: /Account of: .*onerror/ })
      .click()
    const row = dialog().getByRole('row').filter({ hasText: 'no IP packet' })
    expect(await row.innerText()).toMatch(/1\s+packet 1$/)
    expect(await dialog().innerText()).toContain('\\u202Epcap.<img')
    await page.keyboard.press('Escape')
  })

  it('is reached from the palette by keys alone, and says what cannot be read', async () => {
    const file = join(running.data, 'notes.txt')
    writeFileSync(file, 'These are only notes.\n'.repeat(10))
    const chooser = page.waitForEvent('filechooser')
    await running.consolePage.find('Import a capture')
    await (await chooser).setFiles(file)
    await toast(/notes\.txt could not be imported: the file is no capture; pcap, pcapng and/).waitFor()
  })

  it('shows a long import in the status bar and stops it there', async () => {
    const header = capture.subarray(0, 24)
    const records = capture.subarray(24)
    const long = Buffer.concat([header, ...Array.from({ length: 40 }, () => records)])
    // As long as anybody likes: the page sends a piece once the one before was taken.
    const between = await standBetween(page)
    between.hold('import.piece')
    await page.reload()
    await page.getByRole('button', { name: /^Tasks/ }).waitFor()
    await drop('long.pcap', long)
    await page.getByRole('button', { name: /^Tasks 1 running/ }).click()
    await dialog().getByRole('progressbar', { name: 'Importing long.pcap' }).waitFor()
    await dialog().getByRole('button', { name: 'Cancel: Importing long.pcap' }).press('Enter')
    between.release('import.piece')
    await dialog()
      .getByText(/Stopped: [\d,]+ messages stored; imported again it goes on from there/)
      .waitFor()
    await page.keyboard.press('Escape')
    await toast('Import of long.pcap was stopped').waitFor()
  })

  it('lets nothing act that a file’s name says', () => expect(running.watched.troubles).toEqual([]))
})
