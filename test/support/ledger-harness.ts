import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { createAuthority, type Authority } from '../../src/feed/authority.ts'
import type { Clock } from '../../src/feed/time/clock.ts'
import { openDatabase, type FeedDatabase } from '../../src/feed/ledger/database.ts'
import { openLedger, type Ledger } from '../../src/feed/ledger/ledger.ts'
import { Refusal } from '../../src/feed/refusal.ts'
import { roles } from '../../src/contract/ledger/intents/people.ts'
import type { OwnAddresses } from '../../src/feed/own/own-addresses.ts'
import type { RangePolicy } from '../../src/contract/ledger/ranges.ts'
import { invitationOf, type Author } from './ledger-client.ts'

/** Time that passes when the test says so. */
export interface TestClock extends Clock {
  /** Lets `milliseconds` pass, waking whoever waits, each at its own time. */
  pass(milliseconds: number): void
  /** Sets the wall clock without waking anybody, as an operator might. */
  set(time: number): void
}

export function createTestClock(start = 1_800_000_000_000): TestClock {
  let time = start
  const waiting = new Set<{ at: number; run: () => void }>()
  const earliest = () => [...waiting].reduce((a, b) => (b.at < a.at ? b : a), { at: Infinity, run: () => undefined })
  return {
    now: () => time,
    latest: () => time,
    doubt: () => undefined,
    wake(at, run) {
      const entry = { at, run }
      waiting.add(entry)
      return () => void waiting.delete(entry)
    },
    pass(milliseconds) {
      const end = time + milliseconds
      for (let next = earliest(); next.at <= end; next = earliest()) {
        waiting.delete(next)
        time = Math.max(time, next.at)
        next.run()
      }
      time = end
    },
    set: (to) => void (time = to),
  }
}

export interface Harness {
  readonly authority: Authority
  readonly ledger: Ledger
  readonly database: FeedDatabase
  readonly directory: string
  readonly clock: TestClock
  /** Enrols them with all roles: the first founds the team and lets the others in. */
  team(founder: Author, ...others: readonly Author[]): void
  /** Closes as a crash would, and opens the same files again; with what the configuration changed meanwhile. */
  reopen(changes?: HarnessOptions): Harness
  close(): void
}

export interface HarnessOptions {
  readonly solo?: boolean
  readonly holdSeconds?: number
  readonly unproven?: 'confirm' | 'forbid'
  /** No bundled list is in force where none is named: many tests ban well-known addresses. */
  readonly rules?: RangePolicy & { readonly bundled?: readonly string[]; readonly ours?: OwnAddresses }
  readonly clock?: TestClock
}

/** The feed without its HTTP side, on a real database. */
export function createHarness(
  options: HarnessOptions = {},
  directory = mkdtempSync(join(tmpdir(), 'feed-ledger-')),
): Harness {
  const { clock = createTestClock(), solo = true, holdSeconds = 0, unproven = 'confirm' } = options
  const rules = { demo: false, own: [], bundled: [], ours: () => [], ...options.rules }
  const log = pino({ level: 'silent' })
  const database = openDatabase(directory)
  const ledger = openLedger(database, { directory, log })
  const authority = createAuthority({ ledger, clock, log, rules, policy: { solo, holdSeconds, unproven } })
  authority.start()
  const stop = (): void => {
    authority.stop()
    database.close()
  }
  return {
    ...{ authority, ledger, database, directory, clock },
    team(founder, ...others) {
      authority.enrol(founder.key, nameOf(founder))
      for (const each of others) letIn(authority, founder, each, clock.now())
    },
    reopen(changes = {}) {
      stop()
      return createHarness({ ...options, clock, ...changes }, directory)
    },
    close() {
      stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

const nameOf = ({ key }: Author): string => `analyst ${key.slice(0, 8)}`

function letIn(authority: Authority, founder: Author, newcomer: Author, now: number): void {
  const { code, invited } = invitationOf(founder, nameOf(newcomer), now)
  authority.admit(invited)
  authority.enrol(newcomer.key, 'whatever', code)
  authority.admit(founder.intend('analyst.admitted', newcomer.key, { roles }))
}

/** @returns the refusal's code, or `admitted`. */
export function refusalOf(run: () => unknown): string {
  try {
    run()
    return 'admitted'
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}
