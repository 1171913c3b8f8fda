import type { WireEvent } from '../../contract/wire/frames.ts'

/** Events stored in one transaction at most: more would hold up the other sensors and every view. */
const mostEvents = 2_000

export interface QueuedFrame {
  readonly epoch: string
  readonly first: number
  readonly events: readonly WireEvent[]
}

interface Batch {
  readonly epoch: string
  readonly first: number
  readonly events: WireEvent[]
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
      this.open.events.push(...frame.events)
      return
    }
    const batch = { ...frame, events: [...frame.events] }
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

const continues = ({ epoch, first, events }: Batch, frame: QueuedFrame): boolean =>
  frame.epoch === epoch && frame.first === first + events.length && events.length + frame.events.length <= mostEvents
