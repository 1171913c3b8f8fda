import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { lockFolder } from '../../src/engine/store/lock.ts'
import { barriersOn } from '../support/barriers.ts'
import { launchBrowser, openPage, type Watched } from '../support/browser.ts'
import { startConsole, type ConsoleProcess } from '../support/console-process.ts'
import { temporaryDirectory } from '../support/engine.ts'
import { fillFormat4, holdDatabase, type HeldDatabase } from '../support/opening.ts'
import { takePicture } from '../support/pictures.ts'

const widths = { dark: 1280, light: 1920 } as const

describe('before there is data to show', () => {
  const [data, remove] = temporaryDirectory()
  let browser: Browser
  let held: HeldDatabase
  const stops: (() => void | Promise<void>)[] = []

  beforeAll(async () => {
    fillFormat4(data, 300)
    held = holdDatabase(data)
    browser = await launchBrowser()
  })
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop()
  })
  afterAll(async () => {
    await browser.close()
    held.release()
    remove()
  })

  async function opened(): Promise<Watched & { readonly started: ConsoleProcess }> {
    const started = await startConsole(['--port', '0', '--data', data])
    stops.push(() => started.stop())
    const watched = await openPage(browser)
    stops.push(() => watched.context.close())
    await watched.page.goto(started.url)
    return { ...watched, started }
  }

  /** Of the screen as it is, in both themes. */
  async function expectAccessible(page: Page, name: string): Promise<void> {
    for (const theme of ['light', 'dark'] as const) {
      await page.evaluate((chosen) => localStorage.setItem('honeynet.theme', chosen), theme)
      await page.setViewportSize({ width: widths[theme], height: theme === 'dark' ? 720 : 1080 })
      await page.reload()
      await page.getByRole('heading', { level: 1 }).waitFor()
      await takePicture(page, `${name}-${theme}`)
      expect(await barriersOn(page), theme).toEqual([])
    }
  }

  it('says what is done with an older database and how far it is, and ends it safely when told to', async () => {
    const { page, started, troubles } = await opened()
    await page.getByRole('heading', { name: 'Upgrading the data' }).waitFor()
    await expectAccessible(page, 'opening-upgrade')
    expect(await page.getByRole('status').innerText()).toMatch(/^Upgrading the database from format 4 to \d+: /)
    expect(await page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('0')
    expect(await page.locator('main').innerText()).toMatch(
      /Closing this page stops nothing.*next start goes on from there/s,
    )
    expect(troubles).toEqual([])

    await page.getByRole('button', { name: 'End the console' }).click()
    await page.getByRole('heading', { name: 'The console has ended' }).waitFor()
    expect(await page.getByRole('status').innerText()).toMatch(/format 4, as it was/)
    await started.ended
    expect(held.format()).toBe(4)
    await page.getByRole('heading', { name: 'The console has ended' }).waitFor()
  })

  it('names what keeps it from opening and what to do, and tries again', async () => {
    const unlock = lockFolder(data)
    stops.push(unlock)
    const { page, troubles } = await opened()
    await page.getByRole('heading', { name: 'The data cannot be opened' }).waitFor()
    await expectAccessible(page, 'opening-failed')
    expect(await page.getByRole('alert').innerText()).toMatch(
      /Another console is already using.*Close the other console/s,
    )
    unlock()
    held.release()
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('navigation').waitFor()
    await page
      .getByText(/^Sensors 0\/1/)
      .first()
      .waitFor()
    expect(troubles).toEqual([])
  })
})
