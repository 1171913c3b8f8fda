import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/**
 * Packs the built console for Linux and looks at what came out. In the place of Electron's runtime stands a small
 * program: this proves the configuration and the files, not that the packed application starts.
 */
const root = join(import.meta.dirname, '..', '..')
const built = existsSync(join(root, 'out', 'main', 'engine.js'))
const require = createRequire(import.meta.url)

describe.skipIf(!built || process.platform !== 'linux')('packed console', () => {
  let folder: string
  let packed: string

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'honeynet-dist-'))
    packed = join(folder, 'dist', 'linux-unpacked', 'resources')
    pack(folder)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('programs, native code and data lie outside the archive; the Node for development stays at home', () => {
    const unpacked = join(packed, 'app.asar.unpacked')
    for (const file of [
      ...[
        'engine.js',
        'hunter.js',
        'preparer.js',
        'opener.js',
        'reader.js',
        'feed.js',
        'sensor.js',
        'demo.js',
        'files/engine/store/migrations/0001-events.sql',
      ].map((name) => join(unpacked, 'out', 'main', name)),
      join(unpacked, 'node_modules', 'better-sqlite3', 'prebuilds', 'linux-x64.node'),
      join(packed, 'resources', 'icon.png'),
      join(packed, 'geo', 'geo-whois-asn-country.mmdb'),
      join(packed, 'geo', 'asn', 'asn-ipv6-num.csv'),
      join(packed, 'app.asar'),
    ]) {
      expect(existsSync(file), file).toBe(true)
    }
    expect(readdirSync(join(unpacked, 'node_modules'))).toEqual(['better-sqlite3'])
  })

  test.each(['feed', 'sensor', 'demo'])('the packed %s finds its parts', (name) => {
    const file = join(packed, 'app.asar.unpacked', 'out', 'main', `${name}.js`)
    const { status, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8', cwd: folder })
    // Started without its options, it says so: everything it imports has been loaded by then.
    expect([status, stderr]).toEqual([2, expect.not.stringMatching(/ERR_|SyntaxError|TYPELESS/)])
  })
})

function pack(folder: string): void {
  const runtime = join(folder, 'runtime')
  mkdirSync(runtime)
  cpSync('/bin/true', join(runtime, 'electron'))
  const { version } = require('electron/package.json') as { version: string }
  writeFileSync(join(runtime, 'version'), version)
  const builder = join(dirname(require.resolve('electron-builder/package.json')), 'cli.js')
  const to = [`-c.electronDist=${runtime}`, `-c.directories.output=${join(folder, 'dist')}`]
  const args = [builder, '--dir', '--linux', '--x64', '--publish', 'never', ...to]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(`packing failed:\n${stdout}${stderr}`)
}
