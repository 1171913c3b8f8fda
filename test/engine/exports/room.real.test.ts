import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createChanges } from '../../../src/engine/changes.ts'
import { createExports, type Exports } from '../../../src/engine/exports/exports.ts'
import { createJobs } from '../../../src/engine/jobs/jobs.ts'
import { engineOptions } from '../../support/engine.ts'
import { startReadStore, type ReadStore } from '../../support/readers.ts'
import { until } from '../../support/until.ts'

let open: ReadStore
beforeAll(async () => {
  open = await startReadStore()
})
afterAll(() => open.stop())

const wanted = { query: { filter: '', zone: 'UTC', answers: true }, tab: 'messages', sort: undefined } as const

function exportsOf(reserve: number): Exports {
  const { store, readers, directory } = open
  const jobs = createJobs(createChanges(), engineOptions(directory).log, Date.now)
  return createExports({ store, readers, jobs, live: () => ({}), now: Date.now, reserve })
}

test('an export is never what fills the disk that sensors’ messages go to', () => {
  expect(() => exportsOf(1e18).start(wanted, 'csv', undefined)).toThrow(/not enough room on the disk/)
})

test('only some are written at a time, and of those that nobody fetches the oldest go', async () => {
  const exports = exportsOf(0)
  const ids: number[] = []
  for (let round = 0; round < 8; round += 1) {
    for (let at = 0; at < 4; at += 1) ids.push(exports.start(wanted, 'jsonl', undefined).id)
    if (round === 0) expect(() => exports.start(wanted, 'jsonl', undefined)).toThrow(/4 exports are being written/)
    for (const id of ids.slice(-4))
      await until('it is written', () => Promise.resolve(exports.get(id).state === 'done'))
  }
  expect(() => exports.get(ids[0] ?? 0)).toThrow(/removed/)
  expect(exports.get(ids.at(-1) ?? 0)).toMatchObject({ rows: 600 })
  expect(readdirSync(join(open.directory, 'exports')).length).toBeLessThan(25)
})
