import { microsecondsPerMinute } from '../codes.ts'
import type { Kept } from './kept.ts'
import { minutesIn } from '../tallies/cover.ts'
import { sums, type Comparison } from './compare.ts'
import type { VerifyRun } from './run.ts'

const tallyKeys = ['source', 'kind']

/** @param step of the coarser level that the finer one is to add up to. */
function adding(table: 'tally' | 'rollup', step: 'hour' | 'day'): Comparison {
  const [finer, times] = step === 'hour' ? ['minute', 60] : ['hour', 24]
  const keys = table === 'tally' ? tallyKeys : ['kind']
  const range = step === 'hour' ? '@day * 24 AND @lastDay * 24 + 23' : '@day AND @lastDay'
  const finerRange = step === 'hour' ? '@day * 1440 AND @lastDay * 1440 + 1439' : '@day * 24 AND @lastDay * 24 + 23'
  return sums(
    table === 'tally' ? `counts by the ${step} beside those by the ${finer}` : `${step}s beside ${finer}s`,
    [step, ...keys],
    `SELECT ${step}, ${keys.join()}, messages AS n FROM ${table}_${step} WHERE ${step} BETWEEN ${range}`,
    `SELECT ${finer} / ${times} AS ${step}, ${keys.join()}, messages AS n FROM ${table}_${finer}
      WHERE ${finer} BETWEEN ${finerRange}`,
  )
}

/** All sources together. */
function together(step: 'minute' | 'hour' | 'day'): Comparison {
  const times = 1440 / minutesIn[step]
  const range = `WHERE ${step} BETWEEN @day * ${times} AND @lastDay * ${times} + ${times - 1}`
  return sums(
    `${step}s beside those of all sources`,
    [step, 'kind'],
    `SELECT ${step}, kind, messages AS n FROM rollup_${step} ${range}`,
    `SELECT ${step}, kind, messages AS n FROM tally_${step} ${range}`,
  )
}

const hours = [adding('tally', 'hour'), adding('rollup', 'hour')]
const days = [adding('tally', 'day'), adding('rollup', 'day')]
const sumsOfSources = { minute: together('minute'), hour: together('hour'), day: together('day') }

/** Coarser counts are sums of finer ones, as far back as these are kept. */
export async function verifyLevels(run: VerifyRun, kept: Kept): Promise<void> {
  const [hourFrom, minuteFrom, sourcesFrom] = [dayOf(kept.hours), dayOf(kept.minutes), dayOf(kept.sources)]
  for (const { day, lastDay } of stretches(run, [hourFrom, minuteFrom, sourcesFrom])) {
    const all = day >= sourcesFrom
    run.compare(
      [
        ...(day >= minuteFrom ? [...hours, ...(all ? [sumsOfSources.minute] : [])] : []),
        ...(day >= hourFrom ? [...days, ...(all ? [sumsOfSources.hour] : [])] : []),
        ...(all ? [sumsOfSources.day] : []),
      ],
      { day, lastDay, whole: 0 },
    )
    await run.step(0)
    if (run.full) return
  }
}

const dayOf = (time: number): number => Math.ceil(time / microsecondsPerMinute / minutesIn.day)
const lastOfAll = Math.floor(Number.MAX_SAFE_INTEGER / 1440 / microsecondsPerMinute)

/** Days that were counted one by one, with the emptiness around them, in which nothing may be. Both days are included. */
function stretches({ reader }: VerifyRun, borders: readonly number[]): readonly { day: number; lastDay: number }[] {
  const counted = reader
    .all<{ day: number }>('SELECT DISTINCT day FROM rollup_day')
    .flatMap(({ day }) => [day, day + 1])
  const starts = [...new Set([0, ...borders, ...counted])].filter((day) => day >= 0).sort((a, b) => a - b)
  return starts.map((day, at) => ({ day, lastDay: (starts[at + 1] ?? lastOfAll + 1) - 1 }))
}
