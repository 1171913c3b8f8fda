import { z } from 'zod'
import type { TraceEvent } from './trace.ts'

/** A frame that came on screen. Microseconds of the browser's clock. */
export interface Frame {
  /** When the screen asked for the oldest of what it shows. */
  readonly begun: number
  readonly shown: number
  /** When the newest of the page's own changes in it was handed over; else only the scrolling moved. */
  readonly committed: number | undefined
}

export interface Frames {
  readonly shown: readonly Frame[]
  /** Beats of the screen at which something was to be shown and was not. */
  readonly dropped: number
  /** Beats of the screen at which nothing was to be shown. */
  readonly idle: readonly number[]
}

interface Reported {
  readonly begun: number
  readonly state: string
  committed?: number
}

const reporter = z.object({ frame_reporter: z.object({ state: z.string() }) })

/** The frames of one process between two times, from the account that the browser's compositor gives of each beat. */
export function framesOf(events: readonly TraceEvent[], pid: number, from = -Infinity, to = Infinity): Frames {
  const ended = reportsOf(events.filter((event) => event.pid === pid)).filter(
    ([{ begun }]) => begun >= from && begun < to,
  )
  const shown = new Map<number, Frame>()
  for (const [{ begun, state, committed }, at] of ended) {
    if (!state.startsWith('STATE_PRESENTED')) continue
    const known = shown.get(at)
    const commits = [known?.committed, committed].filter((each) => each !== undefined)
    shown.set(at, {
      begun: Math.min(begun, known?.begun ?? begun),
      shown: at,
      committed: commits.length > 0 ? Math.max(...commits) : undefined,
    })
  }
  const with_ = (name: string): readonly number[] =>
    ended.flatMap(([{ state, begun }]) => (state === name ? begun : []))
  return {
    shown: [...shown.values()].sort((a, b) => a.shown - b.shown),
    dropped: new Set(with_('STATE_DROPPED')).size,
    idle: with_('STATE_NO_UPDATE_DESIRED'),
  }
}

/** Each report with the time at which it ended. */
function reportsOf(events: readonly TraceEvent[]): readonly (readonly [Reported, number])[] {
  const open = new Map<string, Reported>()
  const ended: (readonly [Reported, number])[] = []
  for (const { name, ph, ts, id2, args } of events) {
    const id = id2?.local
    if (id === undefined) continue
    const report = open.get(id)
    if (name === 'PipelineReporter' && ph === 'b') {
      const { state } = reporter.parse(args).frame_reporter
      open.set(id, { begun: ts, state })
    } else if (report && name === 'Commit' && ph === 'b') report.committed = ts
    else if (report && name === 'PipelineReporter' && ph === 'e') {
      ended.push([report, ts])
      open.delete(id)
    }
  }
  return ended
}

/**
 * Milliseconds from frame to frame. What nobody asked a frame for does not count: a time begins with the frame before or
 * with the last beat at which nothing was to be shown. @param shown all, or those that brought something of the page itself.
 */
export function frameTimes({ shown, idle }: { readonly shown: readonly Frame[]; readonly idle: readonly number[] }) {
  return shown.slice(1).map((frame, at) => {
    const before = shown[at]?.shown ?? frame.shown
    const rested = idle.filter((beat) => beat > before && beat < frame.begun)
    return (frame.shown - Math.max(before, ...rested)) / 1000
  })
}

const userTiming = z.object({ data: z.object({ callTime: z.number() }) })
const eventTiming = z.object({ data: z.object({ type: z.string() }) })

export interface Mark {
  readonly pid: number
  /** The page's main thread. */
  readonly tid: number
  readonly at: number
}

/** When the page marked it first. @throws Error when it did not. */
export function markOf(events: readonly TraceEvent[], name: string): Mark {
  const mark = events.find((event) => event.name === name && userTiming.safeParse(event.args).success)
  if (!mark) throw new Error(`the page never marked "${name}"`)
  return { pid: mark.pid, tid: mark.tid, at: userTiming.parse(mark.args).data.callTime }
}

/** When the last key before a mark was pressed: the time of the event, not of its handling. */
export function pressedBefore(events: readonly TraceEvent[], name: string): number {
  const mark = markOf(events, name)
  const key = events.findLast((event) => event.ts <= mark.at && isKeyDown(event))
  if (!key) throw new Error(`no key was pressed before "${name}"`)
  return key.ts
}

const isKeyDown = ({ name, ph, args }: TraceEvent): boolean =>
  name === 'EventTiming' && ph === 'b' && eventTiming.safeParse(args).data?.data.type === 'keydown'

/** When what was marked came on screen: with the first frame whose content was handed over after it. */
export function paintAfter(events: readonly TraceEvent[], name: string): number {
  const mark = markOf(events, name)
  const { shown } = framesOf(events, mark.pid)
  const frame = shown.find(({ committed }) => committed !== undefined && committed >= mark.at)
  if (!frame) throw new Error(`"${name}" never came on screen`)
  return frame.shown
}

/** Milliseconds of processor time that the page's main thread used between two times: what no other program adds to. */
export function workBetween(events: readonly TraceEvent[], { pid, tid }: Mark, from: number, to: number): number {
  const used = events
    .filter((event) => event.pid === pid && event.tid === tid && event.ts >= from && event.ts < to)
    .flatMap(({ tts, tdur = 0 }) => (tts === undefined ? [] : [tts, tts + tdur]))
  return used.length === 0 ? 0 : (Math.max(...used) - Math.min(...used)) / 1000
}
