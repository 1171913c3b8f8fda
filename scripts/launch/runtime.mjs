import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { root } from './root.mjs'

/** better-sqlite3 is built for Node-API 10; under an older Node it crashes without a word. */
const neededNodeApi = 10

/**
 * Types are taken out of the source, and the rest is compiled, once and not at every start: the browser's host is ready in
 * half the time and takes 28 MB less. Node ignores what is of another version, and a folder that it cannot write.
 */
const compileCache = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node') }

/**
 * glibc gives up to eight pools for each processor to a program's threads, and each keeps what was freed in it. Two for
 * all of them take 30 MB less of the engine, with its twenty threads, at the same time. Other systems do not know it.
 */
const fewPools = { MALLOC_ARENA_MAX: '2' }

/** @returns the Node to run tasks with, and the environment that lets their children find the same one. */
export function pickRuntime() {
  const node = [process.execPath, packagedNode()].find((file) => file !== undefined && versionOf(file).suitable)
  if (node === undefined) throw new Error(explanation())
  const env = {
    ...fewPools,
    ...process.env,
    ...compileCache,
    ...typeStripping(versionOf(node)),
    PATH: pathWith(dirname(node)),
  }
  return { node, env }
}

function versionOf(file) {
  const versions =
    file === process.execPath ? process.versions : JSON.parse(run(file, 'JSON.stringify(process.versions)'))
  const [major, minor] = versions.node.split('.').map(Number)
  const suitable = Number(versions.napi) >= neededNodeApi && (major > 22 || (major === 22 && minor >= 14))
  return { major, minor, suitable }
}

const run = (file, expression) => execFileSync(file, ['-p', expression], { encoding: 'utf8' })

/** Node 22.18 and 23.6 run TypeScript by themselves; the versions just before want to be asked. */
function typeStripping({ major, minor }) {
  const asks = (major === 22 && minor < 18) || (major === 23 && minor < 6)
  return asks ? { NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-strip-types`.trim() } : {}
}

function packagedNode() {
  const folder = join(root, 'node_modules', `node-${process.platform}-${process.arch}`)
  const manifest = join(folder, 'package.json')
  return existsSync(manifest) ? join(folder, JSON.parse(readFileSync(manifest, 'utf8')).bin.node) : undefined
}

function pathWith(folder) {
  const others = (process.env.PATH ?? '').split(delimiter).filter((entry) => entry !== folder)
  return [folder, ...others].join(delimiter)
}

function explanation() {
  const found = `Node.js 22.14 or newer is needed, this is ${process.versions.node}.`
  return process.platform === 'linux' && process.arch === 'x64'
    ? `${found} One comes with the optional packages, which npm left out: ` +
        'run "npm ci --include=optional --include=dev", or install a newer Node.js.'
    : `${found} Install it from https://nodejs.org and start again.`
}
