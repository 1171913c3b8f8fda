import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

/** The launcher in a small repository of its own, with real installs of a package that needs no network. */
const scripts = join(import.meta.dirname, '..', '..', 'scripts')
let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'honeynet-launch-'))
  for (const name of ['launch.mjs', 'launch', 'tools']) {
    cpSync(join(scripts, name), join(root, 'scripts', name), { recursive: true })
  }
  write('scripts/tasks/echo.mjs', echo)
  write('scripts/tasks/wait.mjs', wait)
  write('part/package.json', JSON.stringify({ name: 'part', version: '1.0.0' }))
  writeLock('1.0.0')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const echo = `let text = ''
for await (const chunk of process.stdin) text += chunk
console.log(JSON.stringify({ args: process.argv.slice(2), text }))
process.exitCode = 3`
const wait = `process.on('SIGTERM', () => process.exit(7))
console.log('waiting ' + process.pid)
setInterval(() => {}, 1000)`

function write(name: string, text: string): void {
  mkdirSync(join(root, name, '..'), { recursive: true })
  writeFileSync(join(root, name), text)
}

function writeLock(version: string): void {
  const own = { name: 'small', version, dependencies: { part: 'file:part' } }
  write('package.json', JSON.stringify(own))
  const packages = { '': own, part: { version: '1.0.0' }, 'node_modules/part': { resolved: 'part', link: true } }
  write('package-lock.json', JSON.stringify({ name: 'small', version, lockfileVersion: 3, requires: true, packages }))
}

interface Run {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** As in a terminal, not as under the npm that runs these tests. */
function env(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'))
  return Object.fromEntries(own)
}

async function launch(args: readonly string[], input = '', node = process.execPath, more = {}): Promise<Run> {
  const child = spawn(node, [join(root, 'scripts', 'launch.mjs'), ...args], { env: { ...env(), ...more } })
  const [out, err] = [gather(child.stdout), gather(child.stderr)]
  child.stdin.end(input)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out: out(), err: err() }
}

function gather(stream: NodeJS.ReadableStream): () => string {
  let text = ''
  stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  return () => text
}

test('installs once, says so on stderr, and passes arguments, input, output and exit code on', async () => {
  const first = await launch(['echo', '--config', 'a b'], 'typed')
  expect([first.code, first.out]).toEqual([3, '{"args":["--config","a b"],"text":"typed"}\n'])
  expect(first.err).toContain('> installing 1 packages from the lockfile')
  expect(existsSync(join(root, 'node_modules', 'part'))).toBe(true)
  const second = await launch(['echo'])
  expect([second.code, second.err]).toEqual([3, ''])
})

test('the threads of a task share two pools of memory, or as many as the user says', async () => {
  write('scripts/tasks/pools.mjs', 'console.log(process.env.MALLOC_ARENA_MAX)')
  const pools = async (more: object): Promise<string> => (await launch(['pools'], '', process.execPath, more)).out
  expect(await pools({ MALLOC_ARENA_MAX: undefined })).toBe('2\n')
  expect(await pools({ MALLOC_ARENA_MAX: '5' })).toBe('5\n')
})

test('installs again after the lock changed, and after an install that was interrupted', async () => {
  await launch(['echo'])
  writeLock('2.0.0')
  rmSync(join(root, 'node_modules', '.package-lock.json'))
  expect((await launch(['echo'])).err).toContain('> installing')
  for (const name of ['.installed', '.package-lock.json']) rmSync(join(root, 'node_modules', name))
  expect((await launch(['echo'])).err).toContain('> installing')
  expect((await launch(['echo'])).err).toBe('')
})

test('an install that fails is an error in words, and is tried again', async () => {
  write('package-lock.json', '{"lockfileVersion":3,"packages":{"node_modules/other":{"version":"1.0.0"}}}')
  const failed = await launch(['echo'])
  expect(failed.code).toBe(1)
  expect(failed.err).toContain('honeynet-console: installing packages failed')
  writeLock('1.0.0')
  expect((await launch(['echo'])).code).toBe(3)
})

test('two starts at once install once', async () => {
  const runs = await Promise.all([launch(['echo']), launch(['echo'])])
  expect(runs.map(({ code }) => code)).toEqual([3, 3])
  expect(runs.filter(({ err }) => err.includes('> installing'))).toHaveLength(1)
  expect(readdirSync(join(root, '.cache', 'launch'))).toEqual([])
})

test('the lock of a start that died is set aside', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  for (const holder of [String(pid), '']) {
    rmSync(join(root, 'node_modules'), { recursive: true, force: true })
    write('.cache/launch/install.lock', holder)
    expect((await launch(['echo'])).code).toBe(3)
  }
})

test.each(['SIGTERM', 'SIGHUP'] as const)('%s reaches the task, whose exit code is passed on', async (signal) => {
  await launch(['echo'])
  write('scripts/tasks/wait.mjs', wait.replace('SIGTERM', signal))
  const child = spawn(process.execPath, [join(root, 'scripts', 'launch.mjs'), 'wait'], { env: env() })
  await firstLine(child)
  child.kill(signal)
  expect(await once(child, 'exit')).toEqual([7, null])
})

test.skipIf(process.platform === 'win32')('the task ends with the shell that npm started it in', async () => {
  await launch(['echo'])
  const command = `"${process.execPath}" "${join(root, 'scripts', 'launch.mjs')}" wait; true`
  const shell = spawn('sh', ['-c', command], { env: { ...env(), npm_lifecycle_event: 'wait' } })
  const pid = Number((await firstLine(shell)).replace('waiting ', ''))
  shell.kill('SIGTERM')
  await expect.poll(() => isAlive(pid)).toBe(false)
})

async function firstLine(child: ChildProcess): Promise<string> {
  const [line] = (await once(child.stdout!, 'data')) as [Buffer]
  return line.toString().trim()
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test.each(['other', '../tools/tool', 'Echo'])('there is no task called %s', async (task) => {
  const { code, err } = await launch([task])
  expect([code, err]).toEqual([1, `honeynet-console: there is no task called ${task}\n`])
})

const old = ['/usr/bin/node', '/usr/local/bin/node'].find((file) => {
  const { stdout } = spawnSync(file, ['-p', 'process.versions.napi'], { encoding: 'utf8' })
  return Number(stdout) > 0 && Number(stdout) < 10
})

test.skipIf(old === undefined)('an old Node without the packaged one says what is needed', async () => {
  const { code, err } = await launch(['echo'], '', old)
  expect(code).toBe(1)
  expect(err).toMatch(/honeynet-console: Node.js 22.14 or newer is needed, this is \d+/)
})

test('where the runtime cannot be downloaded, that is known without waiting for it, and remembered', async () => {
  // A server that accepts nothing, and an installer that waits for it for ever, as where packets are swallowed.
  const closed = createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const { port } = closed.address() as { port: number }
  closed.close()
  write('node_modules/electron/package.json', '{"version":"1.2.3"}')
  write('node_modules/electron/install.js', 'setInterval(() => {}, 1000)')
  write(
    'ask.mjs',
    `import { electronRuntime } from './scripts/tools/electron.mjs'\nconsole.log(JSON.stringify(await electronRuntime()))`,
  )
  const ask = (): { why: string; said: string } => {
    const mirror = { ELECTRON_MIRROR: `http://127.0.0.1:${port}/`, HTTPS_PROXY: '', https_proxy: '' }
    const asked = spawnSync(process.execPath, [join(root, 'ask.mjs')], {
      env: { ...env(), ...mirror },
      encoding: 'utf8',
    })
    const { why } = JSON.parse(asked.stdout) as { why: string }
    return { why, said: asked.stderr }
  }
  const first = ask()
  expect(first.why).toBe('its download server cannot be reached')
  expect(first.said).toBe('> getting the Electron 1.2.3 runtime\n')
  const second = ask()
  expect(second.why).toMatch(/^its download server cannot be reached; tried .* next try a day later$/)
  expect(second.said).toBe('')
})
