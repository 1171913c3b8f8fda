import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { alone } from './lock.mjs'
import { root } from './root.mjs'
import { run } from './run.mjs'

const modules = join(root, 'node_modules')
/** Written last, inside the folder that an install empties first: an interrupted install leaves none. */
const stamp = join(modules, '.installed')

/** Makes node_modules match package-lock.json; returns at once when it does. */
export async function ensureInstalled() {
  if (isInstalled()) return
  await alone('install', async () => {
    if (!isInstalled()) await install()
  })
}

/** The lock is read anew each time: when it changes during an install, the next look installs again. */
const readLock = () => readFileSync(join(root, 'package-lock.json'), 'utf8')

function identityOf(lock) {
  const parts = [lock, process.platform, process.arch]
  return createHash('sha256').update(parts.join('\n')).digest('hex')
}

function isInstalled() {
  const lock = readLock()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === identityOf(lock)) return true
  if (!matchesByHand(lock)) return false
  writeFileSync(stamp, identityOf(lock))
  return true
}

/** True when somebody ran npm themselves: npm lists what it installed once it has finished. */
function matchesByHand(lock) {
  const listed = join(modules, '.package-lock.json')
  if (!existsSync(listed)) return false
  const have = JSON.parse(readFileSync(listed, 'utf8')).packages
  return Object.entries(JSON.parse(lock).packages).every(([path, wanted]) => {
    if (path === '') return true
    const found = have[path]
    if (!found || !existsSync(join(root, path))) return wanted.optional === true && !isMadeForHere(wanted)
    return found.version === wanted.version && found.integrity === wanted.integrity
  })
}

/** Optional packages for other systems, and what only those need, may be missing; the Node made for here may not. */
function isMadeForHere({ os, cpu, libc }) {
  return os?.includes(process.platform) && cpu?.includes(process.arch) && libc === undefined
}

async function install() {
  const lock = readLock()
  rmSync(stamp, { force: true })
  const total = countTopLevel(Object.keys(JSON.parse(lock).packages))
  const stopProgress = showProgress(total)
  // Both kinds are named because a user's own npm settings (omit=optional, NODE_ENV=production) may leave them out.
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  const code = await npm(args).finally(stopProgress)
  if (code !== 0) throw new Error(`installing packages failed (npm ci ended with ${code}); its own words are above`)
  mkdirSync(modules, { recursive: true })
  writeFileSync(stamp, identityOf(lock))
}

const countTopLevel = (paths) => paths.filter((path) => path.lastIndexOf('node_modules/') === 0).length

function showProgress(total) {
  const began = Date.now()
  console.error(`> installing ${total} packages from the lockfile`)
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - began) / 1000)
    console.error(`> ${countInstalled()} of ${total} packages after ${seconds} s`)
  }, 4000)
  return () => clearInterval(timer)
}

function countInstalled() {
  const names = (folder) => (existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : [])
  return names(modules).reduce((sum, name) => sum + (name[0] === '@' ? names(join(modules, name)).length : 1), 0)
}

/** npm's output goes to stderr: stdout belongs to the task. */
function npm(args) {
  const cli = process.env.npm_execpath
  const stdio = ['ignore', 2, 2]
  if (cli !== undefined && /npm.*\.c?js$/.test(cli)) return run(process.execPath, [cli, ...args], { stdio })
  const windows = process.platform === 'win32'
  return run(windows ? 'npm.cmd' : 'npm', args, { stdio, shell: windows })
}
