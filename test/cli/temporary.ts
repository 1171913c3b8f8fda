import { afterAll } from 'vitest'
import { temporaryDirectory } from '../support/engine.ts'

const removes: (() => void)[] = []
afterAll(() => removes.splice(0).forEach((remove) => remove()))

/** A folder that goes when the tests of a file have ended. */
export function temporary(): string {
  const [path, remove] = temporaryDirectory()
  removes.push(remove)
  return path
}
