import { execFileSync } from 'node:child_process'
import { closeSync, cpSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { createEngine } from '../../src/engine/engine.ts'
import { repository } from '../support/console-process.ts'
import { engineOptions } from '../support/engine.ts'
import { takeTraffic } from '../support/sip-events.ts'
import { seed } from '../support/triage.ts'
import { honeynet, start } from './honeynet.ts'
import { temporary } from './temporary.ts'

const many = 30_000
const begin = Date.UTC(2026, 2, 1) * 1000
let large: string

beforeAll(() => {
  large = temporary()
  seed(large, takeTraffic(many, 5, begin))
})

test('an interrupt is heard at once: 130, behind a whole line', async () => {
  const { code, stderr, stdout, json } = await start(['query', '', '--data', large, '--json'], (running) =>
    running.kill('SIGINT'),
  ).ended
  expect({ code, stderr }).toEqual({ code: 130, stderr: '' })
  expect(stdout.endsWith('\n')).toBe(true)
  expect(json().length).toBeLessThan(many / 4)
})

test('who reads only the first line gets it, and hears nothing of the rest', () => {
  const command = `"${process.execPath}" src/cli/main.ts query '' --json --data "${large}" | head -n 1; echo "$PIPESTATUS"`
  const shown = execFileSync('bash', ['-c', `${command} 2>&1`], { cwd: repository, encoding: 'utf8' }).split('\n')
  expect(shown).toHaveLength(3)
  expect(JSON.parse(shown[0] ?? '')).toMatchObject({ sensor: 1 })
  expect(shown[1]).toBe('0')
})

test('results that cannot be written are a failure of their own', async () => {
  const full = openSync('/dev/full', 'w')
  const { code, stderr } = await start(['query', '', '--data', large, '--limit', '3'], undefined, full).ended
  closeSync(full)
  expect(code).toBe(6)
  expect(stderr).toMatch(/^honeynet: cannot write the results: .*no space left/)
})

test('beside a console everything is read, nothing is written and nothing is in the way', async () => {
  const directory = temporary()
  seed(directory, takeTraffic(100, 8, begin))
  const file = join(directory, 'console.db')
  const before = readFileSync(file)
  expect(await honeynet('query', '', '--data', directory, '--json')).toMatchObject({ code: 0, stderr: '' })
  expect(readFileSync(file).equals(before)).toBe(true)
  const engine = await createEngine(engineOptions(directory))
  try {
    const files = readdirSync(directory).sort()
    expect(await honeynet('query', '', '--data', directory, '--count')).toMatchObject({ code: 0, stderr: '' })
    expect(readdirSync(directory).sort()).toEqual(files)
  } finally {
    await engine.close()
  }
  // The console closed as if nobody had been there: all is in its one file.
  expect(readdirSync(directory).filter((name) => name.endsWith('-wal'))).toEqual([])
})

/** In a small repository of its own: what the launcher installs must not be what the tests run on. */
test('started from anywhere, by its file or by npm, files are meant from there', () => {
  const [root, place] = [temporary(), temporary()]
  for (const name of ['launch.mjs', 'launch', 'honeynet.mjs'])
    cpSync(join(repository, 'scripts', name), join(root, 'scripts', name), { recursive: true })
  const own = { name: 'small', version: '1.0.0', scripts: { honeynet: 'node scripts/launch.mjs cli' } }
  const lock = { name: 'small', version: '1.0.0', lockfileVersion: 3, requires: true, packages: { '': own } }
  writeFileSync(join(root, 'package.json'), JSON.stringify({ ...own, type: 'module' }))
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify(lock))
  mkdirSync(join(root, 'src', 'cli'), { recursive: true })
  const program = 'console.log(JSON.stringify([process.cwd(), process.argv.slice(2)]))'
  writeFileSync(join(root, 'src', 'cli', 'main.ts'), program)
  const options = { cwd: place, encoding: 'utf8' } as const
  const expected = [place, ['query', '-tool:*']]
  const byFile = execFileSync(process.execPath, [join(root, 'scripts', 'honeynet.mjs'), 'query', '-tool:*'], options)
  expect(JSON.parse(byFile)).toEqual(expected)
  const byNpm = execFileSync('npm', ['--prefix', root, 'run', '-s', 'honeynet', '--', 'query', '-tool:*'], options)
  expect(JSON.parse(byNpm)).toEqual(expected)
})
