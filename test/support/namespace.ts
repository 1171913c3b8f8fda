import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { runTool, type ToolRun } from './sip-tools.ts'

const child = join(import.meta.dirname, 'namespace-relay-child.ts')
const isRoot = process.getuid?.() === 0
/** Without root a user namespace lends the rights that firewall programs want. */
const unshare = isRoot ? '-n' : '-rn'

/** A network of its own, with nothing in it but a way to one URL outside: for programs that change firewalls. */
export interface Namespace {
  /** Where programs inside reach the URL. */
  readonly url: string
  run(program: string, args: readonly string[], seconds?: number): Promise<ToolRun>
  /** Started inside; to be ended by its pid. */
  start(program: string, args: readonly string[]): ChildProcess
  /** While true, every request from inside is answered with 503. */
  breakLink(broken: boolean): void
  stop(): Promise<void>
}

/** @returns why a test with `programs` in a namespace cannot run here, or `undefined` when it can. */
export function missingFor(...programs: readonly string[]): string | undefined {
  const missing = [...programs, 'unshare', 'nsenter', 'ip'].filter((program) => !isInstalled(program))
  if (missing.length > 0) return `${missing.join(', ')} not installed`
  return spawnSync('unshare', [unshare, 'true']).status === 0 ? undefined : 'no network namespace allowed'
}

function isInstalled(program: string): boolean {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin']
  return folders.some((folder) => existsSync(join(folder, program)))
}

export async function startNamespace(url: string): Promise<Namespace> {
  const work = mkdtempSync(join(tmpdir(), 'namespace-'))
  const socketPath = join(work, 'out')
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  let broken = false
  const outside = createServer((inner) => {
    sockets.add(inner)
    inner.on('close', () => sockets.delete(inner)).on('error', () => undefined)
    if (broken) inner.once('data', () => inner.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n'))
    else relay(inner, connect(Number(port), hostname))
  })
  await new Promise<void>((resolve) => outside.listen(socketPath, resolve))
  const insidePort = '8780'
  const held = [unshare, process.execPath, child, socketPath, insidePort]
  const holder = spawn('unshare', held, { stdio: ['ignore', 'pipe', 'inherit'] })
  await Promise.race([once(holder.stdout, 'data'), failure(holder)])
  const enter = ['-t', String(holder.pid), ...(isRoot ? [] : ['--preserve-credentials', '-U']), '-n', '--']
  return {
    url: `http://127.0.0.1:${insidePort}`,
    run: (tool, args, seconds) => runTool('nsenter', [...enter, tool, ...args], seconds),
    start: (tool, args) => spawn('nsenter', [...enter, tool, ...args], { stdio: ['ignore', 'pipe', 'pipe'] }),
    breakLink(now) {
      broken = now
      for (const socket of sockets) socket.destroy()
    },
    async stop() {
      await end(holder)
      await closed(outside, sockets)
      rmSync(work, { recursive: true, force: true })
    },
  }
}

function relay(inner: Socket, outer: Socket): void {
  inner.pipe(outer).pipe(inner)
  inner.on('close', () => outer.destroy())
  outer.on('error', () => inner.destroy()).on('close', () => inner.destroy())
}

async function failure(process: ChildProcess): Promise<never> {
  const [code] = (await once(process, 'exit')) as [number | null]
  throw new Error(`the namespace ended with ${String(code)}`)
}

/** SIGTERM, by pid. */
export async function end(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return
  const ended = once(process, 'exit')
  process.kill('SIGTERM')
  const late = setTimeout(() => process.kill('SIGKILL'), 10_000)
  await ended
  clearTimeout(late)
}

async function closed(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy()
  await new Promise<void>((resolve) => server.close(() => resolve()))
}
