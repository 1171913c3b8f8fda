import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Waits until whoever listens on this UDP port has read all that came: what finds no room in its buffer is thrown away
 * by the system, and on a busy machine it may not have read for a while. Where there is no /proc it waits a moment.
 */
export async function untilRead(port: number): Promise<void> {
  if (!existsSync('/proc/net/udp')) return sleep(5)
  while (waitingAt(port) > 0) await sleep(2)
}

/** Waits until somebody listens on this UDP port. */
export async function untilBound(port: number): Promise<void> {
  while (socketsAt(port).length === 0) await sleep(5)
}

/** Bytes. */
const waitingAt = (port: number): number =>
  socketsAt(port).reduce((sum, [, , , , queues = '']) => sum + Number.parseInt(queues.split(':')[1] ?? '0', 16), 0)

/** What the system says of each, over IPv4 and IPv6, column by column. */
function socketsAt(port: number): readonly (readonly string[])[] {
  const place = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const lines = ['udp', 'udp6'].flatMap((name) => readFileSync(`/proc/net/${name}`, 'utf8').split('\n'))
  return lines.map((line) => line.trim().split(/\s+/)).filter(([, local = '']) => local.endsWith(place))
}
