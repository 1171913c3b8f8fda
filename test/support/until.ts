import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until `read` gives something other than `undefined` or `false`; what it threw last is told on failure. */
export async function until<Value>(
  what: string,
  read: () => Promise<Value | undefined | false> | Value | undefined | false,
  seconds = 45,
): Promise<Value> {
  const end = performance.now() + seconds * 1000
  let problem: unknown
  while (performance.now() < end) {
    try {
      const value = await read()
      if (value !== undefined && value !== false) return value
    } catch (error) {
      problem = error
    }
    await sleep(50)
  }
  throw new Error(`waited ${seconds} s in vain until ${what}`, { cause: problem })
}
