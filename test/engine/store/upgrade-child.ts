import { writeSync } from 'node:fs'
import type { OpeningStep } from '../../../src/contract/console/opening.ts'
import { openStore } from '../../../src/engine/store/open.ts'

/** Opens a folder of an older format, and kills itself in front of the n-th statement that brings it up to date. */
const [directory = '', statement = ''] = process.argv.slice(2)
let seen = 0
const onStep = (step: OpeningStep): void => {
  if (step.work !== 'upgrade') return
  seen += 1
  writeSync(1, `${Math.floor(100 * step.share)}\n`)
  if (seen === Number(statement)) process.kill(process.pid, 'SIGKILL')
}
openStore({ directory, onStep }).close()
