import type { PackedRun } from '../store/raw/blocks.ts'
import type { ReadyEvents, WaitingEvents } from './ingest.ts'

/** Events stored in one transaction at most: more would hold up the other sensors and every view. */
const mostEvents = 2_000

interface Place {
  readonly epoch: string
  readonly first: number
}

export interface QueuedFrame extends WaitingEvents, Place {}

export interface Batch extends ReadyEvents, Place {}

interface Open extends Place {
  readonly frames: QueuedFrame[]
  count: number
}

/**
 * Frames of events that wait behind a transaction become one transaction themselves: each waits for the disk once,
 * however small the frames are. Nothing waits for company; a frame that finds the store idle is stored alone.
 */
export class FrameQueue {
  private open: Open | undefined

  /** @param push gets one task for each batch; the batch grows until the task begins. */
  add(frame: QueuedFrame, push: (take: () => Batch) => void): void {
    if (this.open && continues(this.open, frame)) {
      this.open.frames.push(frame)
      this.open.count += frame.count
      return
    }
    const { epoch, first, count } = frame
    const open = { epoch, first, count, frames: [frame] }
    this.open = open
    let batch: Batch | undefined
    push(() => {
      if (this.open === open) this.open = undefined
      return (batch ??= batchOf(open))
    })
  }

  /** What comes next must not be stored before something else that was queued meanwhile. */
  close(): void {
    this.open = undefined
  }
}

function batchOf({ epoch, first, frames }: Open): Batch {
  const runs: PackedRun[] = []
  let before = 0
  for (const frame of frames) {
    for (const run of frame.runs) runs.push({ ...run, at: before + run.at })
    before += frame.count
  }
  return { epoch, first, events: frames.flatMap((frame) => frame.events()), runs }
}

const continues = ({ epoch, first, count }: Open, frame: QueuedFrame): boolean =>
  frame.epoch === epoch && frame.first === first + count && count + frame.count <= mostEvents
