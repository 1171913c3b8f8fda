import type { WireEvent } from '../src/contract/wire/frames.ts'
import { attackTraffic } from '../test/support/sip-events.ts'

const seed = 20_260_101
/** Minutes after midnight, as in the studies; a day far from any change of the clocks. */
const start = Date.UTC(2026, 0, 14, 0, 5) * 1000

/** The same events on every machine and in every run: scanners, guessers and callers, with a sensor's answers. */
export const benchTraffic = (): Generator<WireEvent> => attackTraffic(seed, { sources: 400, start, perSecond: 120 })
