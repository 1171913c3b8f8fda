import { createChanges } from '../../../src/engine/changes.ts'
import { Importer } from '../../../src/engine/imports/importer.ts'
import type { Recording } from '../../../src/engine/imports/recorder.ts'
import { createIngest } from '../../../src/engine/ingest/ingest.ts'
import { openStore } from '../../../src/engine/store/open.ts'
import { createTail } from '../../../src/engine/tail.ts'
import type { ImportAccount } from '../../../src/contract/console/imports.ts'
import { testGeo } from '../../support/store.ts'

export interface ImportStore extends Recording {
  close(): Promise<void>
}

/** What an import writes to, in a folder that may hold a store already. */
export function openImportStore(directory: string): ImportStore {
  const store = openStore({ directory })
  const changes = createChanges()
  const ingest = createIngest({ store, geo: testGeo, changes, tail: createTail(), now: Date.now })
  return { store, changes, ingest, close: () => ingest.close().then(() => store.close()) }
}

const pieceBytes = 50_000

/** Imports a whole file; with `stopAfter` it is cancelled behind so many bytes. */
export async function importAll(
  to: Recording,
  name: string,
  file: Uint8Array,
  stopAfter = Infinity,
): Promise<ImportAccount> {
  const importer = new Importer(to, name)
  const abort = new AbortController()
  try {
    for (let at = 0; at < file.length; at += pieceBytes) {
      if (at >= stopAfter) abort.abort()
      await importer.push(file.slice(at, at + pieceBytes), abort.signal)
    }
    return await importer.end(abort.signal)
  } catch (error) {
    if (!abort.signal.aborted) throw error
    return importer.account()
  } finally {
    importer.close()
  }
}
