import type { Logger } from 'pino'
import type { Counters } from '../counters.ts'
import type { Inbound } from '../reception.ts'

export interface Listen {
  readonly transport: 'udp' | 'tcp'
  readonly address: string
  readonly port: number
}

export interface Listener {
  /** As bound: a port of 0 is now the one the system chose. */
  readonly bound: Listen
  /** Datagrams the system threw away because the sensor was too slow; undefined where it does not say. */
  kernelDrops(): number | undefined
  stop(): Promise<void>
}

export interface ListenerContext {
  readonly receive: (inbound: Inbound) => void
  /** Runs `then` when all that was received so far is written down and answered. */
  readonly whenRecorded: (then: () => void) => void
  readonly counters: Counters
  readonly log: Logger
  /** Believe PROXY headers from loopback: the demo honeynet only. */
  readonly demo: boolean
}

/** A scope such as `%eth0` says something about this machine, not about the peer. */
export const withoutScope = (address: string): string => address.replace(/%.*$/, '')
