import { pino } from 'pino'
import { expect, test } from 'vitest'
import type { OpeningState } from '../../../src/contract/console/opening.ts'
import { createOpening, type Opening } from '../../../src/engine/opening/opening.ts'
import { StoreError } from '../../../src/engine/store/error.ts'
import { temporaryDirectory } from '../../support/engine.ts'

const never = new AbortController().signal
const create = (): Opening => createOpening({ file: 'none.ts', log: pino({ level: 'silent' }), now: () => 1_000 })

async function states(opening: Opening, last: OpeningState['state'], act: () => void): Promise<readonly string[]> {
  const told: string[] = []
  const ending = new AbortController()
  for await (const { state } of opening.stream(ending.signal)) {
    told.push(state)
    if (told.length === 1) act()
    if (state === last) ending.abort()
  }
  return told
}

test('a stream tells the state at once, then every other, and ends with its signal', async () => {
  const opening = create()
  expect(await states(opening, 'open', () => opening.opened())).toEqual(['opening', 'open'])
  expect(await states(opening, 'open', () => undefined)).toEqual(['open'])
})

test('calls wait until the data is open', async () => {
  const opening = create()
  const waiting = opening.whenOpen(never)
  opening.begin()
  opening.opened()
  await waiting
})

test('a call that is cancelled meanwhile does not wait on', async () => {
  const caller = new AbortController()
  const waiting = create().whenOpen(caller.signal)
  caller.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
})

test('what keeps it from opening is told to those who wait, with its reason, and may be tried again', async () => {
  const opening = create()
  const waiting = opening.whenOpen(never)
  opening.failed(new StoreError('no space left on the disk', undefined, 'full'))
  await expect(waiting).rejects.toMatchObject({ code: 'unavailable', message: 'no space left on the disk' })
  expect(opening.state).toEqual({ state: 'failed', words: 'no space left on the disk', reason: 'full' })
  opening.begin()
  expect(opening.state.state).toBe('opening')
})

test('once it is to end nothing opens it again', async () => {
  const opening = create()
  const told = states(opening, 'stopped', () => void opening.stop())
  const all = await told
  expect([all[0], all.at(-1)]).toEqual(['opening', 'stopped'])
  opening.begin()
  opening.opened()
  opening.failed(new Error('late'))
  expect(opening.state.state).toBe('stopped')
  await expect(opening.whenOpen(never)).rejects.toMatchObject({ code: 'unavailable' })
  const [directory, remove] = temporaryDirectory()
  await expect(opening.prepare(directory)).rejects.toThrow('ended before the data was open')
  remove()
})

test('a new folder needs no thread', async () => {
  const [directory, remove] = temporaryDirectory()
  expect(await create().prepare(directory)).toBeUndefined()
  remove()
})
