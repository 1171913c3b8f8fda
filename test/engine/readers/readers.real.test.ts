import { getEventListeners } from 'node:events'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { storedCampaign } from '../../support/campaign.ts'
import { temporaryDirectory } from '../../support/engine.ts'
import { askOf, place, readersOf, startReadStore, type ReadStore } from '../../support/readers.ts'
import { until } from '../../support/until.ts'

let open: ReadStore
beforeAll(async () => {
  open = await startReadStore()
})
afterAll(() => open.stop())

/** What became of calls, in the order in which they ended. */
function journal(): {
  readonly lines: string[]
  readonly note: (name: string, call: Promise<unknown>) => Promise<void>
} {
  const lines: string[] = []
  const word = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'bug')
  return {
    lines,
    note: (name, call) =>
      call.then(
        () => void lines.push(name),
        (error: unknown) => void lines.push(`${name} ${word(error)}`),
      ),
  }
}

test('a call sees every write that came before it, and no read keeps the log from being emptied', async () => {
  const { store, ask } = open
  for (let at = 0; at < 50; at += 1) {
    const id = storedCampaign(store.writer, `number ${at}`)
    const both = [ask('campaign.get', { id }), ask('campaign.get', { id })]
    expect(await Promise.all(both)).toEqual([0, 1].map(() => expect.objectContaining({ sources: [] }) as unknown))
    const [emptied] = store.writer.all<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)')
    expect(emptied?.busy).toBe(0)
  }
})

test('short calls go on beside a report, a second report waits for the first, one that is given up is dropped', async () => {
  const { ask, report } = open
  const { lines, note } = journal()
  const givenUp = new AbortController()
  const long = [note('first', report()), note('given up', report(givenUp.signal)), note('second', report())]
  for (let at = 0; at < 10; at += 1) await note('short', ask('sources.page', { order: 'messages', limit: 50 }))
  expect(lines).toEqual(Array.from({ length: 10 }, () => 'short'))
  givenUp.abort()
  await Promise.all(long)
  expect(lines.slice(10)).toEqual(['given up cancelled', 'first', 'second'])
})

test('looking for all that match leaves a thread to the screens, and ends when nobody waits for it', async () => {
  const { ask, report } = open
  const { lines, note } = journal()
  const givenUp = new AbortController()
  const query = { filter: 'size:>10', zone: 'UTC', answers: false }
  const addresses = (signal?: AbortSignal): Promise<unknown> => ask('explore.addresses', { query, limit: 10 }, signal)
  const long = [note('report', report()), note('given up', addresses(givenUp.signal)), note('addresses', addresses())]
  for (let at = 0; at < 5; at += 1) await note('short', ask('sources.page', { order: 'messages', limit: 50 }))
  givenUp.abort()
  await Promise.all(long)
  expect(lines.slice(5)).toEqual(['given up cancelled', 'report', 'addresses'])
})

test('a cancelled report makes room for the next at once, wherever it was', async () => {
  const { ask, report } = open
  const whole = await timed(report())
  const waits: number[] = []
  for (const after of [0, 3, 8, 15, 30, 50, 80, 110]) {
    const abort = new AbortController()
    const { lines, note } = journal()
    const cancelled = note('report', report(abort.signal))
    await sleep(after)
    abort.abort()
    // A long call, so it begins only once the other is over.
    const subject = { kind: 'source', address: '203.0.113.1' }
    waits.push(await timed(ask('report.preview', { subject, tlp: 'AMBER' })))
    await cancelled
    expect(lines).toEqual(['report cancelled'])
  }
  console.log(`waits after a cancel: ${waits.map(Math.round).join(', ')} ms of ${Math.round(whole)} ms`)
  // Of many, and beside a whole one: any moment may be one when the machine is busy with others.
  expect(waits.toSorted((a, b) => a - b)[waits.length >> 1]).toBeLessThan(whole / 2)
})

/** @returns milliseconds. */
async function timed(call: Promise<unknown>): Promise<number> {
  const began = performance.now()
  await call
  return performance.now() - began
}

test('a thread that ends takes its own call with it and nothing else, and is started again', async () => {
  const file = new URL('mortal-worker-child.ts', import.meta.url).pathname
  const readers = readersOf(open.directory, file)
  readers.open({ path: open.store.readPath, place })
  for (let at = 0; at < 3; at += 1) {
    const others = Array.from({ length: 10 }, () => askOf(readers, 'sources.page', { order: 'messages', limit: 50 }))
    await expect(askOf(readers, 'search.quick', { text: 'end this thread' })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('the thread that read this ended') as string,
    })
    expect(await Promise.all(others)).toHaveLength(10)
  }
  await readers.close()
})

test('without a store to read every call says so, and once it is there they are answered', async () => {
  const [directory, remove] = temporaryDirectory()
  const path = join(directory, 'later.db')
  const readers = readersOf(directory)
  readers.open({ path, place })
  await expect(askOf(readers, 'campaigns.list', {})).rejects.toMatchObject({
    code: 'unavailable',
    message: 'no thread that reads the store can be started; try again',
  })
  open.store.writer.get('PRAGMA wal_checkpoint(TRUNCATE)')
  copyFileSync(open.store.path, path)
  await until('a thread reads the store', () => askOf(readers, 'campaigns.list', {}).catch(() => undefined))
  await readers.close()
  remove()
})

test('closing ends what runs and what waits by name, and refuses what comes later', async () => {
  const readers = readersOf(open.directory)
  readers.open({ path: open.store.readPath, place })
  const { lines, note } = journal()
  const report = { subject: { kind: 'campaign', id: open.campaign }, format: 'pdf', tlp: 'AMBER' }
  await askOf(readers, 'campaigns.list', {})
  const calls = ['running', 'waiting'].map((name) => note(name, askOf(readers, 'report.build', report)))
  await sleep(30)
  await readers.close()
  await Promise.all(calls)
  expect(lines.toSorted()).toEqual(['running unavailable', 'waiting unavailable'])
  await expect(askOf(readers, 'campaigns.list', {})).rejects.toMatchObject({ code: 'unavailable' })
})

test('a signal that outlives a thousand calls holds on to none of their answers', async () => {
  const abort = new AbortController()
  const params = { order: 'messages', limit: 5 }
  for (let at = 0; at < 20; at += 1) await open.ask('sources.page', params, abort.signal)
  const failing = open.ask('campaign.get', { id: 987_654 }, abort.signal)
  await expect(failing).rejects.toMatchObject({ code: 'not-found' })
  expect(getEventListeners(abort.signal, 'abort')).toEqual([])
  abort.abort()
})

test('screens get what there is time for, and whoever is patient gets all', async () => {
  const readers = readersOf(open.directory)
  readers.open({ path: open.store.readPath, place: { ...place, patience: 0 } })
  const query = { filter: 'size:>10', zone: 'UTC', answers: false }
  const ask = (patient: boolean): Promise<unknown> =>
    readers.ask(
      'explore.sources',
      { query, limit: 500 },
      { live: {}, signal: new AbortController().signal, ...(patient ? { patient } : {}) },
    )
  expect(await ask(false)).toMatchObject({ complete: false })
  expect(await ask(true)).toMatchObject({ complete: true, rows: { length: 200 } })
  await readers.close()
})
