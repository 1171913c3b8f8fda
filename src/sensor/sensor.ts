import { existsSync } from 'node:fs'
import type { Logger } from 'pino'
import type { SensorHello, WireCounters } from '../contract/wire/frames.ts'
import { wireVersion } from '../contract/wire/limits.ts'
import { Extensions } from './answer/extensions.ts'
import { Policy } from './answer/policy.ts'
import { createClock } from './clock.ts'
import type { SensorConfig } from './config/schema.ts'
import { createCounters } from './counters.ts'
import { ReflectionGuard } from './guard/reflection-guard.ts'
import type { HealthReport } from './health/report.ts'
import { serveHealth } from './health/server.ts'
import { openIdentity } from './identity.ts'
import { Cursors } from './link/cursors.ts'
import { serveLink } from './link/server.ts'
import type { Listen, Listener, ListenerContext } from './listeners/listener.ts'
import { listenTcp } from './listeners/tcp.ts'
import { listenUdp } from './listeners/udp.ts'
import { hostPort } from './listening.ts'
import { dropPrivileges, requirePlainFiles } from './privileges.ts'
import { RoutabilityProof } from './proof/routability.ts'
import { Reception } from './reception.ts'
import { claimSpool } from './spool/claim.ts'
import { Spool } from './spool/spool.ts'

export interface RunningSensor {
  /** Where everything is bound. */
  readonly ready: { readonly link: string; readonly listen: readonly Listen[]; readonly health: string }
  stop(): Promise<void>
}

const software = 'honeynet-sensor/0.1.0'

/** @throws when an address cannot be bound or the spool cannot be opened. */
export async function startSensor(config: SensorConfig, log: Logger): Promise<RunningSensor> {
  const started = performance.now()
  const clock = createClock()
  const counters = createCounters()
  if (config.user !== undefined && existsSync(config.spool.directory)) requirePlainFiles(config.spool.directory)
  await claimSpool(config.spool.directory, log)
  const spool = new Spool(config.spool, log, clock())
  const identity = openIdentity(config.spool.directory)
  const cursors = new Cursors(config.spool.directory, spool.epoch)
  const proof = new RoutabilityProof(identity.secret)
  const { extensions, publicUsers, ...answers } = config.answers
  const whenRecorded = (then: () => void): void => spool.whenWritten(then)
  const reception = new Reception({
    clock,
    counters,
    guard: new ReflectionGuard(answers),
    policy: new Policy({
      ...answers,
      extensions: new Extensions(extensions),
      publicUsers: new Set(publicUsers),
      proof,
    }),
    proof,
    record: (event) => spool.append(event),
    whenRecorded,
  })
  const listeners = await listenAll(config.listen, {
    receive: (inbound) => reception.receive(inbound),
    whenRecorded,
    counters,
    log,
    demo: config.demo,
  })
  const state = (): Omit<HealthReport, 'consoles'> => ({
    name: config.name,
    sensor: identity.sensor,
    software,
    uptime: Math.round((performance.now() - started) / 1000),
    epoch: spool.epoch,
    first: spool.first,
    last: spool.last,
    clock: clock(),
    spoolBytes: spool.bytes,
    spoolWaiting: spool.last - Math.max(cursors.lowest ?? 0, spool.first - 1),
    ...(spool.error === undefined ? {} : { spoolError: spool.error }),
    ...kernelDropsOf(listeners),
    counters: { ...counters },
  })
  const link = await serveLink(config.link, {
    token: config.link.token,
    spool,
    cursors,
    clock,
    log,
    hello: (challenge) => helloOf(config, state(), challenge),
    counters: () => wireCountersOf(state()),
    onRefused: () => (counters.linkRefused += 1),
    onBadFrame: () => (counters.linkErrors += 1),
  })
  const health = await serveHealth(config.health, () => ({ ...state(), consoles: link.connected() }))
  if (config.user !== undefined) dropPrivileges(config.user, config.spool.directory)
  return {
    ready: {
      link: `ws://${hostPort(config.link.address, link.address.port)}`,
      listen: listeners.map((listener) => listener.bound),
      health: `http://${hostPort(config.health.address, health.address.port)}`,
    },
    stop: async () => {
      // What was heard is written and answered before the sockets close.
      spool.flush()
      await Promise.all(listeners.map((listener) => listener.stop()))
      spool.flush()
      await Promise.all([link.stop(), health.stop()])
      cursors.save()
      spool.close()
    },
  }
}

/** One after the other, so that the first that cannot be bound is the one named. */
async function listenAll(wanted: readonly Listen[], context: ListenerContext): Promise<Listener[]> {
  const listeners: Listener[] = []
  for (const listen of wanted) {
    listeners.push(await (listen.transport === 'udp' ? listenUdp(listen, context) : listenTcp(listen, context)))
  }
  return listeners
}

function kernelDropsOf(listeners: readonly Listener[]): { kernelDrops?: number } {
  const known = listeners.flatMap((listener) => listener.kernelDrops() ?? [])
  return known.length === 0 ? {} : { kernelDrops: known.reduce((sum, drops) => sum + drops, 0) }
}

function helloOf(config: SensorConfig, state: Omit<HealthReport, 'consoles'>, challenge: Uint8Array): SensorHello {
  const { name, region, location, zone } = config
  const { sensor, epoch, first, last, clock } = state
  return {
    type: 'hello',
    version: wireVersion,
    sensor,
    name,
    region,
    location,
    zone,
    software,
    epoch,
    first,
    last,
    clock,
    challenge,
  }
}

function wireCountersOf(state: Omit<HealthReport, 'consoles'>): WireCounters {
  const { counters, spoolBytes, spoolWaiting, spoolError, kernelDrops } = state
  const { received, answered, throttled, malformed } = counters
  return {
    received,
    answered,
    throttled,
    malformed,
    spoolBytes,
    spoolWaiting,
    ...(spoolError === undefined ? {} : { spoolError }),
    ...(kernelDrops === undefined ? {} : { kernelDrops }),
  }
}
