import { expect } from 'vitest'
import type { RecordKind } from '../../src/contract/ledger/intent.ts'
import type { LedgerRecord } from '../../src/contract/ledger/record.ts'
import { createMirror } from '../../src/engine/blacklist/ledger/mirror.ts'
import { createReading, type LiveState, type Reading } from '../../src/engine/readers/reading.ts'
import { ledgerMirrorStore } from '../../src/engine/store/ledger-mirror.ts'
import { createAuthor, type Author } from './ledger-client.ts'
import { createHarness, refusalOf, type Harness, type HarnessOptions } from './ledger-harness.ts'
import { place } from './readers.ts'
import { openTestStore, type TestStore } from './store.ts'
import { openMadeUpSystems } from './systems.ts'

/** A feed and a console's store with its copy of the ledger, without what lies between them. */
export interface CopiedLedger extends Pick<Harness, 'authority' | 'ledger' | 'clock'> {
  readonly ada: Author
  readonly bob: Author
  readonly copy: TestStore
  /** What a reading call looks at. */
  readonly reading: (live?: LiveState) => Reading
  /** Brings the copy up to date. @returns what the feed recorded since the last time. */
  readonly follow: () => readonly LedgerRecord[]
  /** @returns `admitted`, or why not. */
  readonly ask: (kind: RecordKind, subject: string, body: unknown, author?: Author) => string
  readonly stop: () => void
}

export function openCopiedLedger(options: HarnessOptions): CopiedLedger {
  const harness = createHarness(options)
  const { authority, ledger, clock } = harness
  const [ada, bob] = [createAuthor(), createAuthor()]
  harness.database.pragma('synchronous = OFF')
  harness.team(ada, bob)
  const copy = openTestStore(1, () => clock.now())
  copy.store.writer.run('PRAGMA synchronous = OFF')
  const mirror = createMirror(ledgerMirrorStore(copy.store.writer))
  const systems = openMadeUpSystems()
  return {
    ...{ authority, ledger, clock, ada, bob, copy },
    reading: (live = {}) => createReading({ place, reader: copy.store.reader, live, systems, now: () => clock.now() }),
    follow: () => {
      mirror.meet(ledger.signer?.key ?? expect.fail(), ledger.state.end.seq)
      const found: LedgerRecord[] = []
      for (;;) {
        const page = ledger.page(mirror.cursor(), 500)
        if (page.length === 0) return found
        for (const record of page) found.push(mirror.take(record) ?? expect.fail())
      }
    },
    ask: (kind, subject, body, author = ada) => refusalOf(() => authority.admit(author.intend(kind, subject, body))),
    stop: () => {
      copy.stop()
      harness.close()
    },
  }
}
