export interface LiveLoad {
  /** Messages a second. */
  readonly rate: number
  readonly seconds: number
}

export interface LiveFigures extends LiveLoad {
  /** ms from the socket of the sender to the screen, 95th percentile over all messages. */
  readonly toScreenP95: number
  /** ms from frame to frame, 95th percentile. */
  readonly frameP95: number
  /** Each should equal `sent`; `shown` and `dropped` together should equal `seen`. */
  readonly sent: number
  readonly received: number
  readonly stored: number
  readonly seen: number
  readonly shown: number
  readonly dropped: number
  readonly kernelDrops: number
}

/** Messages on which the counters of two neighbours do not agree: 0 when every one can be accounted for. */
export const unaccounted = ({ sent, received, kernelDrops, stored, seen, shown, dropped }: LiveFigures): number =>
  Math.abs(sent - received - kernelDrops) +
  Math.abs(received - stored) +
  Math.abs(stored - seen) +
  Math.abs(seen - shown - dropped)
