/** How fast a job goes, measured over its last seconds: other work comes and goes beside it. */
export interface Pace {
  note(done: number, time: number): void
  /** Whole events per second; 0 before there is anything to measure. */
  perSecond(): number
}

/** Milliseconds looked back. */
const window = 10_000

/** @param start UTC milliseconds at which nothing was done yet. */
export function createPace(start: number): Pace {
  const marks = [{ done: 0, time: start }]
  return {
    note: (done, time) => {
      marks.push({ done, time })
      while (marks.length > 2 && (marks[0]?.time ?? time) < time - window) marks.shift()
    },
    perSecond: () => {
      const [first, last] = [marks[0], marks.at(-1)]
      if (!first || !last || last.time <= first.time) return 0
      return Math.round(((last.done - first.done) / (last.time - first.time)) * 1000)
    },
  }
}
