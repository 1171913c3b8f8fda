import { describe, expect, it } from 'vitest'
import { createReader, type Reader } from '../../src/renderer/composables/reader.ts'

/** A clock that moves only when told, and reads that end only when told. */
function setUp(throttle: number) {
  let now = 0
  const waiting: { at: number; then: () => void }[] = []
  const reads: { signal: AbortSignal; resolve: (value: string) => void; reject: (error: Error) => void }[] = []
  const got: string[] = []
  const failures: unknown[] = []
  const busy: boolean[] = []
  const reader: Reader = createReader<string>({
    read: (signal) => new Promise((resolve, reject) => reads.push({ signal, resolve, reject })),
    done: (value) => got.push(value),
    failed: (error) => failures.push(error),
    busy: (is) => busy.push(is),
    throttle,
    now: () => now,
    timers: {
      after(milliseconds, then) {
        const timer = { at: now + milliseconds, then }
        waiting.push(timer)
        return () => void waiting.splice(waiting.indexOf(timer), 1)
      },
    },
  })
  const pass = (milliseconds: number): void => {
    now += milliseconds
    for (const timer of waiting.filter(({ at }) => at <= now)) {
      waiting.splice(waiting.indexOf(timer), 1)
      timer.then()
    }
  }
  const answer = async (at: number, value: string): Promise<void> => {
    reads[at]?.resolve(value)
    await new Promise((resolve) => setTimeout(resolve))
  }
  return { reader, reads, got, failures, busy, pass, answer, waiting }
}

describe('reader', () => {
  it('reads at once, then no more often than the throttle', async () => {
    const { reader, reads, got, pass, answer } = setUp(1000)
    reader.restart()
    await answer(0, 'first')
    for (let change = 0; change < 5; change += 1) reader.refresh()
    expect(reads).toHaveLength(1)
    pass(999)
    expect(reads).toHaveLength(1)
    pass(1)
    expect(reads).toHaveLength(2)
    await answer(1, 'second')
    expect(got).toEqual(['first', 'second'])
  })

  it('never reads twice at once, and reads again for what changed meanwhile', async () => {
    const { reader, reads, pass, answer } = setUp(100)
    reader.restart()
    pass(5000)
    reader.refresh()
    reader.refresh()
    expect(reads).toHaveLength(1)
    await answer(0, 'slow')
    expect(reads).toHaveLength(2)
  })

  it('forgets the answer to a question nobody asks any more', async () => {
    const { reader, reads, got, answer, busy } = setUp(0)
    reader.restart()
    reader.restart()
    expect(reads[0]?.signal.aborted).toBe(true)
    await answer(1, 'new')
    await answer(0, 'old')
    expect(got).toEqual(['new'])
    expect(busy).toEqual([true, true, false])
  })

  it('tells failures and goes on', async () => {
    const { reader, reads, failures, got, answer } = setUp(0)
    reader.restart()
    reads[0]?.reject(new Error('closed'))
    await answer(0, '')
    reader.refresh()
    await answer(1, 'again')
    expect(failures).toEqual([new Error('closed')])
    expect(got).toEqual(['again'])
  })

  it('is silent after stop', async () => {
    const { reader, got, answer, pass, waiting } = setUp(1000)
    reader.restart()
    await answer(0, 'first')
    reader.refresh()
    reader.stop()
    pass(5000)
    expect(got).toEqual(['first'])
    expect(waiting).toHaveLength(0)
  })
})
