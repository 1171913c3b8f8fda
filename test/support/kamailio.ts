import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createSocket } from 'node:dgram'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)
const template = join(import.meta.dirname, '../fixtures/kamailio/apiban.cfg')
const moduleFolders = ['/usr/lib/x86_64-linux-gnu/kamailio/modules', '/usr/lib/aarch64-linux-gnu/kamailio/modules']

export interface Kamailio {
  /** SIP over UDP on loopback; a banned source gets no answer. */
  readonly port: number
  /** Addresses that it blocks now. */
  entries(): Promise<string[]>
  /** Waits until `done` likes the entries. @throws after `seconds` */
  waitFor(done: (entries: readonly string[]) => boolean, seconds?: number): Promise<string[]>
  log(): string
  stop(): Promise<void>
}

/** Starts the real Kamailio, which pulls the feed every second as an APIBAN subscriber. */
export async function startKamailio(feed: { readonly feedUrl: string; readonly key: string }): Promise<Kamailio> {
  const work = mkdtempSync(join(tmpdir(), 'kamailio-'))
  const port = await freeUdpPort()
  const config = join(work, 'kamailio.cfg')
  writeFileSync(config, fill(readFileSync(template, 'utf8'), work, port, feed))
  const args = ['-f', config, '-DD', '-E', '-m', '64', '-M', '16', '-Y', work, '-w', work]
  // A group of its own: Kamailio is many processes, and they end together.
  const child = spawn('kamailio', args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (log += part.toString()))
  const control = join(work, 'kamailio.ctl')
  await untilReady(child, control, () => log)
  const entries = (): Promise<string[]> => dump(control)
  return {
    port,
    entries,
    log: () => log,
    async waitFor(done, seconds = 45) {
      for (let tries = 0; ; tries += 1) {
        const now = await entries()
        if (done(now)) return now
        if (tries >= seconds * 5) throw new Error(`Kamailio holds ${now.length} entries after ${seconds} s: ${log}`)
        await sleep(200)
      }
    },
    async stop() {
      await end(child)
      rmSync(work, { recursive: true, force: true })
    },
  }
}

function fill(text: string, work: string, port: number, { feedUrl, key }: { feedUrl: string; key: string }): string {
  const modules = moduleFolders.find(existsSync) ?? ''
  const values: Record<string, string> = { WORK: work, FEED: feedUrl, KEY: key, PORT: String(port), MODULES: modules }
  const settings = text.replace(/^#(?!!).*$/gm, '')
  return settings.replace(/\b(WORK|FEED|KEY|PORT|MODULES)\b/g, (name) => values[name] ?? name)
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  await new Promise<void>((resolve) => socket.close(() => resolve()))
  return port
}

async function untilReady(child: ChildProcess, control: string, log: () => string): Promise<void> {
  for (let tries = 0; tries < 450; tries += 1) {
    if (child.exitCode !== null) break
    if (existsSync(control)) return
    await sleep(100)
  }
  await end(child)
  throw new Error(`Kamailio did not start: ${log()}`)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const group = child.pid
  const late = setTimeout(() => process.kill(-group, 'SIGKILL'), 30_000)
  await ended
  clearTimeout(late)
}

/** `htable.dump` prints each entry with a line `name: ADDRESS`. */
async function dump(control: string): Promise<string[]> {
  const { stdout } = await run('kamcmd', ['-s', `unix:${control}`, 'htable.dump', 'apiban'], { maxBuffer: 64e6 })
  return [...stdout.matchAll(/^\s*name: (\S+)$/gm)].map(([, address = '']) => address)
}
