import { EventEmitter } from 'node:events'
import type { CDPSession, Page } from 'playwright-core'
import { fromStandIn } from './address.ts'
import { ipcMain } from './ipc.ts'
import type { MessagePortMain } from './ports.ts'
import { Preventable } from './preventable.ts'
import { createRelay, nextPortNumber, type Relayed } from './relay.ts'
import { worldScripts } from './scripts.ts'

type OpenHandler = (details: { url: string }) => { action: 'allow' | 'deny' }
type FromPage = Relayed | { readonly kind: 'ipc'; readonly channel: string; readonly args: readonly unknown[] }

const world = 'preload'
const binding = 'sendToMain'
const withBytes = (_key: string, value: unknown): unknown =>
  value instanceof Uint8Array ? { $bytes: [...value] } : value
const bytesBack = (_key: string, value: unknown): unknown => {
  const bytes = (value as { $bytes?: unknown } | null)?.$bytes
  return Array.isArray(bytes) ? Uint8Array.from(bytes as number[]) : value
}

/** Electron's WebContents over the DevTools protocol: a page of Chromium with the preload in an isolated world. */
export class WebContents extends EventEmitter {
  private page: Page | undefined
  private protocol: CDPSession | undefined
  private preloadContext: number | undefined
  private openHandler: OpenHandler = () => ({ action: 'allow' })
  private readonly relay = createRelay((message) => this.toPreload(message))

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler
  }

  postMessage(channel: string, data: unknown, ports: readonly MessagePortMain[]): void {
    const numbered = ports.map((port) => ({ port, number: nextPortNumber() }))
    this.toPreload({ kind: 'ipc', channel, data, ports: numbered.map(({ number }) => number) })
    for (const { port, number } of numbered) this.relay.attach(number, port)
  }

  reload(): void {
    void this.page?.reload()
  }

  async attach(page: Page, preload: string): Promise<void> {
    this.page = page
    this.protocol = await page.context().newCDPSession(page)
    await this.installWorlds(this.protocol, preload)
    await this.guardNavigation(page)
    this.protocol.on('Page.windowOpen', ({ url }) => this.openHandler({ url: fromStandIn(url) }))
    page.on('popup', (popup) => void popup.close())
    page.on('crash', () => this.emit('render-process-gone', new Preventable(), { reason: 'crashed' }))
  }

  private async installWorlds(protocol: CDPSession, preload: string): Promise<void> {
    protocol.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name !== world) return
      // A new document: the ports of the one before are gone with it.
      this.relay.closeAll()
      this.preloadContext = context.id
    })
    protocol.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === binding) this.receive(JSON.parse(payload, bytesBack) as FromPage)
    })
    const scripts = worldScripts(preload)
    await protocol.send('Page.enable')
    await protocol.send('Runtime.enable')
    await protocol.send('Runtime.addBinding', { name: binding, executionContextName: world })
    await protocol.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.page })
    for (const source of scripts.isolated) {
      await protocol.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: world })
    }
  }

  private async guardNavigation(page: Page): Promise<void> {
    await page.route('**/*', async (route) => {
      const request = route.request()
      if (!request.isNavigationRequest() || request.frame() !== page.mainFrame()) return route.fallback()
      const event = Object.assign(new Preventable(), { url: fromStandIn(request.url()) })
      this.emit('will-navigate', event)
      return event.defaultPrevented ? route.abort('aborted') : route.fallback()
    })
  }

  private receive(message: FromPage): void {
    if (message.kind !== 'ipc') return this.relay.receive(message)
    const senderFrame = { url: fromStandIn(this.page?.url() ?? ''), parent: null }
    ipcMain.emit(message.channel, { sender: this, senderFrame }, ...message.args)
  }

  private toPreload(message: unknown): void {
    const text = JSON.stringify(JSON.stringify(message, withBytes))
    const contextId = this.preloadContext
    if (contextId === undefined) return
    // Fails when the document has gone meanwhile, and with it whoever would have read this.
    this.protocol
      ?.send('Runtime.evaluate', { contextId, expression: `receiveFromMain(${text})` })
      .catch(() => undefined)
  }
}
