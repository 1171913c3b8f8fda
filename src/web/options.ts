import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { usualDataFolder } from '../engine/usual-folder.ts'

export interface WebOptions {
  readonly data: string
  readonly demo: boolean
  /** Undefined: the usual port if it is free, else any. */
  readonly port: number | undefined
}

/** @throws Error in words for the terminal. */
export function parseOptions(args: readonly string[]): WebOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { demo: { type: 'boolean' }, data: { type: 'string' }, port: { type: 'string' } },
  })
  return {
    data: resolve(values.data ?? usualDataFolder()),
    demo: values.demo ?? false,
    port: values.port === undefined ? undefined : parsePort(values.port),
  }
}

function parsePort(text: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new Error(`--port wants a number from 0 to 65535, not "${text}"`)
}
