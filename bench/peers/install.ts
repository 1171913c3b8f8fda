import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const folder = import.meta.dirname
/** Written last, inside the folder that an install empties first: an interrupted install leaves none. */
const stamp = join(folder, 'node_modules', '.installed')

/**
 * Loads a package of this folder. Installs them all when they do not match the lock: they are no packages of the app,
 * because nothing but the bench needs them and one of them would bring an old linter along.
 *
 * @throws Error when npm cannot install, as without a network.
 */
export function peer(name: string): unknown {
  const lock = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex')
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
    install()
    writeFileSync(stamp, lock)
  }
  return createRequire(join(folder, 'package.json'))(name) as unknown
}

function install(): void {
  process.stderr.write('> installing the parsers to measure against\n')
  const args = [
    'ci',
    '--prefix',
    folder,
    '--omit=dev',
    '--legacy-peer-deps',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
  ]
  const { status, error } = npm([...args, '--loglevel=error'])
  if (status !== 0) throw new Error('npm could not install the parsers to measure against', { cause: error })
}

/** npm's output goes to stderr: stdout belongs to the bench. */
function npm(args: readonly string[]): ReturnType<typeof spawnSync> {
  const cli = process.env['npm_execpath']
  const stdio = ['ignore', 2, 2] as ['ignore', 2, 2]
  if (cli !== undefined && /npm.*\.c?js$/.test(cli)) return spawnSync(process.execPath, [cli, ...args], { stdio })
  const windows = process.platform === 'win32'
  return spawnSync(windows ? 'npm.cmd' : 'npm', args, { stdio, shell: windows })
}
