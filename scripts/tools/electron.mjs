import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../launch/root.mjs'
import { run } from '../launch/run.mjs'

const folder = join(root, 'node_modules', 'electron')
const remembered = join(root, 'node_modules', '.cache', 'electron-runtime.json')
const version = () => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version

/** The user waits this long, in milliseconds, to be told that there will be no desktop window. */
const decideWithin = 1_600
const downloadWithin = 10 * 60_000
const tryAgainAfter = 24 * 60 * 60_000

/**
 * Electron's runtime is downloaded on first use. @returns `{ file }` to run, or `{ why }` it cannot be had.
 * Requiring the package would hang for a minute where packets are swallowed, so its files are looked at instead.
 */
export async function electronRuntime() {
  const file = installedRuntime()
  if (file !== undefined) return { file }
  const failure = recentFailure()
  if (failure !== undefined) return { why: failure }
  const why = await download()
  const got = installedRuntime()
  if (got !== undefined) return { file: got }
  remember(why)
  return { why }
}

function installedRuntime() {
  const pathFile = join(folder, 'path.txt')
  const path = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : undefined
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  const file = override ? join(override, path ?? 'electron') : path && join(folder, 'dist', path)
  return file && existsSync(file) ? file : undefined
}

function recentFailure() {
  if (!existsSync(remembered)) return undefined
  const last = readRemembered()
  const recent = last.version === version() && Date.now() - last.at < tryAgainAfter
  return recent
    ? `${last.why}; tried ${new Date(last.at).toISOString().slice(0, 16)}Z, next try a day later`
    : undefined
}

/** A note torn by a power cut says nothing; the download is simply tried again. */
function readRemembered() {
  try {
    return JSON.parse(readFileSync(remembered, 'utf8'))
  } catch {
    return { at: 0 }
  }
}

function remember(why) {
  mkdirSync(join(remembered, '..'), { recursive: true })
  writeFileSync(remembered, JSON.stringify({ version: version(), at: Date.now(), why }))
}

/** Runs the package's own installer, which checks the checksum. @returns why it failed; meaningless if it did not. */
async function download() {
  if (process.env.ELECTRON_SKIP_BINARY_DOWNLOAD) return 'ELECTRON_SKIP_BINARY_DOWNLOAD is set'
  rmSync(join(folder, 'path.txt'), { force: true })
  console.error(`> getting the Electron ${version()} runtime`)
  const stop = new AbortController()
  const reach = reachable()
  const env = { ...process.env, NODE_USE_ENV_PROXY: '1', ELECTRON_GET_USE_PROXY: '1' }
  const ended = run(process.execPath, [join(folder, 'install.js')], { env, stdio: 'ignore', signal: stop.signal }).then(
    (code) => `its download ended with code ${code}`,
    () => 'its download took too long',
  )
  const waiting = patience(reach, stop.signal).catch(() => '')
  const why = await Promise.race([ended, waiting])
  stop.abort()
  await ended
  return why
}

/** Waits as long as waiting makes sense. @returns why it no longer does. */
async function patience(reach, signal) {
  await sleep(decideWithin, undefined, { signal })
  const alive = (await reach) || existsSync(join(folder, 'dist'))
  if (!alive) return 'its download server cannot be reached'
  for (let waited = decideWithin; waited < downloadWithin; waited += 5_000) {
    console.error(`> still downloading after ${Math.round(waited / 1000)} s`)
    await sleep(5_000, undefined, { signal })
  }
  return 'its download took too long'
}

/** Whether the download server, or the proxy before it, accepts a connection. */
function reachable() {
  const mirror = process.env.npm_config_electron_mirror || process.env.ELECTRON_MIRROR || 'https://github.com/'
  const { hostname, port, protocol } = new URL(process.env.HTTPS_PROXY || process.env.https_proxy || mirror)
  const socket = connect({ host: hostname, port: Number(port) || (protocol === 'http:' ? 80 : 443) })
  socket.setTimeout(decideWithin - 200)
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true))
    for (const event of ['error', 'timeout', 'close']) socket.once(event, () => resolve(false))
  }).finally(() => socket.destroy())
}
