import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { alone } from '../launch/lock.mjs'
import { root } from '../launch/root.mjs'
import { captured } from './captured.mjs'
import { tool } from './tool.mjs'

const shared = ['package-lock.json', 'renderer.vite.config.ts', 'src/contract', 'src/sip', 'src/renderer', 'resources']

/** What can be built, from what, and by what. `provides`: the other builds that are fresh afterwards as well. */
const builds = {
  renderer: {
    inputs: shared,
    result: 'out/renderer/index.html',
    args: () => [tool('vite'), 'build', '--config', 'renderer.vite.config.ts', '--logLevel', 'warn'],
    provides: ['renderer'],
  },
  desktop: {
    inputs: [...shared, 'electron.vite.config.ts', 'src'],
    result: 'out/main/index.js',
    args: () => [tool('electron-vite'), 'build', '--logLevel', 'warn'],
    provides: ['renderer', 'desktop'],
  },
}

/** Builds `name` when one of its inputs has changed since the last time. */
export async function ensureBuilt(name) {
  if (isFresh(name)) return
  await alone('build', async () => {
    if (!isFresh(name)) await build(name)
  })
}

async function build(name) {
  const { args, provides } = builds[name]
  const inputs = provides.map((each) => [stampOf(each), fingerprint(builds[each].inputs)])
  for (const [stamp] of inputs) rmSync(stamp, { force: true })
  console.error(`> building the ${name}`)
  const { code, output, seconds } = await captured(args())
  if (code !== 0) throw new Error(`building the ${name} failed:\n${output}`)
  for (const [stamp, value] of inputs) write(stamp, value)
  console.error(`> built the ${name} in ${seconds.toFixed(1)} s`)
}

/** Beside out/, not in it: the bundlers empty their folders. */
const stampOf = (name) => join(root, 'out', `.${name}.stamp`)

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

function isFresh(name) {
  const { inputs, result } = builds[name]
  const stamp = stampOf(name)
  if (!existsSync(stamp) || !existsSync(join(root, result))) return false
  return readFileSync(stamp, 'utf8') === fingerprint(inputs)
}

/** By content, not by time: a checkout changes times without changing files, and the other way round. */
function fingerprint(inputs) {
  const hash = createHash('sha256')
  for (const file of inputs.flatMap(filesOf))
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function filesOf(path) {
  const full = join(root, path)
  if (!existsSync(full)) return []
  if (!path.includes('/') && /\.[a-z]+$/.test(path)) return [path]
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
}
