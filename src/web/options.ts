import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

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

/** Where Electron's `appData` points too, so that both hosts of one user show the same data. */
function usualDataFolder(): string {
  const folders: Partial<Record<NodeJS.Platform, string>> = {
    darwin: join(homedir(), 'Library', 'Application Support'),
    win32: process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'),
  }
  const base = folders[process.platform] ?? process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config')
  return join(base, 'Honeynet Console', 'data')
}
