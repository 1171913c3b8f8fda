import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStore } from '../../../src/engine/store/open.ts'
import { temporaryDirectory } from '../../support/engine.ts'

const child = join(import.meta.dirname, 'one-moment-child.ts')

test.skipIf(process.platform !== 'linux')('an error of the disk is not hidden behind the end of a moment', () => {
  const [directory, remove] = temporaryDirectory()
  const written = openStore({ directory })
  for (let row = 0; row < 500; row += 1)
    written.writer.run('INSERT INTO sensor (url, token) VALUES (?, ?)', `ws://127.0.0.1:${row}/`, 'x'.repeat(2_000))
  written.close()
  const { stdout } = spawnSync(process.execPath, [child, written.path], { encoding: 'utf8' })
  remove()
  expect(stdout).toMatch(/^SQLITE_IOERR/)
})
