import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, chromium, type Page } from 'playwright-core'
import type { FromStandIn, ToStandIn } from './link.ts'

/** A running desktop console, on the real runtime or on the stand-in: the same journey is made on both. */
export interface Desktop {
  readonly page: Page
  /** Process id of the engine that runs now. */
  enginePid(): Promise<number>
  /** Addresses that were handed to the system. */
  opened(): Promise<readonly string[]>
  /** @returns the exit code. */
  quit(): Promise<number | null>
  /** The same, when it ends by itself. */
  ended(): Promise<number | null>
}

const root = join(import.meta.dirname, '..', '..', '..')
const register = fileURLToPath(new URL('register.ts', import.meta.url))

/** The runtime's binary; undefined when it was never downloaded. Found by file: the package would try to download it. */
export function realRuntime(): string | undefined {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return undefined
  const file = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'), readFileSync(pathFile, 'utf8'))
  return existsSync(file) ? file : undefined
}

export async function openOnRuntime(executablePath: string, data: string): Promise<Desktop> {
  const application = await _electron.launch({ executablePath, args: [root, '--data', data] })
  const ended = once(application.process(), 'exit') as Promise<[number | null]>
  await application.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openExternal = (url) => Promise.resolve(void opened.push(url))
  })
  return {
    page: await application.firstWindow(),
    enginePid: () =>
      application.evaluate(
        ({ app }) => app.getAppMetrics().find(({ serviceName }) => serviceName === 'engine')?.pid ?? 0,
      ),
    opened: () => application.evaluate(() => (globalThis as unknown as { opened: string[] }).opened),
    quit: async () => {
      await application.evaluate(({ app }) => app.quit())
      return (await ended)[0]
    },
    ended: async () => (await ended)[0],
  }
}

export async function openOnStandIn(data: string): Promise<Desktop> {
  const args = ['--import', register, join(root, 'out', 'main', 'index.js'), '--data', data]
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'pipe', 'ipc'] })
  const ended = once(child, 'exit') as Promise<[number | null]>
  const heard: FromStandIn[] = []
  child.on('message', (message) => heard.push(message as FromStandIn))
  const port = await debuggingPort(child)
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
  const page = browser.contexts()[0]?.pages()[0]
  if (!page) throw new Error('the stand-in has no window')
  return {
    page,
    enginePid: () => Promise.resolve(heard.findLast((message) => message.kind === 'utility')?.pid ?? 0),
    opened: () => Promise.resolve(heard.flatMap((message) => (message.kind === 'opened' ? [message.url] : []))),
    quit: async () => {
      child.send({ kind: 'quit' } satisfies ToStandIn)
      return (await ended)[0]
    },
    ended: async () => (await ended)[0],
  }
}

/** @throws Error with what it said, when the shell ends before it shows its window. */
function debuggingPort(child: ChildProcess): Promise<number> {
  let words = ''
  child.stderr?.on('data', (chunk: Buffer) => (words += chunk.toString('utf8')))
  return new Promise((resolve, reject) => {
    child.on('message', (message) => {
      const said = message as FromStandIn
      if (said.kind === 'window') resolve(said.debuggingPort)
    })
    child.once('exit', (code) => reject(new Error(`the shell ended with ${String(code)}: ${words}`)))
  })
}
