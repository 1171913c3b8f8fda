import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DesktopBridge } from '../../src/contract/console/desktop.ts'
import { fillFormat4, holdDatabase } from '../support/opening.ts'
import { openOnRuntime, openOnStandIn, realRuntime, type Desktop } from '../support/electron/desktop.ts'

declare global {
  interface Window {
    readonly honeynetDesktop?: DesktopBridge
  }
}

/** The desktop console from window to engine, as built (`npm run build`); one journey on the runtime and the stand-in. */
const runtime = realRuntime()
const display = process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']
const chromium = existsSync(process.env['CHROMIUM'] ?? '/usr/bin/chromium')
const whyNot = runtime === undefined ? 'its runtime is not installed' : display ? undefined : 'there is no display'

const hosts = [
  { name: 'Electron', skip: whyNot, open: (data: string) => openOnRuntime(runtime ?? '', data) },
  { name: 'stand-in of Electron', skip: chromium ? undefined : 'Chromium is not installed', open: openOnStandIn },
]

describe.each(hosts)('desktop console on $name', ({ name, skip, open }) => {
  if (skip !== undefined) {
    console.log(`skipped on ${name}: ${skip}`)
    test.skip(`skipped on ${name}: ${skip}`)
    return
  }
  let data: string
  let desktop: Desktop
  let page: Page

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'honeynet-desktop-'))
    desktop = await open(data)
    page = desktop.page
  })
  afterAll(() => rmSync(data, { recursive: true, force: true }))

  test('the window shows the console', async () => {
    await page.waitForFunction(() => document.querySelector('#app')?.childElementCount)
    expect(await page.title()).toContain('Honeynet Console')
  })

  test('the page is isolated: nothing of Node, and of the shell only what the preload hands on', async () => {
    expect(
      await page.evaluate(() => ({
        node: ['process', 'require', 'module', 'ipcRenderer'].filter((name) => name in globalThis),
        bridge: Object.keys(window.honeynetDesktop ?? {}).sort(),
        frozen: Object.isFrozen(window.honeynetDesktop),
      })),
    ).toEqual({ node: [], bridge: ['platform', 'requestPort'], frozen: true })
  })

  test('a port leads to the engine', async () => {
    expect(await askInfo(page)).toMatchObject({ host: 'electron', workspace: 'main', store: { state: 'ok' } })
  })

  test('reading calls are answered by the built thread, a report laid out in pages included', async () => {
    expect(await ask(page, 'sources.page', {})).toEqual({ rows: [] })
    const { id } = (await ask(page, 'campaign.create', { name: 'on the desktop' })) as { id: number }
    const report = await ask(page, 'report.build', { subject: { kind: 'campaign', id }, format: 'pdf' })
    const { bytes } = report as { bytes: Readonly<Record<number, number>> }
    expect(String.fromCharCode(...[0, 1, 2, 3].map((at) => bytes[at] ?? 0))).toBe('%PDF')
  })

  test('inline script does not run, eval neither', async () => {
    const broken = await page.evaluate(async () => {
      const reports: string[] = []
      document.addEventListener('securitypolicyviolation', (event) => reports.push(event.effectiveDirective))
      document.body.insertAdjacentHTML('beforeend', '<img src="x:" onerror="globalThis.ran = true">')
      const script = document.createElement('script')
      script.textContent = 'globalThis.ran = true'
      document.body.append(script)
      while (!reports.includes('script-src-elem')) await new Promise((resolve) => setTimeout(resolve, 20))
      return { ran: 'ran' in globalThis, reports }
    })
    expect(broken.ran).toBe(false)
    expect(broken.reports).toContain('script-src-elem')
  })

  test('it stays on its page; only https links leave it', async () => {
    const before = page.url()
    await page.evaluate(() => {
      for (const url of ['https://example.org/manual', 'file:///etc/passwd', 'https://user@example.org/'])
        window.open(url)
      location.href = 'http://127.0.0.1:9/'
    })
    await expect.poll(() => desktop.opened()).toEqual(['https://example.org/manual'])
    expect(page.url()).toBe(before)
    expect(await askInfo(page)).toMatchObject({ host: 'electron' })
  })

  test('a killed engine is started again, and the page finds it', async () => {
    const killed = await desktop.enginePid()
    const closed = page.evaluate(portClosed)
    // The port has to be there before the engine goes.
    await page.waitForFunction(() => 'portIsOpen' in globalThis)
    process.kill(killed, 'SIGKILL')
    expect(await closed).toBe(true)
    await expect.poll(() => desktop.enginePid()).not.toBe(killed)
    expect(await askInfo(page)).toMatchObject({ host: 'electron', store: { state: 'ok' } })
  })

  test('quitting waits for the engine, and leaves nothing behind', async () => {
    const engine = await desktop.enginePid()
    expect(await desktop.quit()).toBe(0)
    expect(() => process.kill(engine, 0)).toThrow('ESRCH')
  })

  test('told to end while it upgrades an older database, the whole console ends, and the database is as it was', async () => {
    const older = mkdtempSync(join(tmpdir(), 'honeynet-desktop-'))
    fillFormat4(older, 50)
    const held = holdDatabase(older)
    const upgrading = await open(older)
    await upgrading.page.getByRole('heading', { name: 'Upgrading the data' }).waitFor()
    expect(await upgrading.page.locator('main').innerText()).toContain('Closing this window stops it safely')
    await upgrading.page.getByRole('button', { name: 'End the console' }).click()
    expect(await upgrading.ended()).toBe(0)
    expect(held.format()).toBe(4)
    held.release()
    rmSync(older, { recursive: true, force: true })
  })
})

const askInfo = (page: Page): Promise<unknown> => ask(page, 'app.info', {})

/** Speaks RPC over a port of its own, exactly as the page's client does. */
function ask(page: Page, name: string, params: unknown): Promise<unknown> {
  return page.evaluate(
    (call) =>
      new Promise((resolve) => {
        const take = (event: MessageEvent): void => {
          const port = event.ports[0]
          if (event.data !== 'honeynet-port' || !port) return
          window.removeEventListener('message', take)
          port.onmessage = ({ data }: MessageEvent<{ value?: unknown }>) => {
            resolve(data.value)
            port.close()
          }
          port.postMessage({ kind: 'call', id: 1, ...call })
        }
        window.addEventListener('message', take)
        window.honeynetDesktop?.requestPort()
      }),
    { name, params },
  )
}

/** Resolves once a fresh port is closed by the other side. */
function portClosed(): Promise<boolean> {
  return new Promise((resolve) => {
    const take = (event: MessageEvent): void => {
      const port = event.ports[0]
      if (event.data !== 'honeynet-port' || !port) return
      window.removeEventListener('message', take)
      port.addEventListener('close', () => resolve(true))
      port.start()
      Object.assign(globalThis, { portIsOpen: true })
    }
    window.addEventListener('message', take)
    window.honeynetDesktop?.requestPort()
  })
}
