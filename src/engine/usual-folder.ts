import { homedir } from 'node:os'
import { join } from 'node:path'

/** The data folder of whoever says nothing else. Where Electron's `appData` points too, so that all hosts show the same. */
export function usualDataFolder(): string {
  const folders: Partial<Record<NodeJS.Platform, string>> = {
    darwin: join(homedir(), 'Library', 'Application Support'),
    win32: process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'),
  }
  const base = folders[process.platform] ?? process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config')
  return join(base, 'Honeynet Console', 'data')
}
