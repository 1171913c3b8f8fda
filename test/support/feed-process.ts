import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { stringify } from 'yaml'

const program = join(import.meta.dirname, '../../src/feed/main.ts')

/** Fields of the feed's configuration; what is not given is fit for a test: solo, no hold, any free port on loopback. */
export interface FeedOverrides {
  /** Kept by the caller; without it a folder is made and removed again. */
  readonly directory?: string
  readonly [field: string]: unknown
}

export interface FeedProcess {
  readonly url: string
  readonly token: string
  readonly directory: string
  readonly pid: number
  /** Everything that it wrote to stderr so far. */
  log(): string
  /** SIGTERM; the exit code. */
  stop(): Promise<number | null>
  /** SIGKILL, as a power cut would. */
  kill(): Promise<void>
}

/** A module that the feed's process loads before anything else, and what it finds in its environment. */
export interface Preload {
  readonly module: string
  readonly env: Readonly<Record<string, string>>
}

/** Starts a real feed in its own process. */
export async function startFeed(overrides: FeedOverrides = {}, preload?: Preload): Promise<FeedProcess> {
  const directory = overrides.directory ?? mkdtempSync(join(tmpdir(), 'feed-'))
  const token = 'a-console-token-for-tests'
  const child = spawnFeed(writeFeedConfig(directory, token, overrides), preload)
  let log = ''
  child.stderr?.on('data', (part: Buffer) => (log += part.toString()))
  const ended = once(child, 'exit')
  const cleanUp = (): void => {
    if (overrides.directory === undefined) rmSync(directory, { recursive: true, force: true })
  }
  const url = await readyUrl(child, () => log)
  return {
    ...{ url, token, directory, pid: child.pid ?? 0 },
    log: () => log,
    async stop() {
      child.kill('SIGTERM')
      await ended
      cleanUp()
      return child.exitCode
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
      cleanUp()
    },
  }
}

/** @returns the path of the file. */
export function writeFeedConfig(directory: string, consoleToken: string, overrides: FeedOverrides): string {
  const path = join(directory, 'feed.yaml')
  const config = {
    listen: { address: '127.0.0.1', port: 0 },
    ...{ solo: true, holdSeconds: 0, consoleToken },
    // Many tests ban well-known addresses; those about these lists switch them on.
    bundled: { 'public-dns': false, cdn: false, 'research-scanners': false },
  }
  writeFileSync(path, stringify({ ...config, ...overrides, directory }))
  return path
}

/** Runs one of the feed's commands to its end. */
export async function runFeed(...args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stdout.on('data', (part: Buffer) => (out += part.toString()))
  child.stderr.on('data', (part: Buffer) => (err += part.toString()))
  await once(child, 'close')
  return { code: child.exitCode, out, err }
}

/** With its stdin held open: when this process dies, so does the feed. */
const spawnFeed = (config: string, preload?: Preload): ChildProcess =>
  spawn(
    process.execPath,
    [...(preload ? ['--import', preload.module] : []), program, '--config', config, '--exit-with-parent'],
    { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...preload?.env } },
  )

async function readyUrl(child: ChildProcess, log: () => string): Promise<string> {
  if (!child.stdout) throw new Error('the feed has no stdout')
  for await (const line of createInterface(child.stdout)) {
    const { ready } = JSON.parse(line) as { ready: { url: string } }
    return ready.url
  }
  throw new Error(`the feed did not start: ${log()}`)
}
