import type { EventFacts } from '../store/ingest/facts.ts'
import type { PackedRun } from '../store/raw/blocks.ts'
import type { ReadyEvents } from './ingest.ts'

/** Events stored in one transaction at most: more would hold up the other sensors and every view. */
const mostEvents = 2_000

export interface QueuedFrame extends ReadyEvents {
  readonly epoch: string
  readonly first: number
}

interface Batch extends QueuedFrame {
  readonly events: EventFacts[]
  readonly runs: PackedRun[]
}

/**
 * Frames of events that wait behind a transaction become one transaction themselves: each waits for the disk once,
 * however small the frames are. Nothing waits for company; a frame that finds the store idle is stored alone.
 */
export class FrameQueue {
  private open: Batch | undefined

  /** @param push gets one task for each batch; the batch grows until the task begins. */
  add(frame: QueuedFrame, push: (take: () => QueuedFrame) => void): void {
    if (this.open && continues(this.open, frame)) {
      append(this.open, frame)
      return
    }
    const batch = { ...frame, events: [...frame.events], runs: [...frame.runs] }
    this.open = batch
    push(() => {
      if (this.open === batch) this.open = undefined
      return batch
    })
  }

  /** What comes next must not be stored before something else that was queued meanwhile. */
  close(): void {
    this.open = undefined
  }
}

function append({ events, runs }: Batch, frame: QueuedFrame): void {
  const before = events.length
  events.push(...frame.events)
  for (const run of frame.runs) runs.push({ ...run, at: before + run.at })
}

const continues = ({ epoch, first, events }: Batch, frame: QueuedFrame): boolean =>
  frame.epoch === epoch && frame.first === first + events.length && events.length + frame.events.length <= mostEvents
