import { chmodSync, linkSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { discardSensor, startSensor } from '../support/sensor-process.ts'

const isRoot = process.getuid?.() === 0
const user = { name: 'nobody' }

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sensor-root-'))
  chmodSync(directory, 0o755)
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

it.runIf(isRoot)('hands the spool to its user and runs on as that user', async () => {
  const sensor = await startSensor({ directory, config: { user } })
  expect(statSync(`/proc/${sensor.pid}`).uid).not.toBe(0)
  expect(statSync(join(directory, 'spool', 'sensor-key.pem')).uid).toBe(statSync(`/proc/${sensor.pid}`).uid)
  await discardSensor(sensor)
})

it.runIf(isRoot).each([
  ['a symbolic link', symlinkSync],
  ['a second name of a file', linkSync],
])('as root writes through nothing that an unprivileged run left behind: %s', async (_name, plant) => {
  const first = await startSensor({ directory, config: { user } })
  await first.stop()
  const precious = join(directory, 'precious')
  writeFileSync(precious, 'of root alone')
  plant(precious, join(directory, 'spool', 'numbering.json.new'))
  await expect(startSensor({ directory, config: { user } })).rejects.toThrow('no plain file')
  expect(statSync(precious)).toMatchObject({ uid: 0, size: 13 })
})
