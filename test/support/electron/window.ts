import { EventEmitter } from 'node:events'
import type { Page } from 'playwright-core'
import { toStandIn } from './address.ts'
import { app } from './app.ts'
import { WebContents } from './contents.ts'
import { tell } from './link.ts'

interface WindowOptions {
  readonly width: number
  readonly height: number
  readonly webPreferences: { readonly preload: string; readonly sandbox: boolean; readonly contextIsolation: boolean }
}

const windows = new Set<BrowserWindow>()

export class BrowserWindow extends EventEmitter {
  readonly webContents = new WebContents()
  private readonly page: Promise<Page>

  static getAllWindows(): readonly BrowserWindow[] {
    return [...windows]
  }

  constructor(options: WindowOptions) {
    super()
    // The stand-in knows no other kind of window, and a shell that asks for one must not pass.
    const { sandbox, contextIsolation } = options.webPreferences
    if (!sandbox || !contextIsolation) throw new Error('the stand-in opens sandboxed, isolated windows only')
    windows.add(this)
    this.page = this.open(options)
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.page
    await page.goto(toStandIn(url))
    this.emit('ready-to-show')
    const { debuggingPort } = await app.browser()
    tell({ kind: 'window', debuggingPort })
  }

  show(): void {
    this.emit('show')
  }

  focus(): void {
    this.emit('focus')
  }

  restore(): void {
    this.emit('restore')
  }

  isMinimized(): boolean {
    return false
  }

  isDestroyed(): boolean {
    return !windows.has(this)
  }

  private async open({ width, height, webPreferences }: WindowOptions): Promise<Page> {
    const { context } = await app.browser()
    const [blank] = context.pages()
    const page = windows.size === 1 && blank ? blank : await context.newPage()
    await page.setViewportSize({ width, height })
    await this.webContents.attach(page, webPreferences.preload)
    page.on('close', () => this.closed())
    return page
  }

  private closed(): void {
    windows.delete(this)
    this.emit('closed')
    if (windows.size === 0) app.emit('window-all-closed')
  }
}
