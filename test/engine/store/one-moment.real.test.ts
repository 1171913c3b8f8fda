import { closeSync, readdirSync, readlinkSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { codeOf } from '../../../src/engine/store/error.ts'
import { openStore } from '../../../src/engine/store/open.ts'
import { openReadOnly } from '../../../src/engine/store/read-only.ts'
import { temporaryDirectory } from '../../support/engine.ts'

const stops: (() => void)[] = []
afterEach(() => stops.splice(0).forEach((stop) => stop()))

const numbersOf = (path: string): readonly number[] =>
  readdirSync('/proc/self/fd').flatMap((number) => {
    try {
      return readlinkSync(`/proc/self/fd/${number}`) === path ? [Number(number)] : []
    } catch {
      return [] // The one by which the list was read.
    }
  })

test.skipIf(process.platform !== 'linux')('an error of the disk is not hidden behind the end of a moment', () => {
  const [directory, remove] = temporaryDirectory()
  stops.push(remove)
  const written = openStore({ directory })
  for (let row = 0; row < 500; row += 1)
    written.writer.run('INSERT INTO sensor (url, token) VALUES (?, ?)', `ws://127.0.0.1:${row}/`, 'x'.repeat(2_000))
  written.close()
  const { path } = written
  const store = openReadOnly(path)
  // What a disk that was pulled out does: nothing of the file can be read any more.
  for (const number of numbersOf(path)) closeSync(number)
  const read = (): unknown => store.atOneMoment(() => store.reader.all('SELECT * FROM sensor'))
  try {
    read()
    expect.unreachable()
  } catch (error) {
    expect(codeOf(error)).toMatch(/^SQLITE_IOERR/)
  }
})
