import { spawn } from 'node:child_process'
import { hasDesktop } from './desktop.mjs'

const openers = { darwin: ['open'], win32: ['cmd', '/c', 'start', '""'], linux: ['xdg-open'] }

/** Opens the user's own browser where somebody sits in front of it; elsewhere the printed address is all there is. */
export function openBrowser(url) {
  const opener = openers[process.platform]
  if (opener === undefined || process.env.CI || !process.stderr.isTTY || !hasDesktop()) return
  const [command, ...args] = opener
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true })
  // No opener installed: the address stands on the terminal all the same.
  child.once('error', () => undefined)
  child.unref()
}
