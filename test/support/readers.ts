import { join, resolve } from 'node:path'
import type { ReadCall } from '../../src/engine/read-handlers.ts'
import { startReaders, type Readers } from '../../src/engine/readers/pool.ts'
import type { ReadingPlace } from '../../src/engine/readers/reading.ts'
import { openStore, type Store } from '../../src/engine/store/open.ts'
import { storedCampaign } from './campaign.ts'
import { engineOptions, systemsDirectory, temporaryDirectory } from './engine.ts'
import { request, seed } from './triage.ts'

const root = resolve(import.meta.dirname, '../..')
const start = Date.UTC(2026, 2, 1) * 1000

/** Sources of the campaign that makes a long report: some hundred milliseconds of gathering, more of laying it out. */
const crowd = 200

export const place: ReadingPlace = {
  workspace: 'main',
  directory: root,
  resources: join(root, 'resources'),
  analyst: 'analyst',
  version: '0.0.0',
  systemsAt: { directory: systemsDirectory },
}

export interface ReadStore {
  readonly store: Store
  readonly directory: string
  readonly readers: Readers
  /** Names the large campaign. */
  readonly campaign: number
  readonly ask: (name: ReadCall, params: unknown, signal?: AbortSignal) => Promise<unknown>
  /** The long call: a report of the large campaign, laid out in pages. */
  readonly report: (signal?: AbortSignal) => Promise<unknown>
  stop(): Promise<void>
}

/** @param file the worker's, instead of the real one. */
export function readersOf(directory: string, file?: string): Readers {
  const { threads, log } = engineOptions(directory)
  return startReaders({ file: file ?? threads.reader, log })
}

export const askOf = (
  readers: Readers,
  name: ReadCall,
  params: unknown,
  signal = new AbortController().signal,
): Promise<unknown> => readers.ask(name, params, { live: {}, signal })

/** Real threads over a real store, without an engine around them. */
export async function startReadStore(): Promise<ReadStore> {
  const [directory, remove] = temporaryDirectory()
  const sources = Array.from({ length: crowd }, (_, at) => `203.0.${113 + (at >> 7)}.${(at & 127) + 1}`)
  seed(
    directory,
    [0, 1, 2].flatMap((round) => sources.map((source, at) => request({ source, at: start + round * 60e6 + at }))),
  )
  const store = openStore({ directory })
  const campaign = storedCampaign(store.writer, 'crowd', sources)
  const readers = readersOf(directory)
  readers.open({ path: store.readPath, place })
  const ask: ReadStore['ask'] = (name, params, signal) => askOf(readers, name, params, signal)
  await ask('search.quick', { text: '203' })
  return {
    store,
    directory,
    readers,
    campaign,
    ask,
    report: (signal) =>
      ask('report.build', { subject: { kind: 'campaign', id: campaign }, format: 'pdf', tlp: 'AMBER' }, signal),
    stop: async () => {
      await readers.close()
      store.close()
      remove()
    },
  }
}
