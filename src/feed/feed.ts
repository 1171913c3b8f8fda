import type { Logger } from 'pino'
import type { FeedInfo } from '../contract/ledger/api.ts'
import { forbids } from '../contract/ledger/whitelist.ts'
import { createAuthority, type Authority } from './authority.ts'
import type { Clock } from './time/clock.ts'
import { bundledInForce, isLoopback, ledgerHostNames, type FeedConfig } from './config.ts'
import { createLedgerGuard } from './http/guard.ts'
import type { LedgerService } from './http/ledger-routes.ts'
import { peersBehind } from './http/peer.ts'
import { createPublicRoutes } from './http/public-routes.ts'
import { createFeedServer, type FeedServer, type Patience } from './http/server.ts'
import { consoleRows } from './ledger/consoles.ts'
import { openDatabase } from './ledger/database.ts'
import { openLedger, type Ledger } from './ledger/ledger.ts'
import { lockDirectory } from './ledger/lock.ts'
import { finishRestore } from './ledger/restore.ts'
import type { LedgerState } from './ledger/state.ts'
import { subscriberRows } from './ledger/subscribers.ts'
import { createConsoles } from './own/consoles.ts'
import { createOwnAddresses } from './own/own-addresses.ts'
import { createApiban, mostForNftables, type Apiban } from './publish/formats/apiban.ts'
import { Refusal } from './refusal.ts'
import { reachedBan, reachOf } from './subscribers/reach.ts'
import { createSubscribers, type Subscribers } from './subscribers/subscribers.ts'

export interface FeedOptions {
  readonly clock: Clock
  readonly log: Logger
  /** With those who stand still; as long as is usual without it. */
  readonly patience?: Patience
}

export interface RunningFeed {
  readonly url: string
  /** Reads the certificate's files anew; they are looked at every few seconds anyway. */
  renewCertificate(): void
  stop(): Promise<void>
}

/** How often what subscribers were given goes to disk, milliseconds; a crash loses at most this of them. */
const flushEvery = 5_000

/** @throws when the directory is in use or holds no readable ledger, or when the address cannot be listened on. */
export async function startFeed(config: FeedConfig, options: FeedOptions): Promise<RunningFeed> {
  const cleanUp = new DisposableStack()
  try {
    const server = assemble(config, options, cleanUp)
    const url = await server.listen(config.listen.address, config.listen.port)
    return {
      url,
      renewCertificate: () => server.renewCertificate(),
      async stop() {
        await server.stop()
        cleanUp.dispose()
      },
    }
  } catch (error) {
    cleanUp.dispose()
    throw error
  }
}

/** Puts the parts together; what must be undone in the end goes on `cleanUp`, last in first out. */
function assemble(config: FeedConfig, { clock, log, patience }: FeedOptions, cleanUp: DisposableStack): FeedServer {
  const { directory, solo, holdSeconds, unproven, demo } = config
  cleanUp.defer(lockDirectory(directory))
  finishRestore(directory, clock.now())
  const database = cleanUp.adopt(openDatabase(directory), (open) => open.close())
  const ledger = openLedger(database, { directory, log })
  const recorded = (): number => ledger.state.end.recordedAt
  const subscribers = createSubscribers(subscriberRows(database), config.limits, () => clock.now(), recorded)
  const consoles = createConsoles(consoleRows(database))
  const ours = createOwnAddresses({ subscribers, consoles, state: ledger.state, now: () => clock.now() })
  const rules = { demo, own: config.protectedAddresses, bundled: bundledInForce(config), ours }
  const authority = createAuthority({ ledger, clock, log, rules, policy: { solo, holdSeconds, unproven } })
  const apiban = createApiban(authority.list)
  const peerOf = peersBehind(config.trustedProxies)
  const server = createFeedServer({
    routes: createPublicRoutes({
      ...{ list: authority.list, subscribers, now: () => clock.now(), peerOf },
      whitelist: () => whitelistedNetworks(ledger.state),
    }),
    ledger: { ...ledgerService(config, ledger, authority, subscribers, clock), consoles, peerOf },
    guard: createLedgerGuard(config.consoleToken, ledgerHostNames(config)),
    log,
    tls: config.tls,
    patience,
  })
  authority.onAppended(() => server.streams.wake())
  warn(config, authority, apiban, log)
  cleanUp.defer(() => flush(subscribers, log))
  const flushing = setInterval(() => {
    // A step of the machine's clock is noticed when somebody looks.
    clock.now()
    flush(subscribers, log)
  }, flushEvery)
  cleanUp.defer(() => clearInterval(flushing))
  cleanUp.defer(() => authority.stop())
  authority.start()
  return server
}

function ledgerService(
  config: FeedConfig,
  ledger: Ledger,
  authority: Authority,
  subscribers: Subscribers,
  clock: Clock,
): Omit<LedgerService, 'consoles' | 'peerOf'> {
  return {
    info: () => infoOf(config, ledger, authority, clock),
    enrol: authority.enrol,
    orders: authority.orders,
    admit: (signed) => authority.admit(signed),
    page: (after, limit) => ledger.page(after, limit),
    subscribers,
    reach(id) {
      const ban = ledger.state.bans.get(id)
      if (!ban) throw new Refusal('not-found', `there is no ban ${id}`)
      return reachOf(reachedBan(ban, authority.list.snapshot().removed), subscribers.seen(), clock.now())
    },
    now: () => clock.now(),
  }
}

/** Those that may not be blocked; what is known of a source but its address means nothing to firewalls. */
const whitelistedNetworks = ({ active }: LedgerState): readonly string[] =>
  [...active.values()]
    .map(({ entry }) => entry.addition)
    .filter((addition) => (addition.match ?? 'network') === 'network' && forbids(addition))
    .map(({ value }) => value)

function infoOf(config: FeedConfig, { state, signer, fault }: Ledger, { list }: Authority, clock: Clock): FeedInfo {
  const { solo, holdSeconds, unproven, demo } = config
  return {
    version: 1,
    software: 'honeynet-feed',
    key: state.feedKey ?? signer?.key ?? '',
    solo,
    holdSeconds,
    unproven,
    records: state.end.seq,
    verified: fault === undefined,
    published: list.snapshot().entries.length,
    demo,
    bundled: [...bundledInForce(config)],
    ...clockOf(clock, state.end.recordedAt),
  }
}

/** Behind its last record by more than this, milliseconds, the clock of the machine is or was wrong. */
const worthTelling = 60_000

function clockOf(clock: Clock, recordedAt: number): Pick<FeedInfo, 'clock'> {
  const behind = recordedAt - clock.latest()
  const found = clock.doubt() ?? (behind > worthTelling ? { ahead: -behind } : undefined)
  return found ? { clock: found } : {}
}

/** What an operator should know although nothing is wrong yet. */
function warn(config: FeedConfig, authority: Authority, apiban: Apiban, log: Logger): void {
  if (!isLoopback(config.listen.address) && !config.tls)
    log.warn('served without TLS: keys and tokens can be read on the way')
  let many = false
  const watch = (): void => {
    const before = many
    many = apiban.size() > mostForNftables
    if (many && !before)
      log.warn({ most: mostForNftables }, 'more addresses than the nftables client can pull in one run')
  }
  authority.onAppended(watch)
  watch()
}

function flush(subscribers: Subscribers, log: Logger): void {
  try {
    subscribers.flush()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    log.warn({ reason: error.message }, 'pull counts could not be stored')
  }
}
