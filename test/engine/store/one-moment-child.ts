import { closeSync, readdirSync, readlinkSync, writeSync } from 'node:fs'
import { codeOf } from '../../../src/engine/store/error.ts'
import { openReadOnly } from '../../../src/engine/store/read-only.ts'

/** Takes a database away under a connection, as a disk that is pulled out does, and prints the code of what is read then. */
const [path = ''] = process.argv.slice(2)
const store = openReadOnly(path)
for (const number of readdirSync('/proc/self/fd').map(Number)) if (leadsTo(number) === path) closeSync(number)
try {
  store.atOneMoment(() => store.reader.all('SELECT * FROM sensor'))
} catch (error) {
  writeSync(1, codeOf(error))
}
// Nothing more is closed: what those numbers lead to now is unknown.
process.kill(process.pid, 'SIGKILL')

function leadsTo(number: number): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${number}`)
  } catch {
    return undefined // The one by which the list was read.
  }
}
