import { writeSync } from 'node:fs'
import { openStore } from '../../../src/engine/store/open.ts'

/** Opens a folder of an older format, and kills itself in front of the n-th statement that brings it up to date. */
const [directory = '', statement = ''] = process.argv.slice(2)
let seen = 0
const onUpgrade = (percent: number): void => {
  seen += 1
  writeSync(1, `${percent}\n`)
  if (seen === Number(statement)) process.kill(process.pid, 'SIGKILL')
}
openStore({ directory, onUpgrade }).close()
