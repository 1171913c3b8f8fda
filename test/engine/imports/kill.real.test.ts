import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { temporaryDirectory } from '../../support/engine.ts'
import { expectExact, recount } from '../../support/recount.ts'
import { openImportStore } from './import-store.ts'
import { trafficCapture } from './traffic-capture.ts'

const messages = 6_000
const rounds = 5
const program = join(import.meta.dirname, 'import-child.ts')

/** Lets it import until its first piece and `milliseconds` more; without them to the end. @returns what it said. */
async function run(directory: string, file: string, milliseconds?: number): Promise<string> {
  const child = spawn(process.execPath, [program, directory, file], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = once(child, 'exit')
  let said = ''
  const begun = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk) => {
      said += String(chunk)
      resolve()
    })
  })
  if (milliseconds !== undefined) {
    await Promise.race([begun, gone])
    await sleep(milliseconds)
    child.kill('SIGKILL')
  }
  await gone
  return said
}

it(`imports everything once through ${rounds} kills, as if there had been none`, async () => {
  const [directory, remove] = temporaryDirectory()
  const [untouched, removeOther] = temporaryDirectory()
  try {
    const file = join(directory, 'night.pcap')
    writeFileSync(file, trafficCapture(messages))
    const stored: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      await run(directory, file, 10 + round * 50)
      const to = openImportStore(directory)
      expectExact(to.store)
      stored.push(to.store.reader.get<{ n: number }>('SELECT count(*) AS n FROM event')?.n ?? 0)
      await to.close()
    }
    // Some kills came in the middle, and each import went on from where the one before was.
    expect(stored.some((count) => count > 0 && count < messages)).toBe(true)
    expect(stored).toEqual(stored.toSorted((one, other) => one - other))
    const last = await run(directory, file)
    expect(last).toContain(`"known":${stored.at(-1)}`)
    await run(untouched, file)
    const [killed, whole] = [openImportStore(directory), openImportStore(untouched)]
    expectExact(killed.store)
    expect(recount(killed.store).kept).toEqual(recount(whole.store).kept)
    await Promise.all([killed.close(), whole.close()])
  } finally {
    remove()
    removeOther()
  }
})
