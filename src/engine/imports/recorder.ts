import type { WireEvent } from '../../contract/wire/frames.ts'
import { directions, proofs, transports } from '../../contract/wire/frames.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { Lane } from '../ingest/lanes.ts'
import { captureSensor, resumePoint } from '../store/sensors.ts'
import type { Workspace } from '../workspace.ts'
import type { CapturedMessage } from './capture/captured.ts'
import { Chain } from './chain.ts'
import { CaptureProofs } from './proofs.ts'

/** Messages stored in one transaction. Also the step of their numbering: see below. */
const batchMessages = 500

interface Entry {
  readonly event: WireEvent
  /** Names all messages up to this one. */
  readonly place: string
}

export type Recording = Pick<Workspace, 'store' | 'ingest' | 'changes'>

/**
 * Stores the messages of a capture, each once, however often the file is imported.
 *
 * The same file gives the same messages in the same order, so it is cut at the same places, every 500 messages. Each
 * batch is a numbering (epoch) of its own, named by the chain of hashes up to its last message, and is stored whole or
 * not at all: a name that is known means that all messages up to there are stored. An import that was broken off goes
 * on behind the last batch that is known. A file that grew since, as a log does, ended within a batch; once, where
 * known batches end, each message of the next one is therefore looked up. The sensor is known again by its first
 * message. Only a file whose end was cut off is taken for another one from its last batch on.
 */
export class Recorder {
  stored = 0
  known = 0
  sensor: { readonly id: number; readonly name: string } | undefined
  private readonly chain = new Chain()
  private readonly proofs = new CaptureProofs()
  private readonly lane: Lane
  private batch: Entry[] = []
  private identity = ''
  /** Whether all before this batch was stored by an earlier import. */
  private onKnown = true
  private fail: (error: unknown) => void = () => undefined
  private readonly to: Recording
  private readonly name: string

  constructor(to: Recording, name: string) {
    this.to = to
    this.name = name
    this.lane = to.ingest.lane((error) => this.fail(error))
  }

  /** @throws RpcError `cancelled` as soon as the signal says so. */
  async add(message: CapturedMessage, signal: AbortSignal): Promise<void> {
    const place = this.chain.next(message)
    this.identity ||= place
    this.batch.push({ event: wireEvent(message, this.proofs), place })
    if (this.batch.length === batchMessages) await this.flush(signal)
  }

  /** Stores what is left, in its turn between the sensors' batches. */
  async flush(signal: AbortSignal): Promise<void> {
    const { batch } = this
    this.batch = []
    if (batch.length === 0) return
    await new Promise<void>((resolve, reject) => {
      const cancelled = (): void => reject(new RpcError('cancelled', 'cancelled'))
      if (signal.aborted) return cancelled()
      this.fail = reject
      signal.addEventListener('abort', cancelled, { once: true })
      this.lane.push(() => {
        this.store(batch)
        signal.removeEventListener('abort', cancelled)
        resolve()
      })
    })
  }

  /** What waits for its turn is dropped. */
  close(): void {
    this.lane.close()
  }

  private store(batch: readonly Entry[]): void {
    const { store, ingest, changes } = this.to
    this.sensor ??= store.health.guard(() => captureSensor(store.writer, this.identity, this.name))
    const sensor = this.sensor.id
    const before = this.knownOf(batch, sensor)
    const fresh = batch.slice(before)
    const epoch = batch.at(-1)?.place ?? ''
    const events = fresh.map(({ event }) => event)
    if (fresh.length > 0) ingest.store({ sensor, epoch, first: 1, events, old: true })
    this.known += before
    this.stored += fresh.length
    this.onKnown &&= fresh.length === 0
    if (fresh.length > 0) changes.publish('sensors')
  }

  /** How many of the batch, from its first on, were stored by an earlier import. */
  private knownOf(batch: readonly Entry[], sensor: number): number {
    const isKnown = ({ place }: Entry): boolean => resumePoint(this.to.store.reader, sensor, place) !== undefined
    const last = batch.at(-1)
    if (last && isKnown(last)) return batch.length
    return this.onKnown ? batch.findLastIndex(isKnown) + 1 : 0
  }
}

function wireEvent(message: CapturedMessage, proven: CaptureProofs): WireEvent {
  const { time, transport, direction, source, port, local, localPort, bytes } = message
  const [wire, way] = [transports.indexOf(transport), directions.indexOf(direction)]
  return [time, wire, source, port, local, localPort, way, proofs.indexOf(proven.judge(message)), bytes]
}
