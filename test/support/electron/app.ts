import { EventEmitter } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchBrowser, type Browser } from './browser.ts'
import type { ToStandIn } from './link.ts'
import { Preventable } from './preventable.ts'
import { serveSchemes } from './session.ts'

const root = join(import.meta.dirname, '..', '..', '..')

class App extends EventEmitter {
  readonly isPackaged = false
  private readonly paths = new Map<string, string>()
  private opening: Promise<Browser> | undefined

  getAppPath(): string {
    return root
  }

  getVersion(): string {
    return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version
  }

  setPath(name: string, path: string): void {
    this.paths.set(name, path)
  }

  getPath(name: string): string {
    const path = this.paths.get(name) ?? mkdtempSync(join(tmpdir(), `stand-in-${name}-`))
    this.paths.set(name, path)
    return path
  }

  requestSingleInstanceLock(): boolean {
    return true
  }

  async whenReady(): Promise<void> {
    // Never in the same turn: the shell sets its paths first.
    await Promise.resolve()
    await this.browser()
  }

  browser(): Promise<Browser> {
    this.opening ??= this.open()
    return this.opening
  }

  quit(): void {
    const before = new Preventable()
    this.emit('before-quit', before)
    if (before.defaultPrevented) return
    this.emit('will-quit', new Preventable())
    this.emit('quit', new Preventable(), 0)
    void this.browser()
      .then(({ context }) => context.close())
      .then(() => process.exit(0))
  }

  private async open(): Promise<Browser> {
    const profile = this.getPath('userData')
    mkdirSync(profile, { recursive: true })
    const browser = await launchBrowser(profile)
    await serveSchemes(browser.context)
    return browser
  }
}

export const app = new App()
const commands: Record<ToStandIn['kind'], () => void> = { quit: () => app.quit() }
process.on('message', ({ kind }: ToStandIn) => commands[kind]())
